"""All that the app knows of htmx: is this a fragment or a page, and which headers an answer carries."""

import json

from flask import Flask, Response, get_template_attribute, make_response, redirect, render_template, request
from flask_htmx import HTMX

VARIES = "HX-Request"  # the header by which an answer is a page or a fragment


class Htmx(HTMX):
    """flask-htmx for htmx 4, whose HX-Target names an element as `tag#id`."""

    @property
    def target(self) -> str | None:
        return _id(request.headers.get("HX-Target"))


def _id(element: str | None) -> str | None:
    return element.rpartition("#")[2] if element else None


htmx = Htmx()


def init_app(app: Flask) -> None:
    htmx.init_app(app)


def answer(page: str, fragment: str, /, *, status: int = 200, event: str | None = None, **context) -> Response:
    """The fragment for htmx, the whole page for everybody else."""
    template = fragment if htmx else page
    return announce(make_response(render_template(template, **context), status), event)


def fragment(template: str, /, *, status: int = 200, event: str | None = None, **context) -> Response:
    """A part of a page, and what the page is to hear of."""
    return announce(make_response(render_template(template, **context), status), event)


def announce(response: Response, event: str | None) -> Response:
    """Let the page hear of a write; at most one event, named for the noun."""
    if event:
        response.headers["HX-Trigger"] = event
    return response


def dialog(fragment: str, title: str, /, *, status: int | None = None, **context) -> Response:
    """What asks or tells something over the page: in the page's dialog, whatever the request aimed at. Without scripts
    it is a page of its own under the title. A `form` in the context says the status."""
    response = alone(fragment, title, status=status, **context)
    return swap(response, "innerHTML", "#dialog") if htmx else response


def alone(
    fragment: str,
    title: str,
    /,
    *,
    status: int | None = None,
    within: str = "",
    back: tuple[str, str] | None = None,
    **context,
) -> Response:
    """The fragment for htmx, for everybody else a page that holds nothing but it. `within` is the list it is an entry
    of, `back` an address and what it is called."""
    status = status or getattr(context.get("form"), "http_status", 200)
    if htmx:
        return make_response(render_template(fragment, **context), status)
    page = {"fragment": fragment, "title": title, "within": within, "back": back}
    return make_response(render_template("layouts/alone.html", **page, **context), status)


def is_shown(etag: str) -> bool:
    """Does the page that asks, by itself and every few seconds, show this already? It is answered with a bare 304."""
    return bool(htmx) and request.headers.get("If-None-Match") == etag


def swap(response: Response, how: str, target: str | None = None) -> Response:
    """Swap the answer in another way than the request asked for."""
    response.headers["HX-Reswap"] = how
    if target:
        response.headers["HX-Retarget"] = target
    return response


def at(response: Response, url: str) -> Response:
    """The page then stands at that address."""
    response.headers["HX-Push-Url"] = url
    return response


def go(url: str) -> Response:
    """See that page next: 303, or htmx's own redirect."""
    if htmx:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def ask_to_log_in(login_url: str) -> Response:
    """The login has ended during an htmx request: the page opens the login and keeps what was typed."""
    response = make_response("", 401)
    response.headers["HX-Login"] = login_url
    return response


def as_toast(message: str, status: int) -> Response:
    """A refusal as a toast; the page, and what was typed into it, stays as it was."""
    markup = get_template_attribute("shared/_toast.html", "toast")(message, "bad")
    return swap(make_response(markup, status), "beforeend", "#toasts")


def session_renewed(csrf_token: str) -> str:
    """The event after a login in the dialog: it closes and every form on the page gets the new token."""
    return json.dumps({"dialog-close": {}, "session-renewed": {"csrf": csrf_token}})
