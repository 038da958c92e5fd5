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

// [ and ] walk to the record before and after it in the list that was looked at last.
document.addEventListener("keydown", (event) => {
  if (!["[", "]"].includes(event.key) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input, textarea, select")) return;
  const links = JSON.parse(sessionStorage.getItem("fl-walk") ?? "[]");
  const here = links.findIndex((link) => link.split("?")[0] === location.pathname);
  const next = here < 0 ? null : links[here + (event.key === "]" ? 1 : -1)];
  if (next) location.assign(next);
});
