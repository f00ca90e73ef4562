// What cannot be sent is said beside the field, and nothing is sent. A day or time that is only half typed has no value:
// it would count as not given, and what was typed would be gone. Files that are together larger than the server takes
// (<input type=file data-most="bytes">) would be chosen for nothing.
(() => {
  const NOTE = "data-unsendable";
  const MEGABYTE = 1024 * 1024;
  const inMegabytes = (bytes) => `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
  const fieldsOf = (form) => [...form.elements].filter((field) => field.offsetParent !== null && fault(field));

  /** Why its content cannot be sent; nothing where it can. */
  function fault(field) {
    if (field.validity?.badInput) return "日期还没有填完整，请把年、月、日都填上";
    const bytes = [...(field.files || [])].reduce((sum, file) => sum + file.size, 0);
    const most = Number(field.dataset?.most || Infinity);
    return bytes > most ? `一共 ${inMegabytes(bytes)}，一次最多 ${inMegabytes(most)}，请分开再传` : "";
  }

  function tell(field) {
    field.setAttribute("aria-invalid", "true");
    noteOf(field)?.remove();
    const note = document.createElement("p");
    note.className = "error";
    note.setAttribute("role", "alert");
    note.setAttribute(NOTE, field.id);
    note.textContent = fault(field);
    (field.closest("label, .row, .field") || field).after(note);
  }

  function noteOf(field) {
    return document.querySelector(`[${NOTE}="${field.id}"]`);
  }

  function forgive(field) {
    if (!noteOf(field) || fault(field)) return;
    noteOf(field).remove();
    field.removeAttribute("aria-invalid");
  }

  document.addEventListener("submit", (event) => {
    const wrong = fieldsOf(event.target);
    if (!wrong.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.forEach(tell);
    wrong[0].focus();
  }, true);
  document.addEventListener("input", (event) => forgive(event.target));
  document.addEventListener("change", ({ target }) => target.files && fault(target) && tell(target));
  document.addEventListener("focusout", (event) => forgive(event.target));
})();
