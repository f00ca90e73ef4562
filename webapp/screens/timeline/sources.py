"""The sources of the timeline: one for each kind of act, with what its line tells."""

from datetime import datetime
from typing import NamedTuple

from peewee import JOIN

from webapp.models.audit import AuditEvent
from webapp.models.classification import Move
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp
from webapp.models.memo import Acknowledgement, Memo
from webapp.models.printing import Print
from webapp.models.task import Completion, Reassignment, Rescheduling
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.timeline import steps
from webapp.screens.timeline.followups import followups
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
        Source("followup", "followup", FollowUp, followups),
        Source("completion", "step", Completion, steps.done, steps.of_task),
        Source("rescheduling", "step", Rescheduling, steps.put_off, steps.of_task),
        Source("reassignment", "step", Reassignment, steps.handed_on, steps.of_task),
        Source("move", "move", Move, _moves),
        Source("memo", "memo", Memo, _memos),
        Source("change", "change", AuditEvent, _changes, _file_acts),
        Source("print", "print", Print, _prints),
    )
}
