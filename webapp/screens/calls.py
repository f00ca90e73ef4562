"""连续跟进: a person's customers of today, one after the other (R-QUEUE)."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from peewee import Value, fn

from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.task import IS_OPEN, Task
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.worklist import Worklist

MOST = 600  # nobody calls more a day
MOST_PASSED = 300  # in an address, whose length servers limit
MOST_UPCOMING = 8


class Turn(NamedTuple):
    """Whose turn it is: the customer, and the id of the step that leads there (None where only the rhythm does)."""

    number: str
    name: str
    step: int | None


def plausible(passed: Iterable[str]) -> list[str]:
    """What may be customers' numbers, the last of them: as many as an address holds."""
    return [number for number in passed if 0 < len(number) <= Customer.number.max_length][-MOST_PASSED:]


class Calls:
    """Overdue, today, then those whose rhythm is missed; but neither those of whom the person has recorded something
    today, whatever is still to be done there, nor those that were `passed` (numbers)."""

    def __init__(self, user: User, passed: Collection[str] = ()):
        self.user, self.worklist = user, Worklist(user, of=user)
        asked = {"viewer": user, "person": user.id, "day": self.worklist.day, "since": self.worklist.midnight}
        turns: dict[str, Turn] = {}
        for turn in (*_due(**asked), *_missed(**asked)):
            turns.setdefault(turn.number, turn)
        self.turns = [turn for number, turn in turns.items() if number not in passed]
        self.skipped = len(turns) - len(self.turns)  # passed, and still due

    @property
    def next(self) -> Turn | None:
        """Whose turn it is; nobody's at the end."""
        return self.turns[0] if self.turns else None

    @property
    def left(self) -> int:
        """How many come after that."""
        return max(0, len(self.turns) - 1)

    @property
    def upcoming(self) -> list[Turn]:
        """The first few."""
        return self.turns[:MOST_UPCOMING]

    def recorded_today(self) -> int:
        """How many contacts the person has recorded today."""
        return _recorded.value(person=self.user.id, since=self.worklist.midnight)


def _is_recorded(person, since):
    """Contacts the person has had and recorded since then."""
    return (FollowUp.executor == person) & ~FollowUp.is_imported & (FollowUp.recorded_at >= since)


def _not_yet(person, since):
    """Customers of whom the person has not recorded anything today."""
    return Customer.id.not_in(FollowUp.select(FollowUp.customer).where(_is_recorded(person, since)))


_due = Prepared(
    lambda viewer, person, day, since: (
        Task.select(Customer.number, Customer.name_for(viewer), Task.id)
        .join(Customer)
        .where(Task.responsible == person, IS_OPEN, Task.due_on <= day, viewer.scope(Customer), _not_yet(person, since))
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    ),
    row=Turn,
)
_missed = Prepared(
    lambda viewer, person, day, since: (
        Customer.select(Customer.number, Customer.name_for(viewer), Value(None))
        .where(Customer.owner == person, Customer.is_missed(day), viewer.scope(Customer), _not_yet(person, since))
        .order_by(Customer.contact_due_on, Customer.id)
        .limit(MOST)
    ),
    row=Turn,
)
_recorded = Prepared(
    lambda person, since: FollowUp.select(fn.COUNT(FollowUp.id)).where(_is_recorded(person, since)), row=tuple
)
