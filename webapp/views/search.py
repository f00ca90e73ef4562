from flask import Blueprint, g, request

from webapp import htmx
from webapp.models.search import LONGEST_QUERY, is_personal
from webapp.screens.search import find
from webapp.views.on_record import note_number

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index():
    return _found(request.args.get("q", ""))


@blueprint.post("/search")
def create():
    """What is typed into the box: whose phone somebody looks for stands in no address."""
    return _found(request.form.get("q", ""))


def _found(typed: str):
    """Customers that fit what is typed: number, name, contact, phone tail, pinyin (R-SEARCH)."""
    query = typed.strip()[:LONGEST_QUERY]
    note_number(query)
    return htmx.answer(
        "search/index.html",
        "search/_results.html",
        query=query,
        is_name=not is_personal(query),
        customers=find(query, g.user),
    )
