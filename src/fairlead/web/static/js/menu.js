// <fl-menu>: places a popover beside its button and lets arrow keys walk through it.
class Menu extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("[popovertarget]");
    this.list = this.querySelector("[popover]");
    if (!this.button || !this.list) return;
    this.list.addEventListener("toggle", (event) => this.toggled(event.newState === "open"));
    this.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      if (event.target.closest("a[href]")) this.list.hidePopover(); // a download leaves the page where it is
    });
  }

  toggled(open) {
    this.button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.place();
    const typing = this.list.querySelector("input:not([type=hidden]):not([type=checkbox]), select");
    (typing ?? this.items()[0])?.focus({ preventScroll: true });
  }

  place() {
    const at = this.button.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = this.list;
    const left = this.dataset.align === "end" ? at.right - wide : at.left;
    const below = at.bottom + 4;
    const top = below + high > innerHeight && at.top > high ? at.top - high - 4 : below;
    this.list.style.left = `${Math.max(8, Math.min(left, innerWidth - wide - 8))}px`;
    this.list.style.top = `${Math.max(8, Math.min(top, innerHeight - high - 8))}px`;
  }

  items() {
    return [...this.list.querySelectorAll("a[href], button:not([disabled]), .fl-item-refused")];
  }

  key(event) {
    if (event.key === "ArrowDown" && event.target === this.button) {
      event.preventDefault();
      this.list.showPopover();
      return;
    }
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const items = this.items();
    const here = items.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
    event.preventDefault();
    items.at(next % items.length)?.focus();
  }
}
customElements.define("fl-menu", Menu);

document.addEventListener("click", (event) => {
  const refused = event.target.closest?.(".fl-refused [data-reason]");
  if (!refused) return;
  document.body.dispatchEvent(
    new CustomEvent("fl:toast", { detail: { message: refused.dataset.reason, kind: "warning" } }),
  );
});
