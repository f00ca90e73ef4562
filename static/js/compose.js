// [data-compose] in a row opens its composer below it, and closes it again; what stood open elsewhere closes. Once
// something is recorded the row goes on to the next one.
(() => {
  const SLOT = "compose-slot";
  const slots = () => document.querySelectorAll(`.${SLOT}`);

  function makeSlot(row) {
    const slot = document.createElement(row.tagName);
    slot.className = SLOT;
    const inside = document.createElement(row.tagName === "TR" ? "td" : "div");
    if (row.tagName === "TR") inside.colSpan = 99;
    slot.append(inside);
    row.after(slot);
    return inside;
  }

  function toggle(link) {
    const row = link.closest("tr, li");
    const isOpen = row.nextElementSibling?.classList.contains(SLOT);
    for (const slot of slots()) slot.remove();
    if (isOpen) return;
    htmx.ajax("GET", link.getAttribute("href"), { source: link, target: makeSlot(row), swap: "innerHTML" });
  }

  const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const nextLink = (row) => [...document.querySelectorAll("[data-compose]")]
    .find((link) => link.offsetParent !== null && follows(row, link));

  /** A slot whose composer is gone has done its work: the next row is at hand. */
  function leave(slot) {
    const next = nextLink(slot);
    slot.remove();
    next?.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-compose]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(link);
  });
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest?.(`.${SLOT}`);
    if (event.key !== "Escape" || !slot || event.isComposing) return;
    const link = slot.previousElementSibling?.querySelector("[data-compose]");
    slot.remove();
    link?.focus();
  });
  document.addEventListener("followup-changed", () => {
    requestAnimationFrame(() => { for (const slot of slots()) if (!slot.querySelector("#compose")) leave(slot); });
  });
  document.addEventListener("htmx:after:swap", (event) => {
    event.detail.ctx.target?.closest?.(`.${SLOT}`)?.scrollIntoView({ block: "nearest" });
  });
})();
