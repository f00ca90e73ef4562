// With whom: the customers last opened in this tab ([data-opened] on a card), listed by the template in
// [data-opened-list], and the keys of the box [data-whom].
(() => {
  const OPENED = "opened";
  const MOST = 6;
  const opened = () => JSON.parse(sessionStorage.getItem(OPENED) || "[]");

  function noteOpened() {
    const card = document.querySelector("[data-opened]");
    if (!card) return;
    const { opened: number, name } = card.dataset;
    const others = opened().filter((one) => one.number !== number);
    const latest = [{ number, name, user: document.body.dataset.user }, ...others].slice(0, MOST);
    sessionStorage.setItem(OPENED, JSON.stringify(latest));
  }

  function link(template, { number, name }) {
    const made = template.content.firstElementChild.cloneNode(true);
    for (const attribute of ["href", "hx-get"]) {
      made.setAttribute(attribute, made.getAttribute(attribute).replace("NUMBER", encodeURIComponent(number)));
    }
    made.querySelector("b").textContent = name;
    made.querySelector(".no").textContent = number;
    return made;
  }

  /** In the dialog, and on the page of its own that a link pressed before htmx is at work leads to. */
  function listOpened() {
    const place = document.querySelector("[data-opened-list][hidden]");
    const mine = opened().filter((one) => one.user === document.body.dataset.user);
    if (!place || !mine.length) return;
    place.hidden = false;
    place.append(...mine.map((one) => link(place.querySelector("template"), one)));
    htmx.process(place);
  }

  function choose(event) {
    const box = event.target.closest?.("[data-whom]");
    if (!box || event.isComposing || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const links = [...box.querySelectorAll("a.result")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter") {
      if (at >= 0) return;
      event.preventDefault();
      links[0]?.click();
      return;
    }
    event.preventDefault();
    const above = event.key === "ArrowUp" ? box.querySelector("input[type=search]") : links.at(-1);
    (links[at + (event.key === "ArrowDown" ? 1 : -1)] || above)?.focus();
  }

  document.addEventListener("keydown", choose);
  document.addEventListener("DOMContentLoaded", () => { noteOpened(); listOpened(); });
  document.addEventListener("htmx:after:swap", listOpened);
})();
