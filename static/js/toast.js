// Toasts in #toasts fade after eight seconds, not while the pointer or the focus is on them.
// The way back of a move ([data-undoes] names its card) goes when that card is moved again, and when it was refused.
// Any script or an HX-Trigger header may raise one: toast {message, kind: "bad"}; toast-over {message} takes it away.
(() => {
  const LIFE = 8000;
  const MADE_UP = [409, 422]; // what is refused so would be refused again
  const area = () => document.getElementById("toasts");
  const saying = (message) => [...area().children].filter((toast) => toast.textContent.trim() === message);

  function leave(toast) {
    toast.classList.add("leaving");
    setTimeout(() => toast.remove(), 220);
  }

  function supersede(toast) {
    const card = toast.querySelector("[data-undoes]")?.dataset.undoes;
    if (!card) return;
    for (const button of area().querySelectorAll(`[data-undoes="${CSS.escape(card)}"]`)) {
      if (!toast.contains(button)) button.remove();
    }
  }

  function arm(toast) {
    let timer;
    const wind = () => { timer = setTimeout(() => leave(toast), LIFE); };
    const hold = () => clearTimeout(timer);
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", wind);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", wind);
    wind();
  }

  /** Lift the toasts above an open dialog: the top layer shows the last one opened on top. */
  function raise() {
    const toasts = area();
    if (!toasts?.showPopover) return;
    toasts.popover = "manual";
    if (toasts.matches(":popover-open")) toasts.hidePopover();
    if (toasts.childElementCount) toasts.showPopover();
  }

  function show({ message, kind = "" }) {
    if (saying(message).length) return;
    const toast = document.createElement("div");
    toast.className = `toast ${kind}`.trim();
    toast.append(Object.assign(document.createElement("span"), { textContent: message }));
    area().append(toast);
  }

  function watch() {
    if (!area()) return;
    [...area().children].forEach(arm);
    if (area().childElementCount) raise();
    new MutationObserver((changes) => {
      const fresh = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === 1);
      fresh.forEach(supersede);
      fresh.forEach(arm);
      if (fresh.length) raise();
    }).observe(area(), { childList: true });
  }

  document.addEventListener("toast", (event) => show(event.detail));
  document.addEventListener("toast-over", (event) => saying(event.detail.message).forEach(leave));
  document.addEventListener("htmx:after:request", (event) => {
    const toast = event.detail.ctx.sourceElement.closest?.(".toast");
    const { status } = event.detail.ctx.response;
    if (toast && (status < 400 || MADE_UP.includes(status))) leave(toast);
  });
  document.addEventListener("dialog-opened", raise);
  document.addEventListener("DOMContentLoaded", watch);
})();
