// Enter in a box whose answers come while one types ([data-answers] names their list) means what stands in the box now:
// it waits until the list answers that. What a list answers stands in its [data-asked].
(() => {
  const PATIENCE = 3000; // ms; where nothing answers by then, the form is sent as if there were no scripts
  let waiting = null; // the box, and what ends the waiting

  const listOf = (box) => document.getElementById(box.dataset.answers);
  const asked = (box) => listOf(box).querySelector("[data-asked]")?.dataset.asked ?? "";
  const isReady = (box) => asked(box) === box.value.trim() || listOf(box).querySelector('[aria-selected="true"]');

  function stop() {
    const box = waiting?.box;
    clearTimeout(waiting?.late);
    waiting = null;
    return box;
  }

  function goOn() {
    const box = stop();
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    if (box.dispatchEvent(enter)) box.form.requestSubmit();
  }

  function wait(event) {
    const box = event.target;
    if (event.key !== "Enter" || event.isComposing || !event.isTrusted || !box.dataset?.answers || isReady(box)) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
    waiting = { box, late: setTimeout(() => stop().form.requestSubmit(), PATIENCE) };
  }

  document.addEventListener("keydown", wait, true);
  document.addEventListener("input", stop);
  document.addEventListener("htmx:after:swap", () => { if (waiting && isReady(waiting.box)) goOn(); });
})();
