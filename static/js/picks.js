// Several rows of a list at once: Shift picks from the last one on, [data-pick-all] all of the page, and the bar
// [data-picked] says how many it are. Without scripts its buttons take what is ticked all the same.
(() => {
  let last = null;

  const boxes = () => [...document.querySelectorAll("input[form=picked][type=checkbox]")];
  const bar = () => document.querySelector("[data-picked]");

  function tell() {
    const all = boxes();
    const picked = all.filter((box) => box.checked).length;
    const head = document.querySelector("[data-pick-all]");
    if (head) {
      head.checked = picked > 0 && picked === all.length;
      head.indeterminate = picked > 0 && picked < all.length;
    }
    if (!bar()) return;
    bar().querySelector("[data-picked-count]").textContent = picked ? `已选 ${picked} 位` : "勾选客户后";
    bar().classList.toggle("some", picked > 0);
    for (const button of bar().querySelectorAll("button")) button.disabled = !picked;
  }

  function reach(box) {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (from < 0) return;
    for (const other of all.slice(from, to + 1)) other.checked = box.checked;
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches?.("[data-pick-all]")) for (const other of boxes()) other.checked = box.checked;
    else if (!box.matches?.("input[form=picked]")) return;
    else {
      if (event.shiftKey) reach(box);
      last = box;
    }
    tell();
  });
  document.addEventListener("htmx:after:swap", tell);
  tell();
})();
