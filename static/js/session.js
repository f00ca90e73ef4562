// Answers that are no content: the login has ended (401 + HX-Login), refusals and failures become a toast and
// leave the page, and what was typed into it, as it was. 409 and 422 carry the repaired fragment and are swapped.
(() => {
  const MESSAGES = {
    403: "您没有权限做这件事",
    404: "没有找到，可能已被移走或合并",
    413: "文件太大了",
    419: "页面放得太久，请刷新后再试",
    429: "操作太频繁，请稍等再试",
  };
  const NO_ANSWER = "服务器没有回应，内容还在，请稍后再试";
  const SWAPPED = [409, 422];

  const tell = (message) => document.dispatchEvent(new CustomEvent("toast", { detail: { message, kind: "bad" } }));

  let offered = false;

  /** What the user did asks for the login each time; what the page does by itself asks once. */
  function openLogin(path, quiet) {
    if (quiet && offered) return;
    offered = true;
    htmx.ajax("GET", path, { target: "#login", swap: "innerHTML" });
  }

  /** Requests of the page's own accord: polling, and elements marked data-quiet. One that is `unasked`, too, never
      asks for the login: it may come while somebody is typing. */
  const isQuiet = (ctx) => ctx.quiet || ctx.sourceElement.matches?.("[data-quiet]");

  /** Somebody else has logged in: what stands here is not for them. */
  const isStranger = () => document.querySelector("#login [data-user]").dataset.user !== document.body.dataset.user;

  /** The new session has a new CSRF token: every form on the page gets it. */
  function renew(token) {
    if (isStranger()) return location.replace(location.pathname + location.search);
    offered = false;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
    document.dispatchEvent(new CustomEvent("toast", { detail: { message: "已重新登录，请再按一次刚才的按钮" } }));
  }

  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status !== 401 || !ctx.hx.login) return;
    event.preventDefault();
    if (!ctx.unasked) openLogin(ctx.hx.login, isQuiet(ctx));
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const status = ctx.response?.status;
    if (!(status >= 400) || SWAPPED.includes(status) || ctx.hx.retarget) return;
    event.preventDefault();
    if (!isQuiet(ctx)) tell(MESSAGES[status] || NO_ANSWER);
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx && !ctx.response && !isQuiet(ctx)) tell(NO_ANSWER);
  });
  // what the person does is answered again: that it was not, is no news any more
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.response?.status < 500 && !isQuiet(ctx)) {
      document.dispatchEvent(new CustomEvent("toast-over", { detail: { message: NO_ANSWER } }));
    }
  });
  document.addEventListener("session-renewed", (event) => renew(event.detail.csrf));
})();
