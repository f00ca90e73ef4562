// The board: dragging cards between columns, walking them with the keys, and following what others move.
(() => {
  const POLL = 3000;
  const board = () => document.querySelector("[data-board]");
  const lists = () => [...board().querySelectorAll("[data-column]")];
  let dragging = false;
  let pending = null; // the move on its way or waiting for its dialog: {card, list, next}

  // --- dragging

  function watchLists() {
    if (!board()) return;
    for (const list of lists()) if (!Sortable.get(list)) makeSortable(list);
    allowDragging(!pending);
  }

  function makeSortable(list) {
    Sortable.create(list, {
      group: "cards",
      draggable: "[data-customer]",
      sort: false,
      filter: "button, select, form, [data-no-drag]",
      preventOnFilter: false,
      delay: 150,
      delayOnTouchOnly: true,
      scrollSensitivity: 60,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      ghostClass: "ghost",
      dragClass: "lifted",
      onStart: lift,
      onEnd: drop,
    });
  }

  function allowDragging(allowed) {
    for (const list of lists()) Sortable.get(list)?.option("disabled", !allowed);
    board().setAttribute("aria-busy", String(!allowed));
  }

  function lift({ item, from }) {
    dragging = true;
    pending = { card: item, list: from, next: item.nextElementSibling };
    board().classList.add("dragging");
  }

  function drop({ item, from, to }) {
    dragging = false;
    setTimeout(feedClick);
    board().classList.remove("dragging");
    if (from === to) pending = null;
    else send(item, from.dataset.value, to.dataset.value);
  }

  /** SortableJS swallows the first click after a drag by touch, where none follows by itself: give it one. */
  function feedClick() {
    document.dispatchEvent(new MouseEvent("click"));
  }

  function send(card, from, value) {
    card.classList.add("sending");
    allowDragging(false);
    htmx.ajax("POST", card.dataset.moveUrl, {
      source: card,
      swap: "none",
      values: { dimension: board().dataset.dimension, value, from, version: card.dataset.version, origin: "drag" },
      move: pending,
    });
  }

  function snapBack() {
    const { card, list, next } = pending;
    if (card.isConnected && list.isConnected) list.insertBefore(card, next?.parentNode === list ? next : null);
  }

  function settle() {
    pending?.card.classList.remove("sending");
    pending = null;
    if (board()) allowDragging(true);
  }

  /** A refused move goes back at once; one that asks for something waits for its dialog. */
  document.addEventListener("htmx:after:request", (event) => {
    const { move, response, hx } = event.detail.ctx;
    if (move && response.status >= 300 && hx.retarget !== "#dialog") snapBack();
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const { move, response, hx } = event.detail.ctx;
    if (!move) return;
    if (!response || response.status === 401) snapBack();
    if (hx?.retarget === "#dialog") move.card.classList.remove("sending");
    else settle();
  });
  document.addEventListener("dialog-cancelled", () => {
    if (!pending || dragging) return;
    snapBack();
    settle();
  });
  document.addEventListener("dialog-close", () => { if (pending) settle(); });

  // --- keys

  const visible = (element) => element && element.offsetParent !== null;
  const link = (card) => card?.querySelector("[data-card-link]");
  const cardsOf = (list) => [...list.querySelectorAll("[data-customer]")].filter(visible);

  function beside(card, by) {
    const all = lists();
    const row = cardsOf(card.parentElement).indexOf(card);
    for (let column = all.indexOf(card.parentElement) + by; all[column]; column += by) {
      const cards = cardsOf(all[column]);
      if (cards.length) return cards[Math.min(row, cards.length - 1)];
    }
    return null;
  }

  function along(card, by) {
    const cards = cardsOf(card.parentElement);
    return cards[cards.indexOf(card) + by];
  }

  const KEYS = {
    ArrowUp: (card) => link(along(card, -1))?.focus(),
    ArrowDown: (card) => link(along(card, 1))?.focus(),
    ArrowLeft: (card) => link(beside(card, -1))?.focus(),
    ArrowRight: (card) => link(beside(card, 1))?.focus(),
    m: (card) => card.querySelector("[data-move-open]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-board] [data-customer]");
    if (!card || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key](card);
  });

  // --- following others

  const idle = () => !document.hidden && !dragging && !pending && !document.querySelector("dialog[open]");

  function poll() {
    if (!board()?.dataset.pollUrl || !idle()) return;
    htmx.ajax("GET", board().dataset.pollUrl, {
      source: board(),
      target: board(),
      swap: "outerMorph",
      headers: { "If-None-Match": board().dataset.etag || "" },
      quiet: true,
    });
  }

  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.sourceElement === board() && event.detail.ctx.quiet && !idle()) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", watchLists);
  document.addEventListener("DOMContentLoaded", () => {
    watchLists();
    if (board()) setInterval(poll, POLL);
  });
})();
