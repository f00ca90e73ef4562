// In the composer: 未接通 proposes the first working day, a purpose brings the fields it asks for first in sight, an
// outline is put into the text. In every form 选日子 asks for the day.
(() => {
  const homes = new Map(); // a field that stands in sight -> the mark at its place in the fold

  function takeHome(field) {
    homes.get(field).replaceWith(field);
    homes.delete(field);
  }

  function showFirst(form) {
    const first = form.querySelector("[data-first-asked]");
    const wanted = (form.elements.purpose.selectedOptions[0]?.dataset.first || "").split(" ").filter(Boolean);
    for (const field of [...first.children]) takeHome(field);
    for (const name of wanted) {
      const field = form.querySelector(`[data-details] [data-field="${name}"]`);
      if (!field) continue;
      homes.set(field, new Comment(name));
      field.replaceWith(homes.get(field));
      first.append(field);
    }
  }

  /** A composer that comes with a purpose chosen: a refused one, or a page that is come back to. */
  function look() {
    const form = document.querySelector("[data-composer]");
    if (form?.elements.purpose.value && !form.querySelector("[data-first-asked]").childElementCount) showFirst(form);
  }

  function trySoon(form) {
    const days = [...form.querySelectorAll('[name="when"]')];
    const stands = days.find((day) => day.checked);
    const dated = days.filter((day) => /^\d/.test(day.value)).sort((one, other) => (one.value < other.value ? -1 : 1));
    const soon = dated.find((day) => !("off" in day.dataset));
    if (soon && stands?.defaultChecked && stands.value !== "none") soon.checked = true;
  }

  function take(button) {
    const { content } = button.form.elements;
    const text = button.closest(".outline").querySelector("[data-outline-text]").textContent;
    content.value = content.value ? `${content.value}\n${text}` : text;
    content.dispatchEvent(new Event("input", { bubbles: true }));
    content.focus();
  }

  document.addEventListener("change", (event) => {
    const { form, name, value, checked } = event.target;
    if (name === "when" && value === "other") form?.elements.due_on?.focus();
    if (!form?.matches("[data-composer]")) return;
    if (name === "purpose") showFirst(form);
    if (name === "is_unanswered" && checked) trySoon(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-outline]");
    if (button) take(button);
  });
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:after:swap", look);
})();
