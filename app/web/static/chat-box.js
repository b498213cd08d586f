// The chat form: answers appear in place, the box grows, Ctrl/Cmd+Enter sends, a draft is kept in the server's memory.
class ChatBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.box = this.querySelector("textarea");
    this.status = this.querySelector("[data-status]");
    this.querySelector("[data-hint]").textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ Enter sends" : "Ctrl + Enter sends";
    this.form.addEventListener("submit", (event) => this.send(event));
    this.box.addEventListener("input", () => {
      this.grow();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 400);
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
    document.querySelectorAll(".example").forEach((button) =>
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.box.value = button.value;
        this.grow();
        this.box.focus();
      }),
    );
    this.grow();
  }

  grow() {
    this.box.rows = Math.min(18, Math.max(4, this.box.value.split("\n").length + Math.floor(this.box.value.length / 70)));
  }

  keep() {
    const body = new FormData();
    body.set("text", this.box.value);
    fetch("/draft", { method: "POST", body });
  }

  async send(event) {
    event.preventDefault();
    const button = this.form.querySelector("button[type=submit]");
    if (button.disabled) return;
    clearTimeout(this.timer);
    button.disabled = true;
    this.status.textContent = "Reading…";
    const refused = this.querySelector("#refused");
    try {
      const answer = await fetch("/messages", { method: "POST", body: new FormData(this.form), headers: { "X-Fragment": "1" } });
      const html = await answer.text();
      if (!answer.ok) {
        refused.innerHTML = answer.status === 422 ? html : "<p class='refused'>That did not work. Your words are still here; please try again.</p>";
        this.status.textContent = "";
        this.box.focus();
        return;
      }
      refused.replaceChildren();
      this.show(html);
    } catch {
      refused.innerHTML = "<p class='refused'>The server did not answer. Your words are still here; please try again.</p>";
    } finally {
      button.disabled = false;
    }
  }

  show(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const turn = holder.content.querySelector(".turn");
    document.querySelector(".welcome")?.remove();
    document.querySelector("#turns").append(turn);
    this.box.value = "";
    this.grow();
    const place = turn.dataset.conversation;
    this.form.elements.conversation.value = place;
    history.replaceState(null, "", `/c/${place}`);
    this.status.textContent = "The answer is here.";
    turn.scrollIntoView({ block: "start" });
    turn.querySelector(".answer").focus({ preventScroll: true });
  }
}
customElements.define("chat-box", ChatBox);
