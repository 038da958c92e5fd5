// <fl-needs>: marks the fields that the chosen stage asks for.
class Needs extends HTMLElement {
  connectedCallback() {
    this.needs = JSON.parse(this.dataset.needs);
    this.stage = this.querySelector("[name=stage]");
    this.stage?.addEventListener("change", () => this.mark());
    this.mark();
  }

  mark() {
    const wanted = this.needs[this.stage?.value] ?? [];
    for (const names of Object.values(this.needs))
      for (const name of names)
        this.querySelector(`label[for=id_${name}]`)?.classList.toggle("required", wanted.includes(name));
  }
}
customElements.define("fl-needs", Needs);
