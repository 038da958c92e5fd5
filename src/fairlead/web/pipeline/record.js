// A fact is edited where it stands: a click on its value opens it, Esc closes it, and focus returns to it.
let edited = "";

document.addEventListener("click", (event) => {
  const fact = event.target.closest?.(".fl-facts-edit > div[id]");
  if (!fact || event.target.closest("a, button, input, select, form") || getSelection()?.toString()) return;
  fact.querySelector("[data-fact]")?.click();
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  const form = document.querySelector(".fl-fact-form");
  if (event.detail.target.id === "record") {
    document.querySelector(`[data-fact="${CSS.escape(edited)}"]`)?.focus({ preventScroll: true });
    edited = "";
  } else if (form) {
    edited = form.dataset.name;
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
});
