"""Customers that change hands, and whose they are: held, and given."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.database import locked
from webapp.models.classification import Classification
from webapp.models.customer import POOL, Customer
from webapp.models.rows import chunks
from webapp.models.user import User


class Owned(NamedTuple):
    """A customer and whose it is; nobody's in the pool."""

    id: int
    number: str
    owner_id: int | None
    owner: str


def held(customers) -> list[Owned]:
    """These customers (a query), which nobody else writes until the transaction ends, and whose they are."""
    ids = [id_ for (id_,) in customers.select(Customer.id).tuples()]
    return [owned for some in chunks(sorted(ids)) for owned in _held_of(some)]


def _held_of(ids: list[int]) -> Iterator[Owned]:
    rows = Customer.select(Customer.id, Customer.number, Customer.owner).where(Customer.id << ids)
    found = list(locked(rows.order_by(Customer.id)).tuples())
    names = dict(User.select(User.id, User.name).where(User.id << {owner for _, _, owner in found if owner}).tuples())
    return (Owned(*row, names.get(row[2], POOL)) for row in found)


def give_to(owner: int | None, customers: list[int]) -> None:
    """These customers are theirs; their cards, which repeat it, too."""
    for some in chunks(customers):
        Customer.update(owner=owner).where(Customer.id << some).execute()
        Classification.update(owner=owner).where(Classification.customer << some).execute()
