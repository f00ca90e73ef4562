"""What the search box finds (R-SEARCH)."""

from datetime import date
from typing import NamedTuple

from peewee import JOIN

from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue, Tag
from webapp.models.search import asked, fits
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.tags import ids, tag_columns
from webapp.screens.whose import owner_name

MOST = 12


class Found(NamedTuple):
    """A customer as the search box lists it."""

    id: int
    number: str
    name: str
    next_due_on: date | None
    owner: str
    tags: tuple[Tag, ...]


def find(query: str, viewer: User) -> list[Found]:
    """The customers this person sees that fit what is typed, the newest dozen."""
    if not (wanted := asked(query)):
        return []
    catalogue = Catalogue.now()
    tags = ids(catalogue.shown("in_search"))
    rows = _found(viewer=viewer, tags=tags, **wanted._asdict())
    return [Found(*row[:5], catalogue.tags(row[5:])) for row in rows]


def _matching(viewer: User, tags, **wanted):
    shown = Customer.id, Customer.number, Customer.name_for(viewer), Customer.next_due_on, owner_name()
    customers = Customer.select(*shown, *tag_columns(Customer.id, tags)).join(User, JOIN.LEFT_OUTER, on=Customer.owner)
    customers = customers.where(viewer.scope(Customer), fits(Customer.id, viewer, **wanted))
    return customers.order_by(Customer.number.desc()).limit(MOST)


_found = Prepared(_matching, row=tuple)
