"""Follow-ups on the timeline, with the steps they led to."""

from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from peewee import JOIN, fn

from webapp.database import is_sqlite
from webapp.models.dimension import DimensionValue
from webapp.models.followup import FollowUp, Mention
from webapp.models.followup.checks import late_by
from webapp.models.followup.fields import FIELDS
from webapp.models.own_field import told_of
from webapp.models.purpose import Purpose
from webapp.models.task import END, Task, with_end
from webapp.models.user import User
from webapp.models.withdrawal import is_fresh
from webapp.prepared import Prepared


class Planned(NamedTuple):
    """A step that a follow-up led to; of one that is not open, who ended it and when, and of a voided one why."""

    followup: int
    action: str
    due_on: date | None
    is_open: bool
    responsible: str
    ended_by: str | None
    ended_at: datetime | None
    voided: str | None


class Said(NamedTuple):
    """A follow-up. `details` is what was said besides the content, as Field.told has it. It is fresh for a day."""

    id: int
    at: datetime
    method: str
    tool: str
    executor: str
    participants: str
    attitude: str
    topic: str
    content: str
    recorded_by: int
    recorded_at: datetime
    is_imported: bool
    version: int
    cause: str
    adjustment: str
    purpose: str | None
    category: str | None
    told: str | None
    details: tuple[tuple[str, str, str], ...]
    planned: tuple[Planned, ...]
    is_fresh: bool

    @property
    def may_be_withdrawn(self) -> bool:
        """By who recorded it."""
        return self.is_fresh and not self.is_imported

    @property
    def late_by(self) -> timedelta | None:
        return None if self.is_imported else late_by(self.method, self.at, self.recorded_at)


def _names_told():
    """Those whom a record names as to know of it, in one text."""
    names = fn.GROUP_CONCAT(User.name, "、") if is_sqlite() else fn.STRING_AGG(User.name, "、")
    return Mention.select(names).join(User).where(Mention.followup == FollowUp.id)


_DETAILS = tuple(field for field in FIELDS.group("details") if field.shown is not None)
_said = Prepared(
    lambda ids: (
        FollowUp.select(
            FollowUp.id,
            FollowUp.at,
            FollowUp.method,
            FollowUp.tool,
            FollowUp.executor_name,
            FollowUp.their_participants,
            FollowUp.attitude,
            FollowUp.topic,
            FollowUp.content,
            FollowUp.recorded_by,
            FollowUp.recorded_at,
            FollowUp.is_imported,
            FollowUp.version,
            FollowUp.cause,
            FollowUp.adjustment,
            Purpose.label,
            DimensionValue.label,
            _names_told(),
            FollowUp.own,
            *(getattr(FollowUp, field.name) for field in _DETAILS),
        )
        .join(Purpose, JOIN.LEFT_OUTER, on=FollowUp.purpose == Purpose.id)
        .switch(FollowUp)
        .join(DimensionValue, JOIN.LEFT_OUTER, on=FollowUp.category == DimensionValue.id)
        .where(FollowUp.id << ids)
    ),
    row=tuple,
)
_planned = Prepared(
    lambda ids: (
        with_end(Task.select(Task.followup, Task.action, Task.due_on, Task.is_open, User.name, *END))
        .where(Task.followup << ids)
        .order_by(Task.followup, Task.id)
    ),
    row=Planned,
)


def followups(ids: list[int]) -> list[Said]:
    planned = {id_: tuple(steps) for id_, steps in groupby(_planned(ids=ids), key=attrgetter("followup"))}
    return [Said(*row[:18], _details(*row[18:]), planned.get(row[0], ()), is_fresh(row[10])) for row in _said(ids=ids)]


def _details(own: dict, *texts: str) -> tuple[tuple[str, str, str], ...]:
    told = (field.told(text) for field, text in zip(_DETAILS, texts, strict=True) if text)
    return (*told, *told_of(own))
