// <form data-now="2024-05-10T14:30"> puts the office's present minute into its empty time field: the server's clock, for
// those of the browsers differ. Without scripts the field stays empty, which means now as well.
(() => {
  function fill(root) {
    for (const form of root.querySelectorAll("form[data-now]")) {
      const field = form.elements.at;
      if (!field.value) field.value = field.defaultValue = form.dataset.now; // once typed in, a field shows its default no more
    }
  }

  document.addEventListener("DOMContentLoaded", () => fill(document));
  document.addEventListener("htmx:after:settle", () => fill(document));
})();
