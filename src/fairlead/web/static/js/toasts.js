// Words about what happened: they come, can be read at leisure (pointer or focus holds them), and go.
const region = document.getElementById("toasts");
const LIFE = 6000;

function draw({ message, kind = "success", undo = "" }) {
  const box = document.createElement("div");
  box.className = `fl-toast fl-toast-${kind}`;
  box.dataset.toast = "";
  const text = document.createElement("div");
  text.className = "fl-toast-text";
  text.textContent = message;
  box.append(text);
  if (undo) {
    const back = document.createElement("button");
    back.type = "button";
    back.className = "btn btn-sm btn-ghost-secondary";
    back.textContent = "Undo";
    back.setAttribute("hx-post", undo);
    back.setAttribute("hx-swap", "none");
    box.append(back);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "fl-toast-close";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", "Dismiss");
  close.textContent = "×";
  box.append(close);
  region.append(box);
  window.htmx?.process(box);
}

function live(box) {
  if (box.dataset.stay !== undefined || box.dataset.lives) return;
  box.dataset.lives = "yes";
  let timer = setTimeout(() => box.remove(), LIFE);
  const hold = () => clearTimeout(timer);
  const go = () => (timer = setTimeout(() => box.remove(), LIFE / 2));
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, go);
}

if (region) {
  new MutationObserver(() => region.querySelectorAll("[data-toast]").forEach(live)).observe(region, { childList: true });
  region.querySelectorAll("[data-toast]").forEach(live);
  document.body.addEventListener("fl:toast", (event) => draw(event.detail));
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 400 || detail.xhr.status === 422) return;
    detail.shouldSwap = detail.xhr.getResponseHeader("HX-Retarget") === "#toasts"; // one of our own answers
    if (!detail.shouldSwap) draw({ message: "The server could not answer. Nothing you typed is lost.", kind: "danger" });
  });
  document.body.addEventListener("htmx:sendError", () =>
    draw({ message: "The server cannot be reached. Nothing you typed is lost.", kind: "danger" }),
  );
  document.addEventListener("click", (event) => event.target.closest?.("[data-dismiss]")?.closest("[data-toast]")?.remove());
}
