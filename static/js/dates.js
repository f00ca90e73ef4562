// A day or time that is only half typed has no value: sent, it would count as not given, and what was typed would be
// gone. It is said beside the field instead, and nothing is sent.
(() => {
  const WORDS = "日期还没有填完整，请把年、月、日都填上";
  const NOTE = "data-half-typed";
  const fieldsOf = (form) => [...form.elements].filter((field) => field.validity?.badInput && field.offsetParent !== null);

  function tell(field) {
    field.setAttribute("aria-invalid", "true");
    if (noteOf(field)) return;
    const note = document.createElement("p");
    note.className = "error";
    note.setAttribute("role", "alert");
    note.setAttribute(NOTE, field.id);
    note.textContent = WORDS;
    (field.closest("label, .row, .field") || field).after(note);
  }

  function noteOf(field) {
    return document.querySelector(`[${NOTE}="${field.id}"]`);
  }

  function forgive(field) {
    if (!noteOf(field) || field.validity.badInput) return;
    noteOf(field).remove();
    field.removeAttribute("aria-invalid");
  }

  document.addEventListener("submit", (event) => {
    const half = fieldsOf(event.target);
    if (!half.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    half.forEach(tell);
    half[0].focus();
  }, true);
  document.addEventListener("input", (event) => forgive(event.target));
  document.addEventListener("focusout", (event) => forgive(event.target));
})();
