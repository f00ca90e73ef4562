from flask import Blueprint, g, request

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.search import matching
from webapp.models.tags import tags_of
from webapp.models.user import User

blueprint = Blueprint("search", __name__)
MOST = 12


@blueprint.get("/search")
def index():
    """Customers that fit what is typed: number, name, contact, phone tail, pinyin initials (R-SEARCH)."""
    query = request.args.get("q", "").strip()[:60]
    found = _find(query) if query else []
    return htmx.answer("search/index.html", "search/_results.html", query=query, customers=found, tags=_tags(found))


def _find(query: str) -> list[Customer]:
    ids = matching(query)
    if ids is None:
        return []
    customers = Customer.select(Customer, User).join(User, on=Customer.owner).where(g.user.scope(Customer), Customer.id << ids)
    return list(customers.order_by(Customer.number.desc()).limit(MOST))


def _tags(customers: list[Customer]) -> dict:
    return tags_of([customer.id for customer in customers], ("stage",))
