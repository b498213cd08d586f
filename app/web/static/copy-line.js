// A copy button beside a suggested line; only there when the browser can copy.
class CopyLine extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const button = document.createElement("button");
    const form = this.querySelector(".form").textContent.toLowerCase();
    button.type = "button";
    this.say(button, "Copy", form);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(this.querySelector("blockquote").textContent.trim());
        this.say(button, "Copied", form);
      } catch {
        this.say(button, "Select and copy", form);
      }
      setTimeout(() => this.say(button, "Copy", form), 2000);
    });
    const row = this.matches(".main-line") && this.parentElement.querySelector(".line-buttons");
    if (row) row.append(button);
    else this.querySelector(".form").after(button);
  }

  say(button, word, form) {
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: the ${form} line`);
  }
}
customElements.define("copy-line", CopyLine);
