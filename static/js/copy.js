// <button data-copy="text"> copies the text; without one, what stands in the field beside it.
(() => {
  /** For pages that are not encrypted: there the browser has no clipboard for scripts. */
  function copySelected(field) {
    field.select();
    return document.execCommand("copy");
  }

  function copyByHand(text) {
    const field = document.createElement("textarea");
    Object.assign(field, { value: text, className: "sr-only", readOnly: true });
    (document.querySelector("dialog[open]") || document.body).append(field);
    const copied = copySelected(field);
    field.remove();
    return copied;
  }

  async function copy(text, field) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return field ? copySelected(field) : copyByHand(text);
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const field = button.dataset.copy ? null : button.parentElement.querySelector("input, textarea");
    const copied = await copy(button.dataset.copy || field.value, field);
    const detail = copied ? { message: "已复制" } : { message: "没能复制，请选中后按 Ctrl + C", kind: "bad" };
    document.dispatchEvent(new CustomEvent("toast", { detail }));
    button.focus();
  });
})();
