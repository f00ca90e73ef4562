// Keeps the focus on the same element (by id) over any swap, and takes it to the first wrong field of a refused form.
(() => {
  let kept = null;

  document.addEventListener("htmx:before:swap", () => {
    kept = document.activeElement?.id || null;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.response?.status === 422) {
      const place = document.querySelector("dialog[open]") || document.querySelector("main");
      const wrong = place.querySelector('[aria-invalid="true"]');
      (wrong?.querySelector("input") || wrong)?.focus();
    } else if (document.activeElement === document.body && kept) {
      document.getElementById(kept)?.focus({ preventScroll: true });
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".error-summary")?.focus();
  });
})();
