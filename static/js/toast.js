// Toasts in #toasts fade after eight seconds, not while the pointer or the focus is on them.
// Any script or an HX-Trigger header may raise one: toast {message, kind: "bad"}.
(() => {
  const LIFE = 8000;
  const area = () => document.getElementById("toasts");

  function leave(toast) {
    toast.classList.add("leaving");
    setTimeout(() => toast.remove(), 220);
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
    for (const toast of area().children) if (toast.textContent.trim() === message) return;
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
      fresh.forEach(arm);
      if (fresh.length) raise();
    }).observe(area(), { childList: true });
  }

  document.addEventListener("toast", (event) => show(event.detail));
  document.addEventListener("htmx:after:request", (event) => {
    const toast = event.detail.ctx.sourceElement.closest?.(".toast");
    if (toast && event.detail.ctx.response.status < 400) leave(toast);
  });
  document.addEventListener("dialog-opened", raise);
  document.addEventListener("DOMContentLoaded", watch);
})();
