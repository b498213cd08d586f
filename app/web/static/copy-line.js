// A copy button beside a suggested line; only there when the browser can copy.
class CopyLine extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.querySelector("blockquote").textContent.trim());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    this.append(button);
  }
}
customElements.define("copy-line", CopyLine);
