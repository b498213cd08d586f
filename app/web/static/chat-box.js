// The chat form: answers appear in place, the box grows, Ctrl/Cmd+Enter sends, a draft is kept in the server's memory.
import { root } from "./place.js";

const LONGEST = 20000;
const FAILED = "That did not work. Your words are still here; please try again.";
const SENDS = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ Enter sends" : "Ctrl + Enter sends";

class ChatBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.box = this.querySelector("textarea");
    this.refused = this.querySelector("#refused");
    this.status = this.querySelector("[data-status]");
    this.form.addEventListener("submit", (event) => this.send(event));
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
    window.name ||= `tab-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`; // a name for this tab, kept over its pages
    this.form.elements.tab.value = window.name;
    this.form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    document.addEventListener("submit", (event) => this.said(event));
    window.addEventListener("pagehide", () => this.keepNow(true));
    for (const example of document.querySelectorAll("[data-example]")) {
      example.addEventListener("click", (event) => this.take(event, example.dataset.example));
    }
    this.show();
    this.fetchDraft();
  }

  // What this tab was typing here; what stands in the box already (an example, words that were refused) stays.
  async fetchDraft() {
    const begun = this.box.value;
    const body = new FormData(this.form);
    try {
      const answer = await fetch(`${root}/draft/mine`, { method: "POST", body });
      const text = answer.ok && !answer.redirected ? await answer.text() : "";
      if (!text || this.box.value !== begun || this.hasAttribute("data-given")) return;
      this.box.value = text;
      this.show();
    } catch {
      // without it the box is as the page came
    }
  }

  take(event, example) {
    event.preventDefault();
    this.box.value = example;
    this.typed();
    this.box.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  // A chip says its word for the writer; what stands in the box stays there.
  said(event) {
    if (!event.target.matches("[data-say]")) return;
    event.preventDefault();
    if (!this.sending) this.deliver(event.submitter.value, false);
  }

  typed() {
    this.show();
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), 400);
  }

  show() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
    const length = this.box.value.length;
    this.querySelector("[data-hint]").textContent =
      length > LONGEST - 2000 ? `${length.toLocaleString("en")} of ${LONGEST.toLocaleString("en")} characters` : SENDS;
  }

  // `going`: the tab leaves this page, so that another may take the draft up.
  keepNow(going = false) {
    clearTimeout(this.timer);
    if (this.sending || !(this.unsaved || (going && this.box.value))) return;
    this.unsaved = false;
    const body = new FormData(this.form);
    if (going) body.set("going", "1");
    this.kept = fetch(`${root}/draft`, { method: "POST", body, keepalive: this.box.value.length < 15000 }).catch(() => {});
  }

  send(event) {
    event.preventDefault();
    if (!this.sending) this.deliver(this.box.value, true);
  }

  async deliver(words, typed) {
    clearTimeout(this.timer);
    this.sending = true;
    if (typed) this.unsaved = false;
    const body = new FormData(this.form);
    body.set("text", words);
    this.form.classList.add("busy");
    this.status.textContent = "Reading…";
    try {
      await this.kept; // a draft still on its way would come back after the answer
      const answer = await fetch(`${root}/messages`, { method: "POST", body, headers: { "X-Fragment": "1" } });
      const html = await answer.text();
      if (answer.ok) this.append(html, typed);
      else this.refuse(html.includes('class="refused"') && !html.includes("<html") ? html : null);
    } catch {
      this.refuse(null);
    } finally {
      this.sending = false;
      this.form.classList.remove("busy");
    }
  }

  refuse(html) {
    if (html) this.refused.innerHTML = html;
    else this.refused.textContent = FAILED;
    this.status.textContent = "";
    this.box.focus();
  }

  append(html, typed) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.querySelector(".turn");
    document.querySelector("[data-welcome]")?.remove();
    this.refused.replaceChildren();
    if (typed) this.box.value = "";
    for (const asked of document.querySelectorAll(".turn .chips")) asked.remove(); // only the last question waits
    document.querySelector("#turns").append(turn);
    this.box.rows = 1;
    this.show();
    this.querySelector("label").textContent = "Go on, in your own words";
    this.querySelector("[data-new]").hidden = false;
    this.form.elements.conversation.value = turn.dataset.conversation;
    history.replaceState(null, "", `${root}/c/${turn.dataset.conversation}`);
    this.status.textContent = "The answer is here.";
    turn.scrollIntoView({ block: "start" });
    turn.querySelector(".answer").focus({ preventScroll: true });
  }
}
customElements.define("chat-box", ChatBox);
