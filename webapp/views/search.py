from datetime import date
from typing import NamedTuple

from flask import Blueprint, g, request

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.search import asked, matching
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.tags import Tag, Tags, tag_columns

blueprint = Blueprint("search", __name__)
MOST = 12


class Found(NamedTuple):
    """A customer as the search box lists it."""

    id: int
    number: str
    name: str
    next_due_on: date | None
    owner: str
    tags: tuple[Tag, ...]


@blueprint.get("/search")
def index():
    """Customers that fit what is typed: number, name, contact, phone tail, pinyin initials (R-SEARCH)."""
    query = request.args.get("q", "").strip()[:60]
    return htmx.answer("search/index.html", "search/_results.html", query=query, customers=_find(query))


def _find(query: str) -> list[Found]:
    alternatives, phone = asked(query)
    rows = _found(viewer=g.user, alternatives=alternatives, phone=phone) if alternatives else []
    if not rows:
        return []
    tags = Tags()
    return [Found(*row[:5], tags.of(row[5:])) for row in rows]


def _matching(viewer: User, alternatives, phone):
    shown = Customer.id, Customer.number, Customer.name, Customer.next_due_on, User.name
    customers = Customer.select(*shown, *tag_columns(Customer.id, ("stage",))).join(User, on=Customer.owner)
    customers = customers.where(viewer.scope(Customer), Customer.id << matching(alternatives, phone))
    return customers.order_by(Customer.number.desc()).limit(MOST)


_found = Prepared(_matching, row=tuple)
