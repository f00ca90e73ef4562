from flask import Blueprint, g, request

from webapp import htmx
from webapp.screens.search import find
from webapp.views.on_record import note_number

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index():
    """Customers that fit what is typed: number, name, contact, phone tail, pinyin initials (R-SEARCH)."""
    query = request.args.get("q", "").strip()[:60]
    note_number(query)
    return htmx.answer("search/index.html", "search/_results.html", query=query, customers=find(query, g.user))
