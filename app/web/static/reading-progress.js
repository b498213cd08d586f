// While a chat is being read, the page shows how far it has come; at the end it is loaded anew.
const EVERY = 2000;

class ReadingProgress extends HTMLElement {
  connectedCallback() {
    if (this.dataset.running) this.timer = setInterval(() => this.look(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async look() {
    const answer = await fetch(this.dataset.running).catch(() => null);
    if (!answer) return; // asked again
    const numbers = answer.ok ? await answer.text() : "";
    if (!numbers) {
      clearInterval(this.timer);
      location.reload();
      return;
    }
    const [read, lines, kept] = numbers.split(" ");
    const bar = this.querySelector("progress");
    bar.value = read;
    bar.max = lines;
    this.querySelector("[role=status]").textContent =
      `Reading: ${read} of ${lines} messages, ${kept} ${kept === "1" ? "stretch" : "stretches"} kept so far.`;
  }
}
customElements.define("reading-progress", ReadingProgress);
