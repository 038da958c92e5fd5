// <fl-picker>: type a few letters, choose one; the hidden field keeps its id. Answers come from data-source?q=.
let count = 0;

class Picker extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("[role=combobox]");
    this.hidden_ = this.querySelector("input[type=hidden]");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.setAttribute("role", "listbox");
    this.list.id = `picker-${++count}`;
    this.list.popover = "manual";
    this.list.className = "fl-picker-list";
    this.list.setAttribute("aria-label", "Choices");
    this.append(this.list);
    this.input.setAttribute("aria-controls", this.list.id);
    this.label = this.input.value;
    this.input.addEventListener("input", () => this.ask(150));
    this.input.addEventListener("click", () => this.ask(0));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.left());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.choose(event.target.closest("[role=option]"));
    });
  }

  ask(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), wait);
  }

  async fetch() {
    const asked = this.input.value === this.label ? "" : this.input.value.trim();
    const mark = this.dataset.source.includes("?") ? "&" : "?";
    const answer = await fetch(`${this.dataset.source}${mark}q=${encodeURIComponent(asked)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || document.activeElement !== this.input) return;
    const { choices } = await answer.json();
    this.show(choices);
  }

  show(choices) {
    this.list.replaceChildren(...choices.map((one, index) => this.option(one, index)));
    if (!choices.length) {
      const none = document.createElement("li");
      none.className = "fl-picker-none";
      none.textContent = "Nothing found";
      this.list.append(none);
    }
    const at = this.input.getBoundingClientRect();
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    Object.assign(this.list.style, { left: `${at.left}px`, top: `${at.bottom + 4}px`, width: `${at.width}px` });
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.list.querySelector("[role=option]"));
  }

  option({ value, label, note }, index) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `${this.list.id}-${index}`;
    item.dataset.value = value;
    item.dataset.label = label;
    const text = document.createElement("span");
    text.textContent = label;
    const small = document.createElement("small");
    small.textContent = note ?? "";
    item.append(text, small);
    return item;
  }

  mark(item) {
    this.list.querySelectorAll("[aria-selected=true]").forEach((one) => one.removeAttribute("aria-selected"));
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(item) {
    if (!item) return;
    this.hidden_.value = item.dataset.value;
    this.label = this.input.value = item.dataset.label;
    this.hidden_.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() {
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  left() {
    clearTimeout(this.timer);
    this.close();
    if (this.input.value.trim() === "") {
      this.hidden_.value = this.label = "";
      this.hidden_.dispatchEvent(new Event("change", { bubbles: true }));
    } else this.input.value = this.label;
  }

  key(event) {
    const open = this.list.matches(":popover-open");
    const items = [...this.list.querySelectorAll("[role=option]")];
    const here = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") open ? this.mark(items[(here + 1) % items.length]) : this.ask(0);
    else if (event.key === "ArrowUp" && open) this.mark(items.at(here - 1));
    else if (event.key === "Enter" && open && !event.ctrlKey && !event.metaKey) this.choose(items[here]);
    else if (event.key === "Escape" && open) {
      this.close();
      this.input.value = this.label;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
customElements.define("fl-picker", Picker);
