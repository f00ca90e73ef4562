"""区域 and 分站, with what is in them."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from peewee import SQL, fn

from webapp.models.customer import Customer
from webapp.models.organisation import Branch, Region
from webapp.models.user import User


class Place(NamedTuple):
    """A branch, with how many people and customers are in it."""

    id: int
    name: str
    closed_at: datetime | None
    people: int
    customers: int


class Area(NamedTuple):
    """A region with its branches, those that are closed at the end."""

    id: int
    name: str
    branches: tuple[Place, ...]


def regions() -> list[Area]:
    """All of them by name."""
    people = User.select(fn.COUNT(SQL("*"))).where(User.branch == Branch.id, User.disabled_at.is_null())
    customers = Customer.select(fn.COUNT(SQL("*"))).where(Customer.branch == Branch.id)
    told = Branch.id, Branch.name, Branch.closed_at, people, customers
    rows = Branch.select(Region.id, Region.name, *told).join(Region)
    rows = rows.order_by(Region.name, Branch.closed_at.is_null(False), Branch.name).tuples()
    grouped = groupby(rows, key=lambda row: row[:2])
    return [Area(*region, tuple(Place(*row[2:]) for row in group)) for region, group in grouped]
