// <fl-columns>: choose and order columns by drag, by Alt+arrows or by buttons; the form sends columns=a,b,c.
class Columns extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ul");
    this.field = this.querySelector("input[name=columns]");
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.move(button, Number(button.dataset.move));
    });
    this.list.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      this.move(event.target, event.key === "ArrowUp" ? -1 : 1);
    });
    this.list.addEventListener("change", () => this.note());
    this.list.addEventListener("pointerdown", (event) => {
      if (event.target.closest(".fl-grip")) this.drag(event);
    });
  }

  move(focus, step) {
    const item = focus.closest("li");
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    focus.focus();
    this.note();
  }

  drag(start) {
    const item = start.target.closest("li");
    start.preventDefault();
    item.classList.add("is-dragged");
    const moved = (event) => {
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("li");
      if (!over || over === item || over.parentElement !== this.list) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(item);
      else over.after(item);
    };
    const done = () => {
      item.classList.remove("is-dragged");
      document.removeEventListener("pointermove", moved);
      this.note();
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", done, { once: true });
    document.addEventListener("pointercancel", done, { once: true });
  }

  note() {
    const shown = [...this.list.children].filter((item) => item.querySelector("input").checked);
    this.field.value = shown.map((item) => item.dataset.key).join(",");
  }
}
customElements.define("fl-columns", Columns);
