// What is swapped into <dialog id="dialog"> opens it; the event dialog-close or an emptied dialog closes it.
// Closing any other way announces dialog-cancelled. <dialog id="login"> works alike and opens on top of it.
// What was typed into one is not thrown away by Escape, 取消 or ×: it asks first.
// [data-dialog-close] inside a dialog closes it; a link so marked leads its own way where there is none.
(() => {
  const dialogs = () => [...document.querySelectorAll("#dialog, #login")];
  const openers = new WeakMap(); // dialog -> what had the focus before
  const finished = new WeakSet();
  const typedInto = new WeakSet();

  function follow() {
    for (const box of dialogs()) {
      if (box.childElementCount && !box.open) open(box);
      else if (!box.childElementCount && box.open) finish(box);
    }
  }

  function open(box) {
    openers.set(box, document.activeElement);
    finished.delete(box);
    typedInto.delete(box);
    box.classList.toggle("dialog-wide", Boolean(box.querySelector("[data-dialog-wide]")));
    box.showModal();
    document.dispatchEvent(new CustomEvent("dialog-opened"));
  }

  function finish(box) {
    if (!box) return;
    finished.add(box);
    box.close();
  }

  const mayClose = (box) => !typedInto.has(box) || confirm("填的内容还没有存下，不要了吗？");

  function closed(box) {
    box.replaceChildren();
    const opener = openers.get(box);
    const back = opener?.isConnected ? opener : document.getElementById(opener?.id);
    back?.focus({ preventScroll: true });
    if (box.id === "dialog" && !finished.has(box)) document.dispatchEvent(new CustomEvent("dialog-cancelled"));
  }

  document.addEventListener("htmx:after:swap", follow);
  document.addEventListener("dialog-close", () => finish(dialogs().findLast((box) => box.open)));
  document.addEventListener("close", (event) => { if (dialogs().includes(event.target)) closed(event.target); }, true);
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-dialog-close]")?.closest("dialog");
    if (!box) return;
    event.preventDefault();
    if (mayClose(box)) box.close();
  });
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("dialog");
    if (box?.id === "dialog") typedInto.add(box);
  });
  document.addEventListener("cancel", (event) => {
    if (dialogs().includes(event.target) && !mayClose(event.target)) event.preventDefault();
  }, true);
})();
