"""连续跟进: a person's customers of today, one after the other (R-QUEUE)."""

from collections.abc import Collection
from typing import NamedTuple

from peewee import fn

from webapp.models.followup import FollowUp
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.worklist import Worklist

MOST_PASSED = 300  # in an address, whose length servers limit
MOST_UPCOMING = 8


class Turn(NamedTuple):
    """Whose turn it is: the customer, and the id of the step that leads there (None where only the rhythm does)."""

    number: str
    name: str
    step: int | None


class Calls:
    """Overdue, today, then those whose rhythm is missed; but those that were `passed` (numbers) already."""

    def __init__(self, user: User, passed: Collection[str] = ()):
        self.user, self.worklist = user, Worklist(user, of=user)
        turns: dict[str, Turn] = {}
        for row in (*self.worklist.overdue(), *self.worklist.due_today()):
            turns.setdefault(row.number, Turn(row.number, row.name, row.id))
        for row in self.worklist.missed():
            turns.setdefault(row.number, Turn(row.number, row.name, None))
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


_recorded = Prepared(
    lambda person, since: FollowUp.select(fn.COUNT(FollowUp.id)).where(
        FollowUp.recorded_by == person, FollowUp.recorded_at >= since
    ),
    row=tuple,
)
