// <form data-now="2024-05-10T14:30"> puts the office's present minute into its empty time field: the server's clock, for
// those of the browsers differ. Without scripts the field stays empty, which means now as well.
(() => {
  function fill(root) {
    for (const form of root.querySelectorAll("form[data-now]")) {
      const field = form.elements.at;
      if (!field.value) field.value = field.defaultValue = form.dataset.now; // once typed in, a field shows its default no more
      const clock = form.querySelector("[data-clock]");
      if (clock) clock.textContent = saidOf(field.value, form.dataset.now);
    }
  }

  /** 今天 14:30, or the day and the time. */
  function saidOf(value, now) {
    const [day, time] = value.split("T");
    return day === now.split("T")[0] ? `今天 ${time}` : `${day.slice(5)} ${time}`;
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    const clock = form?.querySelector("[data-clock]");
    const { name, value } = event.target;
    if (clock && name === "at" && value) clock.textContent = saidOf(value, form.dataset.now);
  });
  document.addEventListener("DOMContentLoaded", () => fill(document));
  document.addEventListener("htmx:after:settle", () => fill(document));
})();
