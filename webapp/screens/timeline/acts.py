"""The sources of a timeline: where each kind of act is found, and what its line tells."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from peewee import JOIN, Model, Value

from webapp.formatting import day
from webapp.models.audit import AuditEvent
from webapp.models.classification import Move
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp, late_by
from webapp.models.memo import Acknowledgement, Memo, MemoKind
from webapp.models.printing import Print
from webapp.models.task import Completion, Reassignment, Rescheduling, Task
from webapp.models.user import User
from webapp.prepared import Prepared

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


class Source(NamedTuple):
    """`of` narrows a query of the model to one customer's rows; `load` answers with the acts of some ids, by id."""

    kind: str
    model: type[Model]
    of: Callable
    load: Callable[[list[int]], dict[int, tuple]]


def _direct(query, customer):
    return query.where(query.model.customer == customer)


def _by_id(rows) -> dict:
    return {row[0]: row for row in rows}


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
        named = (
            ("共识", self.consensus), ("需求变化", self.need_change), ("异议", self.objections), ("问题类型", self.issue_type),
            ("备注", self.remarks),
        )  # fmt: skip
        return [(name, text) for name, text in named if text]


_said = Prepared(
    lambda ids: FollowUp.select(
        FollowUp.id, FollowUp.at, FollowUp.method, FollowUp.tool, FollowUp.executor_name, FollowUp.their_participants,
        FollowUp.attitude, FollowUp.topic, FollowUp.content, FollowUp.consensus, FollowUp.need_change, FollowUp.objections,
        FollowUp.issue_type, FollowUp.remarks, FollowUp.recorded_by, FollowUp.recorded_at, FollowUp.is_imported,
        FollowUp.version, Value(None),
    ).where(FollowUp.id << ids),
    row=Said,
)  # fmt: skip
_planned = Prepared(
    lambda ids: (
        Task.select(Task.followup, Task.action, Task.due_on, Task.is_open, User.name)
        .join(User, on=Task.responsible)
        .where(Task.followup << ids)
        .order_by(Task.followup, Task.id)
    ),
    row=Planned,
)


def _followups(ids: list[int]) -> dict[int, Said]:
    planned = {id_: tuple(steps) for id_, steps in groupby(_planned(ids=ids), key=attrgetter("followup"))}
    return {row.id: row._replace(planned=planned.get(row.id, ())) for row in _said(ids=ids)}


# -- what became of steps


class Stepped(NamedTuple):
    """A step ticked off, put off or handed on."""

    id: int
    action: str
    by: str
    label: str
    told: str = ""
    reason: str = ""


def _of_task(query, customer):
    model = query.model
    return query.join(Task, on=model.task == Task.id).where(Task.customer == customer)


def _about_steps(model: type[Model], *columns) -> Prepared:
    acts = model.select(model.id, Task.action, User.name, *columns).join(Task).switch(model).join(User, on=model.by)
    return Prepared(lambda ids: acts.where(model.id << ids), row=tuple)


_Giver, _Taker = User.alias(), User.alias()
_ticked_off = _about_steps(Completion)
_put_off = _about_steps(Rescheduling, Rescheduling.from_day, Rescheduling.to_day, Rescheduling.reason)
_handed_on = Prepared(
    lambda ids: (
        Reassignment.select(Reassignment.id, Task.action, User.name, _Giver.name, _Taker.name)
        .join(Task)
        .switch(Reassignment)
        .join(User, on=Reassignment.by)
        .switch(Reassignment)
        .join(_Giver, on=Reassignment.from_user)
        .switch(Reassignment)
        .join(_Taker, on=Reassignment.to_user)
        .where(Reassignment.id << ids)
    ),
    row=tuple,
)


def _completions(ids: list[int]) -> dict[int, Stepped]:
    return _by_id(Stepped(*row, "完成") for row in _ticked_off(ids=ids))


def _reschedulings(ids: list[int]) -> dict[int, Stepped]:
    rows = _put_off(ids=ids)
    return _by_id(
        Stepped(*act, "改期", f"{day(since) or '未定'} → {day(until)}", reason) for *act, since, until, reason in rows
    )


def _reassignments(ids: list[int]) -> dict[int, Stepped]:
    return _by_id(Stepped(*act, "转交", f"{giver} → {taker}") for *act, giver, taker in _handed_on(ids=ids))


# -- moves


class Moved(NamedTuple):
    """A change of value in a dimension; `left` or `to` is None where it came from nowhere or went there."""

    id: int
    dimension: str
    left: str | None
    to: str | None
    by: str
    origin: str
    reason: str


_From, _To = DimensionValue.alias(), DimensionValue.alias()
_moves = Prepared(
    lambda ids: (
        Move.select(Move.id, Dimension.label, _From.label, _To.label, User.name, Move.origin, Move.reason)
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
    kind: str
    body: str
    by_id: int
    by: str
    acknowledgement: int | None

    @property
    def label(self) -> str:
        return MemoKind(self.kind).label


_memos = Prepared(
    lambda ids: (
        Memo.select(Memo.id, Memo.kind, Memo.body, Memo.by, User.name, Acknowledgement.id)
        .join(User, on=Memo.by)
        .switch(Memo)
        .join(Acknowledgement, JOIN.LEFT_OUTER, on=Acknowledgement.memo == Memo.id)
        .where(Memo.id << ids)
    ),
    row=Noted,
)


# -- changes of the file, from the audit trail


class Changed(NamedTuple):
    """An act of FILE_ACTS; `changes` are column, before and after."""

    id: int
    action: str
    by: str
    changes: tuple[tuple[str, str, str], ...]


_audited = Prepared(
    lambda ids: AuditEvent.select(AuditEvent.id, AuditEvent.action, AuditEvent.actor_name, AuditEvent.details).where(
        AuditEvent.id << ids
    ),
    row=tuple,
)


def _file_acts(query, customer):
    return query.where(AuditEvent.customer_id == customer, AuditEvent.action << list(FILE_ACTS))


def _changes(ids: list[int]) -> dict[int, Changed]:
    return _by_id(Changed(*act, tuple(_changed(**details))) for *act, details in _audited(ids=ids))


def _changed(changes: dict | None = None, **_others):
    return ((column, *change) for column, change in (changes or {}).items())


# -- prints


class Printed(NamedTuple):
    """A print; its snapshot stays where it is."""

    id: int
    slug: str
    number: str
    times: int
    is_unmasked: bool
    by: str


_prints = Prepared(
    lambda ids: (
        Print.select(Print.id, Print.slug, Print.number, Print.times, Print.is_unmasked, User.name)
        .join(User, on=Print.by)
        .where(Print.id << ids)
    ),
    row=Printed,
)


SOURCES = {
    "followup": Source("followup", FollowUp, _direct, _followups),
    "completion": Source("step", Completion, _of_task, _completions),
    "rescheduling": Source("step", Rescheduling, _of_task, _reschedulings),
    "reassignment": Source("step", Reassignment, _of_task, _reassignments),
    "move": Source("move", Move, _direct, lambda ids: _by_id(_moves(ids=ids))),
    "memo": Source("memo", Memo, _direct, lambda ids: _by_id(_memos(ids=ids))),
    "change": Source("change", AuditEvent, _file_acts, _changes),
    "print": Source("print", Print, _direct, lambda ids: _by_id(_prints(ids=ids))),
}
