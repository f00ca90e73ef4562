"""Inspections on the timeline (R-INSPECT)."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN

from webapp.models.inspection import Finding, Inspection, State
from webapp.models.user import User
from webapp.prepared import Prepared


class Inspected(NamedTuple):
    """What was inspected, by whom and how, what was found, and what became of it."""

    id: int
    at: datetime
    followup: int | None
    inspected_on: date
    finding: str
    how: str
    note: str
    penalty: int
    state: str
    by: str
    person: str | None

    @property
    def is_untrue(self) -> bool:
        return self.finding != Finding.TRUE

    @property
    def said(self) -> str:
        """The finding in words."""
        return Finding(self.finding).label

    @property
    def standing(self) -> str:
        return State(self.state).label


_Person = User.alias()
inspections = Prepared(
    lambda ids: (
        Inspection.select(
            Inspection.id,
            Inspection.at,
            Inspection.followup,
            Inspection.inspected_on,
            Inspection.finding,
            Inspection.how,
            Inspection.note,
            Inspection.penalty,
            Inspection.state,
            User.name,
            _Person.name,
        )
        .join(User, on=Inspection.by)
        .switch(Inspection)
        .join(_Person, JOIN.LEFT_OUTER, on=Inspection.person == _Person.id)
        .where(Inspection.id << ids)
    ),
    row=Inspected,
)
