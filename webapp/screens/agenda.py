"""One's own steps as a calendar program shows them: masked, as on lists, for it is read without a login (R-MASK)."""

from datetime import date, timedelta
from typing import NamedTuple

from webapp.clock import today
from webapp.models.customer import Customer
from webapp.models.customer.schedulable import shown_step
from webapp.models.eyes import known_of
from webapp.models.task import IS_OPEN, Task
from webapp.models.user import User
from webapp.prepared import Prepared

PAST, AHEAD = timedelta(days=30), timedelta(days=365)
MOST = 1_000


class Entry(NamedTuple):
    """A step on its day: `customer` is the public name, `number` theirs."""

    id: int
    due_on: date
    action: str
    customer: str
    number: str


def agenda(user: User) -> list[Entry]:
    """The person's open steps at customers they see, of the last days and the coming year, soonest first."""
    rows = _own(viewer=user, since=today() - PAST, until=today() + AHEAD)
    known = known_of({customer for *_, customer in rows})
    return [
        Entry(id_, due_on, shown_step(action, lambda customer=customer: known[customer]), name, number)
        for id_, due_on, action, name, number, customer in rows
    ]


def _own_steps(viewer: User, since, until):
    shown = Task.id, Task.due_on, Task.action, Customer.public_name, Customer.number, Customer.id
    return (
        Task.select(*shown)
        .join(Customer, on=Task.customer)
        .where(Task.responsible == viewer.id, IS_OPEN, Task.due_on.between(since, until), viewer.scope(Customer))
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    )


_own = Prepared(_own_steps, row=tuple)
