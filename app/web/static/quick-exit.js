// Exit by press or by the Shift key three times: blank first, then forget, then replace the page.
import { root } from "./place.js";

class QuickExit extends HTMLElement {
  connectedCallback() {
    let presses = [];
    this.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.go();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") {
        presses = [];
        return;
      }
      if (event.repeat) return;
      const now = Date.now();
      presses = [...presses.filter((at) => now - at < 1500), now];
      if (presses.length >= 3) this.go();
    });
    // A page brought back from memory would show what was left: load it anew instead.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  go() {
    document.documentElement.replaceChildren(document.createElement("body"));
    document.title = "Notes";
    navigator.sendBeacon(`${root}/leave`);
    location.replace(`${root}/leave`);
  }
}
customElements.define("quick-exit", QuickExit);
