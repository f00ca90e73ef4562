// <form data-draft="followup-C20240501001"> keeps what is typed in this tab until it has been sent,
// for this user only; passwords and hidden fields are never kept.
(() => {
  const user = () => document.body.dataset.user;
  const key = (form) => `draft:${user()}:${form.dataset.draft}`;
  const SENT = "drafts-sent";

  const kept = (field) => field.name && !["password", "hidden", "file", "submit", "button"].includes(field.type) && !field.name.includes("password");

  function read(form) {
    return [...form.elements].filter(kept).map((field) =>
      [field.name, ["radio", "checkbox"].includes(field.type) ? [field.value, field.checked] : field.value]);
  }

  function restoreField(field, saved) {
    const choice = ["radio", "checkbox"].includes(field.type);
    const entry = saved.find(([name, value]) => name === field.name && (!choice || value[0] === field.value));
    if (!entry) return;
    if (choice) field.checked = entry[1][1];
    else field.value = entry[1];
  }

  function restore(form) {
    const saved = JSON.parse(sessionStorage.getItem(key(form)) || "null");
    if (!saved || form.dataset.draftRestored) return;
    [...form.elements].filter(kept).forEach((field) => restoreField(field, saved));
    form.dataset.draftRestored = "true";
    form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
  }

  const forget = (form) => sessionStorage.removeItem(key(form));

  /** A plain submit answers with a new page; when that page does not bring the form back with errors, it was saved. */
  function settleSent() {
    const sent = sessionStorage.getItem(SENT);
    if (!sent || !user()) return;
    sessionStorage.removeItem(SENT);
    const refused = [...document.querySelectorAll("form[data-draft]")].some((form) => key(form) === sent && form.querySelector('[aria-invalid="true"]'));
    if (!refused) sessionStorage.removeItem(sent);
  }

  function restoreAll(root) {
    if (!user()) return;
    for (const form of root.querySelectorAll("form[data-draft]")) {
      if (form.querySelector('[aria-invalid="true"]')) continue;
      restore(form);
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.draft) sessionStorage.setItem(key(form), JSON.stringify(read(form)));
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement: form, response } = event.detail.ctx;
    if (form?.dataset?.draft && response.status < 300) forget(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-logout]")) sessionStorage.clear();
    else if (form.dataset.draft && !event.defaultPrevented) sessionStorage.setItem(SENT, key(form));
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-draft-discard]")?.form;
    if (!form) return;
    forget(form);
    form.reset();
    form.querySelector("[data-draft-note]")?.setAttribute("hidden", "");
  });
  document.addEventListener("DOMContentLoaded", () => {
    settleSent();
    restoreAll(document);
  });
  document.addEventListener("htmx:after:settle", (event) => { if (event.target.querySelectorAll) restoreAll(event.target); });
})();
