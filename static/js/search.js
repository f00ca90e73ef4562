// The search box as a combobox: [data-search] holds the input and #search-results; arrows choose, Enter opens
// what is chosen or the only one that fits, Escape closes.
(() => {
  const input = () => document.querySelector("[data-search] input");
  const list = () => document.getElementById("search-results");
  const options = () => [...list().querySelectorAll('[role="option"]')];
  const chosen = () => list().querySelector('[aria-selected="true"]');

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input().setAttribute("aria-activedescendant", option.id);
    else input().removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    if (!all.length) return;
    const now = all.indexOf(chosen());
    choose(all[(now + by + all.length + (now < 0 && by < 0 ? 1 : 0)) % all.length]);
  }

  /** What was chosen, or the only one that fits; the list answers what stands in the box (asked.js). */
  function opened() {
    const [only, ...others] = options();
    return chosen() || (others.length ? null : only);
  }

  function close() {
    list().replaceChildren();
    input().removeAttribute("aria-activedescendant");
    input().setAttribute("aria-expanded", "false");
  }

  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Escape: () => (options().length ? close() : input().blur()),
    Enter: () => opened()?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.target !== input() || event.isComposing || !KEYS[event.key]) return;
    if (event.key === "Enter" && !opened()) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  // the page of what was looked for, with nothing looked for yet: one types at once
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-search-first]") && document.activeElement === document.body) input().focus();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!list()) return;
    options().forEach((option, index) => { option.id ||= `search-option-${index}`; });
    input().setAttribute("aria-expanded", String(list().childElementCount > 0));
  });
  document.addEventListener("pointerdown", (event) => {
    if (list()?.childElementCount && !event.target.closest("[data-search]")) close();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === input() && event.relatedTarget && !event.relatedTarget.closest("[data-search]")) close();
  });
})();
