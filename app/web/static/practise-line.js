// Practise: what the line carries shows up while it is typed; without this the button asks the server.
import { root } from "./place.js";

class PractiseLine extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const box = this.querySelector("textarea");
    const shown = this.querySelector("[data-checks]");
    this.querySelector("[data-check]").hidden = true;
    const check = async () => {
      const mine = (this.latest = {});
      try {
        const answer = await fetch(`${root}/practise`, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } });
        const html = await answer.text();
        if (answer.ok && this.latest === mine) shown.innerHTML = html;
      } catch {
        // the last answer stays; the next letter asks again
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(check, 80);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check();
    });
  }
}
customElements.define("practise-line", PractiseLine);
