// <fl-drop>: drop a file anywhere on it, or paste one; the form below works without this as well.
class Drop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    if (!this.input) return;
    this.addEventListener("dragover", (event) => this.over(event, true));
    this.addEventListener("dragleave", (event) => this.over(event, false));
    this.addEventListener("drop", (event) => this.dropped(event));
    this.addEventListener("paste", (event) => this.take(event.clipboardData.files, event));
    this.input.addEventListener("change", () => this.named());
  }

  over(event, inside) {
    event.preventDefault();
    this.classList.toggle("is-over", inside);
  }

  dropped(event) {
    this.over(event, false);
    this.take(event.dataTransfer.files, event);
  }

  take(files, event) {
    if (!files.length) return;
    event.preventDefault();
    const carrier = new DataTransfer();
    carrier.items.add(files[0]);
    this.input.files = carrier.files;
    this.named();
  }

  named() {
    const file = this.input.files[0];
    if (file) this.querySelector("[data-name]").textContent = `${file.name}, ${Math.ceil(file.size / 1024)} kB`;
  }
}

customElements.define("fl-drop", Drop);
