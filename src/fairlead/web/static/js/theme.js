// Runs before the first paint, so that the page never flashes in the wrong colours.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const choice = root.dataset.themeChoice;
    root.dataset.bsTheme = choice === "dark" || (choice === "auto" && dark.matches) ? "dark" : "light";
  };
  show();
  dark.addEventListener("change", show);
  const mark = () => {
    for (const button of document.querySelectorAll("[data-theme-set]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === root.dataset.themeChoice));
  };
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-set]");
    if (!button) return;
    root.dataset.themeChoice = button.dataset.themeSet;
    document.cookie = `fl-theme=${button.dataset.themeSet};path=/;max-age=31536000;samesite=lax`;
    show();
    mark();
  });
})();
