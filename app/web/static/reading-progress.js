// While a chat is being read, the page shows how far it has come without being loaded again.
const EVERY = 2000;

class ReadingProgress extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("data-running")) this.timer = setTimeout(() => this.look(), EVERY);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || !answer.ok) return this.connectedCallback();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("reading-progress");
    if (now) this.replaceWith(now);
  }
}

customElements.define("reading-progress", ReadingProgress);
