// Loaded in <head>, before the first paint: applies the stored theme. Buttons: <button data-theme-choice="light|dark|auto">.
(() => {
  const root = document.documentElement;
  const KEY = "theme";

  function stored() {
    try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; }
  }

  function store(choice) {
    try { localStorage.setItem(KEY, choice); } catch { /* private window: the choice lasts for this page */ }
  }

  function apply(choice) {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
  }

  function markButtons(choice) {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => markButtons(stored()));
  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    store(choice);
    apply(choice);
    markButtons(choice);
  });
})();
