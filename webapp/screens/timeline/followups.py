"""Follow-ups on the timeline, with the steps they led to."""

from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from peewee import Value

from webapp.models.followup import FollowUp, late_by
from webapp.models.followup.fields import FIELDS
from webapp.models.task import Task
from webapp.models.user import User
from webapp.prepared import Prepared


class Planned(NamedTuple):
    """A step that a follow-up led to."""

    followup: int
    action: str
    due_on: date | None
    is_open: bool
    responsible: str


class Said(NamedTuple):
    """A follow-up."""

    id: int
    at: datetime
    method: str
    tool: str
    executor: str
    participants: str
    attitude: str
    topic: str
    content: str
    consensus: str
    need_change: str
    objections: str
    issue_type: str
    remarks: str
    recorded_by: int
    recorded_at: datetime
    is_imported: bool
    version: int
    planned: tuple[Planned, ...]

    @property
    def late_by(self) -> timedelta | None:
        return None if self.is_imported else late_by(self.method, self.at, self.recorded_at)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What was said besides the content, each under its name."""
        told = ((field.label, getattr(self, field.name)) for field in FIELDS.group("details"))
        return [(label, text) for label, text in told if text]


_said = Prepared(
    lambda ids: FollowUp.select(
        FollowUp.id,
        FollowUp.at,
        FollowUp.method,
        FollowUp.tool,
        FollowUp.executor_name,
        FollowUp.their_participants,
        FollowUp.attitude,
        FollowUp.topic,
        FollowUp.content,
        FollowUp.consensus,
        FollowUp.need_change,
        FollowUp.objections,
        FollowUp.issue_type,
        FollowUp.remarks,
        FollowUp.recorded_by,
        FollowUp.recorded_at,
        FollowUp.is_imported,
        FollowUp.version,
        Value(None),
    ).where(FollowUp.id << ids),
    row=Said,
)
_planned = Prepared(
    lambda ids: (
        Task.select(Task.followup, Task.action, Task.due_on, Task.is_open, User.name)
        .join(User, on=Task.responsible)
        .where(Task.followup << ids)
        .order_by(Task.followup, Task.id)
    ),
    row=Planned,
)


def followups(ids: list[int]) -> list[Said]:
    planned = {id_: tuple(steps) for id_, steps in groupby(_planned(ids=ids), key=attrgetter("followup"))}
    return [row._replace(planned=planned.get(row.id, ())) for row in _said(ids=ids)]
