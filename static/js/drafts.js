// <form data-draft="followup-C20240501001"> keeps what is typed in this tab, for this user only; passwords and hidden
// fields are never kept. It is forgotten only when the server says so: a 2xx to htmx, or data-draft-saved="…" on a page.
// With data-draft-version, what was typed on another version of the thing is not brought back.
(() => {
  const user = () => document.body.dataset.user;
  const address = (draft) => `draft:${user()}:${draft}`;
  const key = (form) => address(form.dataset.draft);
  const version = (form) => form.dataset.draftVersion || "";

  const NEVER = ["password", "hidden", "file", "submit", "button"];
  const kept = (field) => field.name && !NEVER.includes(field.type) && !field.name.includes("password");

  function read(form) {
    return [...form.elements].filter(kept).map((field) =>
      [field.name, ["radio", "checkbox"].includes(field.type) ? [field.value, field.checked] : field.value]);
  }

  function keep(form) {
    sessionStorage.setItem(key(form), JSON.stringify({ version: version(form), fields: read(form) }));
  }

  const forget = (form) => sessionStorage.removeItem(key(form));

  function restoreField(field, saved) {
    const choice = ["radio", "checkbox"].includes(field.type);
    const entry = saved.find(([name, value]) => name === field.name && (!choice || value[0] === field.value));
    if (!entry) return;
    if (choice) field.checked = entry[1][1];
    else field.value = entry[1];
  }

  function restore(form) {
    const draft = JSON.parse(sessionStorage.getItem(key(form)) || "null");
    if (!draft || form.dataset.draftRestored) return;
    if (draft.version !== version(form)) return forget(form);
    const before = JSON.stringify(read(form));
    [...form.elements].filter(kept).forEach((field) => restoreField(field, draft.fields));
    if (JSON.stringify(read(form)) === before) return;
    form.dataset.draftRestored = "true";
    form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
  }

  /** A refused form already holds what was typed. */
  const isRefused = (form) => form.querySelector('[aria-invalid="true"], .error-summary, [role="alert"]');

  function restoreAll(root) {
    if (!user()) return;
    for (const form of root.querySelectorAll("form[data-draft]")) if (!isRefused(form)) restore(form);
  }

  function forgetSaved() {
    for (const saved of document.querySelectorAll("[data-draft-saved]")) {
      sessionStorage.removeItem(address(saved.dataset.draftSaved));
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.draft) keep(form);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement: form, response, hx } = event.detail.ctx;
    if (form?.dataset?.draft && response.status < 300 && !hx.redirect) forget(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter?.closest("[data-logout]")) sessionStorage.clear();
    else if (form.dataset.draft) keep(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-draft-discard]")?.form;
    if (!form) return;
    forget(form);
    form.reset();
    form.querySelector("[data-draft-note]")?.setAttribute("hidden", "");
  });
  document.addEventListener("DOMContentLoaded", () => {
    forgetSaved();
    restoreAll(document);
  });
  document.addEventListener("htmx:after:settle", (event) => { if (event.target.querySelectorAll) restoreAll(event.target); });
})();
