// <fl-selection>: the bar that appears once rows are selected. The checkboxes belong to its form.
class Selection extends HTMLElement {
  connectedCallback() {
    this.change = (event) => this.changed(event);
    document.addEventListener("change", this.change);
    this.querySelector("[data-clear]")?.addEventListener("click", () => this.all(false));
    document.body.addEventListener("htmx:afterSettle", this.change);
    this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener("change", this.change);
    document.body.removeEventListener("htmx:afterSettle", this.change);
  }

  boxes() {
    return [...document.querySelectorAll(`input[name=pk][form="${CSS.escape(this.dataset.form)}"]`)];
  }

  changed(event) {
    if (event.target.matches?.("[data-select-all]")) this.all(event.target.checked);
    else this.draw();
  }

  all(checked) {
    for (const box of this.boxes()) box.checked = checked;
    this.draw();
  }

  draw() {
    const boxes = this.boxes();
    const chosen = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest("tr")?.classList.toggle("is-selected", box.checked);
    this.hidden = !chosen.length;
    this.querySelector("[data-count]").textContent = chosen.length.toLocaleString();
    const head = document.querySelector("[data-select-all]");
    if (!head) return;
    head.checked = chosen.length > 0 && chosen.length === boxes.length;
    head.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
}
customElements.define("fl-selection", Selection);
