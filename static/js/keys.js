// Keys of the whole application: / search, n new follow-up, j and k the next and last row that has a follow-up to record,
// ? help, Ctrl+Enter sends the form around. Never while typing.
(() => {
  const TYPED = 'textarea, select, [contenteditable], input:not([type="radio"], [type="checkbox"], [type="submit"])';
  const typing = (element) => element.matches?.(TYPED);

  const elsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

  function newFollowUp() {
    const composer = document.querySelector("[data-composer] textarea");
    if (!composer) return document.querySelector("[data-new-followup]")?.click();
    composer.scrollIntoView({ block: "center" });
    composer.focus({ preventScroll: true });
  }

  function walk(by) {
    const links = [...document.querySelectorAll("main [data-compose]")].filter((link) => link.offsetParent !== null);
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(at + by, links.length - 1))]?.focus();
  }

  function help() {
    const box = document.getElementById("help");
    if (box && !box.open) box.showModal();
  }

  const KEYS = {
    "/": () => document.querySelector("[data-search] input")?.focus(),
    n: newFollowUp,
    j: () => walk(1),
    k: () => walk(-1),
    "?": help,
    "？": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.form?.requestSubmit();
    } else if (KEYS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
      && !typing(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-help-open]")) help();
  });
  // before htmx, which listens on the link itself, opens the dialog
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-new-followup]");
    if (!link || elsewhere(event) || !document.querySelector("[data-composer] textarea")) return;
    event.preventDefault();
    event.stopPropagation();
    newFollowUp();
  }, true);
  // a link that opens a dialog is still a link: with these keys it leads to a page of its own
  document.addEventListener("click", (event) => {
    if (elsewhere(event) && event.target.closest?.("a[href][hx-get]")) event.stopPropagation();
  }, true);
})();
