"""Finding what an address names, in what its reader may see: the rest does not exist for them."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from flask import abort, g, request
from peewee import JOIN, ForeignKeyField

from webapp.database import row_id
from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue, Dimension
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.prepared import Prepared

Noun = TypeVar("Noun")


def get_or_404(query, *where):
    """The one row of a scoped query, or 404."""
    return query.where(*where).first() or abort(404)


def find(noun: type[Noun], id: int, *along: ForeignKeyField) -> Noun:
    """The row of something that hangs on a customer, with the customer, if the person may see it.

    `along` are further keys whose rows come with it, by the same query:
    find(Task, id, Task.responsible)."""
    way = _way(noun)
    query = noun.select(noun, *(key.rel_model for key in (*way, *along)))
    for key in way:
        query = query.join(key.rel_model, on=key)
    for key in along:
        query = query.switch(noun).join(key.rel_model, on=key)
    return get_or_404(query.where(g.user.scope(Customer)), noun.id == id)


@cache
def _way(noun: type) -> tuple[ForeignKeyField, ...]:
    """The keys that lead from a row to its customer, over what it goes with."""
    keys = [key for key in noun._meta.refs if key.on_delete == "CASCADE"]
    key = next((key for key in keys if key.rel_model is Customer), keys[0])
    return (key,) if key.rel_model is Customer else (key, *_way(key.rel_model))


def find_customer(number: str, require: Callable[[Customer, User], None] | None = None) -> Customer:
    """The customer, with owner and branch, if the person may see it. `require` is a noun's guard, asked before
    anything is shown: find_customer(number, Memo.require_writer)."""
    customer = _visible.first(viewer=g.user, number=number) or _merged(number) or abort(404)
    if require:
        require(customer, g.user)
    return customer


def _merged(number: str) -> Customer | None:
    """The one that the customer of this number was merged into."""
    kept = Customer.by_former_number(number) if number.isprintable() else None
    return kept and _visible.first(viewer=g.user, number=kept.number)


def find_dimension(slug: str) -> Dimension:
    return Dimension.of(slug) or abort(404)


def reader() -> User:
    """Who asks, looking at one branch where the address names it: for those who see them all."""
    return g.user.within(request.values.get("branch", type=row_id))


def stage_slug() -> str:
    """The dimension that boards and moves are about where nothing else is said."""
    stage = Catalogue.now().playing("stage") or abort(404)
    return stage.slug


_visible = Prepared(
    lambda viewer, number: (
        Customer.select(Customer, User.id, User.name, Branch.id, Branch.name)
        .join(User, JOIN.LEFT_OUTER, on=Customer.owner)
        .switch(Customer)
        .join(Branch)
        .where(viewer.scope(Customer), Customer.number == number)
    )
)
