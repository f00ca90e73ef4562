// Keeps the focus on the same element (by id) over any swap, and takes it to the first wrong field of a refused form.
// When that element is gone, as the button of a form corrected in place is, the focus goes back to what opened it.
// What is marked data-in-sight is brought in sight once the page stands, and again when it has fetched what it holds.
(() => {
  const MOST = 20;
  const trail = []; // ids that had the focus before a swap, latest last; "" for an element without one

  function remember() {
    const id = document.activeElement?.id || "";
    if (trail.at(-1) !== id) trail.push(id);
    if (trail.length > MOST) trail.shift();
  }

  function comeBack(target) {
    const place = document.getElementById(target?.id); // none where the answer went elsewhere than it was asked to
    const earlier = trail.map((id) => document.getElementById(id))
      .filter((element) => element && (place || document).contains(element));
    const next = trail.at(-1) && place?.querySelector("button, a[href]"); // a button that took itself away
    (document.getElementById(trail.at(-1)) || earlier.at(-1) || next)?.focus?.({ preventScroll: true });
  }

  document.addEventListener("htmx:before:swap", remember);
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.response?.status === 422) {
      const place = [...document.querySelectorAll("dialog[open]")].at(-1) || document.querySelector("main");
      const wrong = place.querySelector('[aria-invalid="true"]');
      (wrong?.querySelector("input") || wrong)?.focus();
    } else if (document.activeElement === document.body) {
      comeBack(ctx.target);
    }
  });
  const show = () => document.querySelector("[data-in-sight]")?.scrollIntoView({ block: "nearest" });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.sourceElement.matches?.("[data-in-sight]")) show();
  });
  // once is enough: what is drawn around it anew must not ask for the focus a second time
  document.addEventListener("focusin", (event) => event.target.removeAttribute("autofocus"));
  // a page that says where to go on is taken at its word
  document.addEventListener("DOMContentLoaded", () => {
    const field = document.querySelector("main [autofocus], .bare [autofocus]");
    (field || document.querySelector(".error-summary"))?.focus();
  });
})();
