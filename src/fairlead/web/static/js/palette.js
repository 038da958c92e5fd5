// <fl-palette>: go, create or find, from the keyboard. What is offered is plain links; found records join them.
class Palette extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.own = [...this.list.children];
    this.input.addEventListener("input", () => this.narrow());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
    this.closest("dialog").addEventListener("fl:opened", () => {
      this.input.value = "";
      this.narrow();
      this.input.focus();
    });
  }

  narrow() {
    const words = this.input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (item) => words.every((word) => item.textContent.toLowerCase().includes(word));
    this.show(this.own.filter(fits));
    clearTimeout(this.timer);
    if (this.input.value.trim().length > 1 && this.dataset.search) this.timer = setTimeout(() => this.find(), 150);
  }

  async find() {
    const asked = this.input.value.trim();
    const answer = await fetch(`${this.dataset.search}?q=${encodeURIComponent(asked)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || asked !== this.input.value.trim()) return;
    const { choices } = await answer.json();
    const shown = [...this.list.children].filter((item) => this.own.includes(item));
    this.show([...choices.map((one) => this.option(one)), ...shown]);
  }

  option({ value, label, note }) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.href = value;
    const text = document.createElement("span");
    text.textContent = label;
    const small = document.createElement("small");
    small.textContent = note ?? "";
    item.append(text, small);
    return item;
  }

  show(items) {
    this.list.replaceChildren(...items);
    items.forEach((item, index) => (item.id = `palette-${index}`));
    this.mark(items[0]);
  }

  mark(item) {
    this.list.querySelectorAll("[aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const items = [...this.list.children];
    const here = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.mark(items[(here + 1) % items.length]);
    else if (event.key === "ArrowUp") this.mark(items.at(here - 1));
    else if (event.key === "Enter") this.go(items[here]);
    else return;
    event.preventDefault();
  }

  go(item) {
    if (!item) return;
    this.closest("dialog").close();
    if (item.dataset.open) document.dispatchEvent(new CustomEvent("fl:open", { detail: item.dataset.open }));
    else if (item.dataset.href) location.assign(item.dataset.href);
  }
}
customElements.define("fl-palette", Palette);
