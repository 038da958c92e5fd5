// Native dialogs: opened by data-open, filled by htmx, closed by data-close, a click beside them or Esc.
const main = document.getElementById("dialog");
let before = null;

function open(dialog) {
  if (!dialog || dialog.open) return;
  before = document.activeElement;
  document.querySelectorAll("[popover]:popover-open").forEach((one) => one.hidePopover());
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("fl:opened"));
}

document.addEventListener("fl:open", (event) => open(document.querySelector(event.detail)));

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  if (opener) {
    opener.closest("dialog")?.close();
    open(document.querySelector(opener.dataset.open));
    return;
  }
  if (event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
  else if (event.target instanceof HTMLDialogElement && outside(event)) event.target.close();
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "dialog-body" || !main) return;
  const content = main.querySelector("[data-dialog-title]");
  if (!content) return;
  main.setAttribute("aria-label", content.dataset.dialogTitle);
  open(main);
  const wrong = main.querySelector("[data-focus]");
  const first = main.querySelector(".fl-dialog-body :is(input:not([type=hidden]), select, textarea, button)");
  (wrong ?? main.querySelector("[autofocus]") ?? first)?.focus();
});

document.body.addEventListener("fl:close-dialog", () => main?.close());
main?.addEventListener("close", () => {
  document.getElementById("dialog-body").replaceChildren();
  before?.focus?.();
});

// Deleting and the like asks first, in the page's own dialog.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.sure || form.dataset.isSure || !main) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter);
}, true);

function ask(form, submitter) {
  const content = document.createElement("div");
  content.className = "fl-dialog-content fl-dialog-small";
  const body = document.createElement("div");
  body.className = "fl-dialog-body";
  const text = document.createElement("p");
  text.textContent = form.dataset.sure;
  const foot = document.createElement("div");
  foot.className = "fl-form-actions";
  const yes = document.createElement("button");
  yes.type = "button";
  yes.className = "btn btn-danger";
  yes.textContent = submitter?.textContent.trim() || "Yes";
  const no = document.createElement("button");
  no.type = "button";
  no.className = "btn";
  no.dataset.close = "";
  no.textContent = "Cancel";
  foot.append(yes, no);
  body.append(text, foot);
  content.append(body);
  document.getElementById("dialog-body").replaceChildren(content);
  main.setAttribute("aria-label", "Please confirm");
  open(main);
  no.focus();
  yes.addEventListener("click", () => {
    main.close();
    form.dataset.isSure = "yes";
    form.requestSubmit(submitter?.form === form ? submitter : undefined);
    delete form.dataset.isSure;
  });
}
