// [data-compose] in a row opens its composer below it, and closes it again; what stood open elsewhere closes. Once
// something is recorded the row goes on to the next one. In the composer: 未接通 proposes tomorrow, a purpose brings the
// fields it asks for first in sight, an outline is put into the text.
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

  // --- with whom: what was opened last in this tab, and the keys of the box

  const OPENED = "opened";
  const MOST = 6;
  const opened = () => JSON.parse(sessionStorage.getItem(OPENED) || "[]");

  function noteOpened() {
    const card = document.querySelector("[data-opened]");
    if (!card) return;
    const { opened: number, name } = card.dataset;
    const others = opened().filter((one) => one.number !== number);
    sessionStorage.setItem(OPENED, JSON.stringify([{ number, name, user: document.body.dataset.user }, ...others].slice(0, MOST)));
  }

  function listOpened(place) {
    const mine = opened().filter((one) => one.user === document.body.dataset.user);
    if (!mine.length) return;
    place.hidden = false;
    for (const { number, name } of mine) {
      const link = document.createElement("a");
      link.className = "result";
      link.href = `/customers/${encodeURIComponent(number)}/followups/new?place=dialog`;
      for (const [attribute, value] of [["hx-get", link.getAttribute("href")], ["hx-target", "#dialog"], ["hx-swap", "innerHTML"]]) link.setAttribute(attribute, value);
      const bold = Object.assign(document.createElement("b"), { textContent: name });
      link.append(bold, Object.assign(document.createElement("span"), { className: "no num", textContent: number }));
      place.append(link);
    }
    htmx.process(place);
  }

  function choose(event) {
    const box = event.target.closest?.("[data-whom]");
    if (!box || event.isComposing || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const links = [...box.querySelectorAll("a.result")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter") {
      if (at >= 0) return;
      event.preventDefault();
      links[0]?.click();
      return;
    }
    event.preventDefault();
    (links[at + (event.key === "ArrowDown" ? 1 : -1)] || (event.key === "ArrowUp" ? box.querySelector("input[type=search]") : links.at(-1)))?.focus();
  }

  /** In the dialog, and on the page of its own that a link pressed before htmx is at work leads to. */
  function fillOpened() {
    const place = document.querySelector("[data-opened-list]");
    if (place && place.childElementCount === 1) listOpened(place);
  }

  document.addEventListener("keydown", choose);
  document.addEventListener("DOMContentLoaded", () => { noteOpened(); fillOpened(); });
  document.addEventListener("htmx:after:swap", fillOpened);
  document.addEventListener("dialog-opened", fillOpened);

  // --- inside

  function showFirst(form) {
    const first = form.querySelector("[data-first-asked]");
    const details = form.querySelector("[data-details]");
    const wanted = (form.elements.purpose.selectedOptions[0]?.dataset.first || "").split(" ");
    for (const field of [...first.children]) details.append(field);
    for (const name of wanted.filter(Boolean)) {
      const field = details.querySelector(`[data-field="${name}"]`);
      if (field) first.append(field);
    }
  }

  function tryTomorrow(form) {
    const days = [...form.querySelectorAll('[name="when"]')];
    const stands = days.find((day) => day.checked);
    if (stands?.defaultChecked && stands.value !== "none") days[0].checked = true;
  }

  function take(button) {
    const { content } = button.form.elements;
    const text = button.closest(".outline").querySelector("[data-outline-text]").textContent;
    content.value = content.value ? `${content.value}\n${text}` : text;
    content.dispatchEvent(new Event("input", { bubbles: true }));
    content.focus();
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-composer]")) return;
    if (event.target.name === "purpose") showFirst(form);
    if (event.target.name === "is_unanswered" && event.target.checked) tryTomorrow(form);
    if (event.target.name === "when" && event.target.value === "other") form.elements.due_on.focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-outline]");
    if (button) take(button);
  });
})();
