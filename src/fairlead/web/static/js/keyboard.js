// Keys of the whole product. They rest while somebody types and while a dialog is open.
const typing = (target) => target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const open = (name) => document.dispatchEvent(new CustomEvent("fl:open", { detail: name }));
const rows = () => [...document.querySelectorAll("tr[data-row], [data-walk]")].filter((row) => row.offsetParent);
let going = 0;

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return open("#palette");
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return save(event);
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});

function save(event) {
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  window.htmx?.process(form); // one that was drawn this instant would leave the page instead
  form.requestSubmit(form.querySelector("[data-save]") ?? undefined);
}

function act(key) {
  if (Date.now() - going < 1200) {
    going = 0;
    const place = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (place) {
      place.click();
      return true;
    }
  }
  if (key === "g") return Boolean((going = Date.now()));
  if (key === "?") return open("#shortcuts"), true;
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1);
  if (key === "x") return select();
  return press(key);
}

function press(key) {
  const found = document.querySelector(`#main [data-key="${CSS.escape(key)}"]`) ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found.matches("input, textarea")) {
    found.focus();
    found.select();
  } else found.click();
  return true;
}

const current = () => document.querySelector(".is-current[data-row], .is-current[data-walk]");

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const here = current();
  const next = all[Math.max(0, Math.min(all.length - 1, here ? all.indexOf(here) + step : 0))];
  here?.classList.remove("is-current");
  next.classList.add("is-current");
  (next.querySelector(".fl-row-link, a[href]") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function select() {
  const box = current()?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}
