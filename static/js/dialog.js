// What is swapped into <dialog id="dialog"> opens it; the event dialog-close or an emptied dialog closes it.
// Closing any other way announces dialog-cancelled.
(() => {
  const dialog = () => document.getElementById("dialog");
  let opener = null;
  let finished = false;

  function follow() {
    const box = dialog();
    if (!box) return;
    if (box.childElementCount && !box.open) open(box);
    else if (!box.childElementCount && box.open) finish();
  }

  function open(box) {
    opener = document.activeElement;
    finished = false;
    box.classList.toggle("dialog-wide", Boolean(box.querySelector("[data-dialog-wide]")));
    box.showModal();
    document.dispatchEvent(new CustomEvent("dialog-opened"));
  }

  function finish() {
    finished = true;
    dialog()?.close();
  }

  function closed() {
    dialog().replaceChildren();
    const back = opener?.isConnected ? opener : document.getElementById(opener?.id);
    back?.focus({ preventScroll: true });
    opener = null;
    if (!finished) document.dispatchEvent(new CustomEvent("dialog-cancelled"));
  }

  document.addEventListener("htmx:after:swap", follow);
  document.addEventListener("dialog-close", finish);
  document.addEventListener("close", (event) => { if (event.target === dialog()) closed(); }, true);
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-dialog-close]")?.closest("dialog").close();
  });
})();
