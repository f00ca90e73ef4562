from flask import Blueprint, Response, abort, g, make_response, render_template, request, url_for

from webapp import htmx
from webapp.models.notice import Notice
from webapp.screens.notices import KINDS, Notices, place_of
from webapp.views import toasts

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("")
def index():
    return render_template("notices/index.html", notices=Notices(g.user))


@blueprint.get("/count")
def count():
    """The figure in the bar; asked with If-None-Match it answers 304 while there is nothing new."""
    if not htmx.htmx:
        return htmx.go(url_for("notices.index"))
    unread = Notices(g.user).count()
    if request.headers.get("If-None-Match") == unread.etag:
        return make_response("", 304)
    return htmx.fragment("notices/_bell.html", unread=unread)


@blueprint.post("/<int:id>/reading")
def read(id: int):
    """Mark it as read, and see what it is about."""
    notice = Notices(g.user).find(id) or abort(404)
    notice.read(by=g.user)
    return dealt_with(_place(notice))


@blueprint.post("/reading")
def read_all():
    Notice.read_all(by=g.user)
    toasts.say("已全部标为已读")
    return htmx.go(url_for("notices.index"))


def dealt_with(url: str) -> Response:
    """批示与转交 as it is now, for a button of the worklist that leaves its reader there; else that page."""
    if htmx.htmx.target != "to-do":
        return htmx.go(url)
    return htmx.fragment("notices/_dealt_with.html", notices=Notices(g.user))


def _place(notice: Notice) -> str:
    if notice.customer is None:
        return url_for(KINDS[notice.kind].page, id=notice.about)
    place = place_of(notice)
    asked = {"kind": place.kind, "pages": place.pages, "_anchor": place.anchor or None}
    return url_for("customers.show", number=notice.customer.number, **asked)
