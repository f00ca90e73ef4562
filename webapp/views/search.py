from flask import Blueprint, g, request, url_for
from flask_login import current_user

from webapp import htmx
from webapp.models.search import LONGEST_QUERY, is_personal
from webapp.screens.search import find
from webapp.text.screening import found_in
from webapp.views.on_record import note_number

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index():
    if "kept" in request.args:
        return _found(current_user.session.asked_on(request.endpoint).get("q", ""))
    return _found(request.args.get("q", ""))


@blueprint.post("/search")
def create():
    """What is typed into the box: whose phone somebody looks for stands in no address. The page is one that a browser
    can come back to."""
    query = typed(request.form.get("q", ""))
    if htmx.htmx:
        return _found(query)
    if not is_personal(query):
        return htmx.go(url_for("search.index", q=query))
    current_user.session.keep_asked("search.index", {"q": query})
    return htmx.go(url_for("search.index", kept=1))


def typed(text: str) -> str:
    """What is looked for; nothing where that would be identity data: no field holds it, and nothing repeats it."""
    query = text.strip()[:LONGEST_QUERY]
    return "" if found_in(query) else query


def _found(asked_for: str):
    """Customers that fit what is typed: number, name, contact, phone tail, pinyin (R-SEARCH)."""
    query = typed(asked_for)
    note_number(query)
    return htmx.answer(
        "search/index.html",
        "search/_results.html",
        query=query,
        is_name=not is_personal(query),
        customers=find(query, g.user),
    )
