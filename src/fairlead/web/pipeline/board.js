// <fl-board>: a card is dropped at once; the server confirms with the heads, or the card goes back with the reason.
class Board extends HTMLElement {
  connectedCallback() {
    this.zones = this.querySelector(".fl-board-zones");
    for (const list of this.querySelectorAll(".fl-board-cards")) this.sort(list);
    for (const zone of this.querySelectorAll("[data-zone]")) window.Sortable.create(zone, { group: "cards", draggable: ".fl-board-card", sort: false });
  }

  sort(list) {
    window.Sortable.create(list, {
      group: "cards",
      draggable: ".fl-board-card:not(.is-fixed)",
      filter: ".fl-board-menu",
      preventOnFilter: false,
      ghostClass: "fl-board-ghost",
      animation: 120,
      delay: 120,
      delayOnTouchOnly: true,
      sort: false,
      onStart: () => (this.zones.hidden = false),
      onEnd: (event) => this.dropped(event),
    });
  }

  dropped({ item, from, to, oldDraggableIndex: place }) {
    this.zones.hidden = true;
    if (from === to) return;
    const back = () => from.insertBefore(item, from.querySelectorAll(".fl-board-card")[place] ?? null);
    if (to.dataset.zone) {
      back();
      this.ask(item, to.dataset.zone);
    } else this.move(item, to.dataset.stage, back);
  }

  ask(item, verb, query = "") {
    const address = this.dataset.verb.replace("/0/", `/${item.dataset.pk}/`).replace(/verb$/, verb);
    window.htmx.ajax("GET", address + query, { target: "#dialog-body", swap: "innerHTML" });
  }

  async move(item, stage, back) {
    item.classList.add("is-moving");
    const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const body = new URLSearchParams({ pk: item.dataset.pk, stage, version: item.dataset.version });
    const answer = await fetch(this.dataset.move, { method: "POST", headers, body }).catch(() => null);
    item.classList.remove("is-moving");
    if (answer?.ok) return this.confirm(item, await answer.json());
    back();
    if (answer?.status === 422) this.ask(item, "move", `?stage=${stage}`);
    else this.tell(answer);
  }

  confirm(item, { heads, card, said }) {
    for (const [stage, drawn] of Object.entries(heads)) {
      const head = this.querySelector(`[data-head="${CSS.escape(stage)}"]`);
      if (head) head.innerHTML = drawn;
    }
    item.outerHTML = card;
    const drawn = document.getElementById(`card-${item.dataset.pk}`);
    window.htmx.process(drawn);
    document.body.dispatchEvent(new CustomEvent("fl:toast", { detail: { message: said } }));
  }

  async tell(answer) {
    const text = answer ? await answer.text() : "";
    const shown = new DOMParser().parseFromString(text, "text/html").querySelector(".fl-toast-text")?.textContent;
    const message = shown?.trim().replace(/\s+/g, " ") ?? "The server cannot be reached. The card is where it was.";
    document.body.dispatchEvent(new CustomEvent("fl:toast", { detail: { message, kind: "danger" } }));
  }
}
// What dragging left in style attributes would be copied by htmx, which the page's policy forbids.
document.body.addEventListener("htmx:beforeSwap", () => {
  for (const one of document.querySelectorAll("fl-board [style]")) one.removeAttribute("style");
});
// The library is a plain script that is there by now: modules run in order, after it.
customElements.define("fl-board", Board);
