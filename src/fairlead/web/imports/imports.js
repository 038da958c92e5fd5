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
    for (const file of files) carrier.items.add(file);
    this.input.files = carrier.files;
    this.named();
  }

  named() {
    const files = [...this.input.files];
    const size = Math.ceil(files.reduce((sum, file) => sum + file.size, 0) / 1024);
    const name = files.length > 1 ? `${files.length} files` : files[0]?.name;
    if (name) this.querySelector("[data-name]").textContent = `${name}, ${size} kB`;
  }
}

customElements.define("fl-drop", Drop);
