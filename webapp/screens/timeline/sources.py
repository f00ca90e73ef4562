"""The sources of the timeline: one for each kind of act, with what its line tells."""

from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from peewee import JOIN, Model, Value

from webapp.models.audit import AuditEvent
from webapp.models.classification import Move
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp, late_by
from webapp.models.followup.fields import FIELDS
from webapp.models.memo import Acknowledgement, Memo
from webapp.models.printing import Print
from webapp.models.task import Completion, Reassignment, Rescheduling, Task
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.timeline.source import Source

# what a reader can narrow the timeline to
KINDS = {
    "followup": "跟进",
    "step": "下一步",
    "move": "移动",
    "memo": "备忘与批示",
    "change": "资料变更",
    "print": "打印",
}

# -- follow-ups


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


def _followups(ids: list[int]) -> list[Said]:
    planned = {id_: tuple(steps) for id_, steps in groupby(_planned(ids=ids), key=attrgetter("followup"))}
    return [row._replace(planned=planned.get(row.id, ())) for row in _said(ids=ids)]


# -- what became of steps


def _of_task(query, customer):
    model = query.model
    return query.join(Task, on=model.task == Task.id).where(Task.customer == customer)


def _about_steps(row: type[tuple], model: type[Model], *columns) -> Prepared:
    acts = model.select(model.id, model.at, Task.action, User.name, *columns)
    acts = acts.join(Task).switch(model).join(User, on=model.by)
    return Prepared(lambda ids: acts.where(model.id << ids), row=row)


class Done(NamedTuple):
    """A step ticked off."""

    id: int
    at: datetime
    action: str
    by: str


class PutOff(NamedTuple):
    """A step put off or brought forward; `since` is None where it had no day."""

    id: int
    at: datetime
    action: str
    by: str
    since: date | None
    until: date
    reason: str


class HandedOn(NamedTuple):
    """A step that somebody else does now."""

    id: int
    at: datetime
    action: str
    by: str
    giver: str
    taker: str


_Giver, _Taker = User.alias(), User.alias()
_done = _about_steps(Done, Completion)
_put_off = _about_steps(PutOff, Rescheduling, Rescheduling.from_day, Rescheduling.to_day, Rescheduling.reason)
_handed_on = Prepared(
    lambda ids: (
        Reassignment.select(Reassignment.id, Reassignment.at, Task.action, User.name, _Giver.name, _Taker.name)
        .join(Task)
        .switch(Reassignment)
        .join(User, on=Reassignment.by)
        .switch(Reassignment)
        .join(_Giver, on=Reassignment.from_user)
        .switch(Reassignment)
        .join(_Taker, on=Reassignment.to_user)
        .where(Reassignment.id << ids)
    ),
    row=HandedOn,
)

# -- moves


class Moved(NamedTuple):
    """A change of value in a dimension; `left` or `to` is None where it came from nowhere or went there."""

    id: int
    at: datetime
    dimension: str
    left: str | None
    to: str | None
    by: str
    origin: str
    reason: str


_From, _To = DimensionValue.alias(), DimensionValue.alias()
_moves = Prepared(
    lambda ids: (
        Move.select(Move.id, Move.at, Dimension.label, _From.label, _To.label, User.name, Move.origin, Move.reason)
        .join(Dimension, on=Move.dimension)
        .switch(Move)
        .join(_From, JOIN.LEFT_OUTER, on=Move.from_value)
        .switch(Move)
        .join(_To, JOIN.LEFT_OUTER, on=Move.to_value)
        .switch(Move)
        .join(User, on=Move.by)
        .where(Move.id << ids)
    ),
    row=Moved,
)

# -- memos


class Noted(NamedTuple):
    """A memo; `acknowledgement` is the id of its 已阅."""

    id: int
    at: datetime
    kind: str
    body: str
    by_id: int
    by: str
    acknowledgement: int | None


_memos = Prepared(
    lambda ids: (
        Memo.select(Memo.id, Memo.at, Memo.kind, Memo.body, Memo.by, User.name, Acknowledgement.id)
        .join(User, on=Memo.by)
        .switch(Memo)
        .join(Acknowledgement, JOIN.LEFT_OUTER, on=Acknowledgement.memo == Memo.id)
        .where(Memo.id << ids)
    ),
    row=Noted,
)

# -- changes of the file, from the audit trail

# the audit entries that tell the file's own story; the rest of the trail has its acts in tables of their own
FILE_ACTS = {
    "customer.filed": "建档",
    "customer.imported": "导入建档",
    "customer.revised": "修改资料",
    "customer.verified": "核对资料",
    "contact.added": "新增联系人",
    "contact.revised": "修改联系人",
    "project.revised": "修改项目资料",
}


class Changed(NamedTuple):
    """An act of FILE_ACTS; `changes` are column, before and after."""

    id: int
    at: datetime
    action: str
    by: str
    changes: tuple[tuple[str, str, str], ...]


_audited = Prepared(
    lambda ids: AuditEvent.select(
        AuditEvent.id, AuditEvent.at, AuditEvent.action, AuditEvent.actor_name, AuditEvent.details
    ).where(AuditEvent.id << ids),
    row=tuple,
)


def _file_acts(query, customer):
    return query.where(AuditEvent.customer_id == customer, AuditEvent.action << list(FILE_ACTS))


def _changes(ids: list[int]) -> list[Changed]:
    return [Changed(*act, tuple(_changed(**details))) for *act, details in _audited(ids=ids)]


def _changed(changes: dict | None = None, **_others):
    return ((column, *change) for column, change in (changes or {}).items())


# -- prints


class Printed(NamedTuple):
    """A print; its snapshot stays where it is."""

    id: int
    at: datetime
    slug: str
    number: str
    times: int
    is_unmasked: bool
    by: str


_prints = Prepared(
    lambda ids: (
        Print.select(Print.id, Print.at, Print.slug, Print.number, Print.times, Print.is_unmasked, User.name)
        .join(User, on=Print.by)
        .where(Print.id << ids)
    ),
    row=Printed,
)


SOURCES = {
    source.name: source
    for source in (
        Source("followup", "followup", FollowUp, _followups),
        Source("completion", "step", Completion, _done, _of_task),
        Source("rescheduling", "step", Rescheduling, _put_off, _of_task),
        Source("reassignment", "step", Reassignment, _handed_on, _of_task),
        Source("move", "move", Move, _moves),
        Source("memo", "memo", Memo, _memos),
        Source("change", "change", AuditEvent, _changes, _file_acts),
        Source("print", "print", Print, _prints),
    )
}
