// Forms: warn before typed text is left behind, send only once, mark what is being fetched, lead to what is wrong.
const dirty = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.guard !== undefined) dirty.add(form);
});
document.addEventListener("submit", (event) => {
  dirty.delete(event.target);
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
  setTimeout(() => delete event.target.dataset.sent, 4000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected && !form.closest("dialog"))) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-cancel]")) dirty.clear();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const form = event.target.closest?.("form") ?? document.querySelector("#main form[data-guard]");
  const cancel = form?.querySelector("[data-cancel]");
  if (dirty.has(form) && cancel && !cancel.hasAttribute("hx-get")) location.assign(cancel.href); // asks before it leaves
  else cancel?.click();
});
document.body.addEventListener("htmx:afterRequest", (event) => delete event.detail.elt.dataset?.sent);
document.querySelector("#main [data-focus]")?.focus();
