// <fl-rows>: rows of a small table in a dialog, added from a template and taken away.
class Rows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-remove]");
      if (remove) {
        remove.closest(".fl-rows-row").remove();
        this.querySelector("[data-add]").focus();
      } else if (event.target.closest("[data-add]")) this.add();
    });
  }

  add() {
    const row = this.querySelector("template").content.cloneNode(true);
    const list = this.querySelector(".fl-rows-list");
    list.append(row);
    list.lastElementChild.querySelector("input:not([type=hidden]), select")?.focus();
  }
}
customElements.define("fl-rows", Rows);
