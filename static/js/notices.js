// The bell in the bar asks for news by itself, every data-every milliseconds. It does so while the page is seen; behind
// another one only for somebody who wants to be told on the desktop, where nothing is said but how many there are.
// <button data-notify hidden> asks for that, and stands only where the browser can.
(() => {
  const bell = () => document.querySelector("[data-bell]");
  const figure = () => document.getElementById("notices-count");
  const known = () => ({ count: Number(figure().dataset.count), latest: Number(figure().dataset.latest) });
  const canTell = "Notification" in window && window.isSecureContext;
  const mayTell = () => canTell && Notification.permission === "granted";
  let asked = Date.now();
  let newest = 0; // the latest notice anything was said of
  let before = 0; // how many there were at the last answer

  function look() {
    if (!bell() || Date.now() - asked < Number(bell().dataset.every) || (document.hidden && !mayTell())) return;
    asked = Date.now();
    htmx.ajax("GET", bell().dataset.bell, {
      source: bell(),
      target: figure(),
      swap: "outerHTML",
      headers: { "If-None-Match": figure().dataset.etag },
      quiet: true,
      unasked: true,
    });
  }

  /** After any answer that brought the figure anew: a poll, or something that was dealt with. */
  function follow() {
    if (!figure()) return;
    const { count, latest } = known();
    if (latest > newest && mayTell()) tell(Math.max(1, count - before));
    newest = Math.max(newest, latest);
    before = count;
  }

  function tell(count) {
    const told = new Notification(`跟进簿：有 ${count} 条新通知`, { icon: bell().dataset.icon, tag: "genjinbu" });
    told.onclick = () => { window.focus(); told.close(); };
  }

  async function allow(button) {
    const answer = await Notification.requestPermission();
    const message = answer === "granted" ? "桌面提醒已开启" : "浏览器没有允许，可在地址栏左边的网站设置里打开";
    button.hidden = answer !== "default";
    document.dispatchEvent(new CustomEvent("toast", { detail: { message } }));
  }

  document.addEventListener("htmx:after:swap", follow);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-notify]");
    if (button) allow(button);
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (!bell()) return;
    ({ count: before, latest: newest } = known());
    const mayAsk = canTell && Notification.permission === "default";
    for (const button of document.querySelectorAll("[data-notify]")) button.hidden = !mayAsk;
    setInterval(look, Math.min(1000, Number(bell().dataset.every)));
  });
})();
