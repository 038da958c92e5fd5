// <fl-filter>: shows the controls that fit the operator, and only those are sent.
class Filter extends HTMLElement {
  connectedCallback() {
    this.operator = this.querySelector("[name=operator]");
    this.near = this.querySelector("[data-near]");
    this.operator.addEventListener("change", () => this.show());
    this.near?.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const asked = this.operator.value;
    for (const part of this.querySelectorAll("[data-for]")) {
      const fits = part.dataset.for.split(" ").includes(asked) && !this.isMoving(part, asked);
      part.hidden = !fits;
      for (const control of part.querySelectorAll("input, select")) control.disabled = !fits;
    }
  }

  isMoving(part, asked) {
    return part.dataset.day !== undefined && asked !== "between" && Boolean(this.near?.value);
  }
}
customElements.define("fl-filter", Filter);

// A filter's form takes the place of the list of columns once one is chosen.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "filter-step") return;
  event.detail.target.closest("fl-menu")?.place();
  event.detail.target.querySelector("select, input:not([type=hidden])")?.focus();
});

// The rows shown are remembered, so that [ and ] walk through them on the page of a record.
const links = [...document.querySelectorAll(".fl-row-link")].map((link) => link.getAttribute("href"));
if (links.length) sessionStorage.setItem("fl-walk", JSON.stringify(links));

// The open tab is in sight, however many stand before it.
const tab = document.querySelector(".fl-tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
