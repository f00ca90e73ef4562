"""Everything about one customer in one time order (R-TIMELINE), paged by key."""

from dataclasses import dataclass
from datetime import UTC, datetime

from peewee import JOIN, SQL, Value

from webapp.database import row_id
from webapp.models.audit import AuditEvent
from webapp.models.classification import Move
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp
from webapp.models.memo import Acknowledgement, Memo
from webapp.models.printing import Print
from webapp.models.task import Completion, Reassignment, Rescheduling, Task
from webapp.models.user import User
from webapp.prepared import Prepared

PAGE = 30
KINDS = {
    "followup": "跟进",
    "step": "下一步",
    "move": "移动",
    "memo": "备忘与批示",
    "change": "资料变更",
    "print": "打印",
}
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


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: `act` is the FollowUp, Move, Completion … itself."""

    kind: str
    at: datetime
    act: object


class Timeline:
    """The customer's acts, newest first."""

    def __init__(self, customer, kind: str = ""):
        self.customer = customer
        self.kind = kind if kind in KINDS else ""

    def page(self, before: str = "") -> tuple[list[Entry], str]:
        """Thirty entries older than the cursor, and the cursor of the next page ('' at the end)."""
        keys = self._keys(before)
        more, keys = len(keys) > PAGE, keys[:PAGE]
        acts = {source: _LOADERS[source]([key[2] for key in keys if key[1] == source]) for source in {k[1] for k in keys}}
        entries = [Entry(_KIND_OF[source], at, acts[source][id_]) for at, source, id_ in keys if id_ in acts[source]]
        return entries, _cursor(keys[-1]) if more else ""

    def _keys(self, before: str) -> list[tuple[datetime, str, int]]:
        if cursor := _parse(before):
            return list(_union(self.kind, self.customer.id, cursor))
        return _FIRST[self.kind](customer=self.customer.id)


def _union(kind: str, customer, cursor: tuple | None = None):
    """(at, source, id) of the customer's entries older than the cursor, one more than a page shows."""
    sources = [source for source, of_kind in _KIND_OF.items() if not kind or of_kind == kind]
    union = None
    for source in sources:
        select = _source(source, customer, cursor)
        union = select if union is None else union.union_all(select)
    newest_first = (SQL("at").desc(), SQL("source").desc(), SQL("id").desc())
    return union.order_by(*newest_first).limit(PAGE + 1).tuples()


def _source(source: str, customer, cursor: tuple | None):
    model, of_customer = _SOURCES[source]
    query = model.select(model.at.alias("at"), Value(source, converter=False).alias("source"), model.id.alias("id"))
    query = of_customer(query, customer)
    if cursor:
        at, before_source, id_ = cursor
        older = model.at < at
        if source < before_source:
            older = model.at <= at
        elif source == before_source:
            older = older | ((model.at == at) & (model.id < id_))
        query = query.where(older)
    return query


def _of_task(query, customer):
    model = query.model
    return query.join(Task, on=model.task == Task.id).where(Task.customer == customer)


def _file_acts(query, customer):
    return query.where(AuditEvent.customer_id == customer, AuditEvent.action << list(FILE_ACTS))


def _direct(query, customer):
    return query.where(query.model.customer == customer)


_SOURCES = {
    "followup": (FollowUp, _direct),
    "completion": (Completion, _of_task),
    "rescheduling": (Rescheduling, _of_task),
    "reassignment": (Reassignment, _of_task),
    "move": (Move, _direct),
    "memo": (Memo, _direct),
    "change": (AuditEvent, _file_acts),
    "print": (Print, _direct),
}
_KIND_OF = {
    "followup": "followup",
    "completion": "step",
    "rescheduling": "step",
    "reassignment": "step",
    "move": "move",
    "memo": "memo",
    "change": "change",
    "print": "print",
}


# What an entry shows: the rest of a step or a print is left where it is, the print's snapshot above all. What is joined
# needs its id among its columns, or the row forgets the key it was joined by.
_STEP = (Task.id, Task.action)
_PRINT = (Print.id, Print.slug, Print.number, Print.times, Print.is_unmasked, Print.by)


def _first_page(kind: str) -> Prepared:
    return Prepared(lambda customer: _union(kind, customer))


_FIRST = {kind: _first_page(kind) for kind in ("", *KINDS)}


def _by_id(rows) -> dict:
    return {row.id: row for row in rows}


def _followups(ids):
    found = _by_id(_said(ids=ids))
    for followup in found.values():
        followup.planned = []
    for step in _planned(ids=ids):
        found[step.followup_id].planned.append(step)
    return found


_said = Prepared(lambda ids: FollowUp.select().where(FollowUp.id << ids))
_planned = Prepared(
    lambda ids: (
        Task.select(*_STEP, Task.followup, Task.due_on, Task.is_open, User.id, User.name)
        .join(User, on=Task.responsible)
        .where(Task.followup << ids)
        .order_by(Task.id)
    )
)


def _of_steps(model):
    joined = model.select(model, *_STEP, User.id, User.name).join(Task).switch(model).join(User, on=model.by)
    acts = Prepared(lambda ids: joined.where(model.id << ids))
    return lambda ids: _by_id(acts(ids=ids))


_Giver, _Taker = User.alias(), User.alias()
_handed_on = Prepared(
    lambda ids: (
        Reassignment.select(Reassignment, *_STEP, _Giver.id, _Giver.name, _Taker.id, _Taker.name, User.id, User.name)
        .join(Task)
        .switch(Reassignment)
        .join(_Giver, on=Reassignment.from_user)
        .switch(Reassignment)
        .join(_Taker, on=Reassignment.to_user)
        .switch(Reassignment)
        .join(User, on=Reassignment.by)
        .where(Reassignment.id << ids)
    )
)

_From, _To = DimensionValue.alias(), DimensionValue.alias()
_moves = Prepared(
    lambda ids: (
        Move.select(Move, Dimension.id, Dimension.label, _From.id, _From.label, _To.id, _To.label, User.id, User.name)
        .join(Dimension, on=Move.dimension)
        .switch(Move)
        .join(_From, JOIN.LEFT_OUTER, on=Move.from_value)
        .switch(Move)
        .join(_To, JOIN.LEFT_OUTER, on=Move.to_value)
        .switch(Move)
        .join(User, on=Move.by)
        .where(Move.id << ids)
    )
)


def _memos(ids):
    found = _by_id(_written(ids=ids))
    read = {row.memo_id for row in _read(ids=ids)}
    for memo in found.values():
        memo.is_read = memo.id in read
    return found


_written = Prepared(lambda ids: Memo.select(Memo, User.id, User.name).join(User, on=Memo.by).where(Memo.id << ids))
_read = Prepared(lambda ids: Acknowledgement.select().where(Acknowledgement.memo << ids))
_changes = Prepared(lambda ids: AuditEvent.select().where(AuditEvent.id << ids))
_prints = Prepared(lambda ids: Print.select(*_PRINT, User.id, User.name).join(User, on=Print.by).where(Print.id << ids))

_LOADERS = {
    "followup": _followups,
    "completion": _of_steps(Completion),
    "rescheduling": _of_steps(Rescheduling),
    "reassignment": lambda ids: _by_id(_handed_on(ids=ids)),
    "move": lambda ids: _by_id(_moves(ids=ids)),
    "memo": _memos,
    "change": lambda ids: _by_id(_changes(ids=ids)),
    "print": lambda ids: _by_id(_prints(ids=ids)),
}


def _cursor(key: tuple) -> str:
    at, source, id_ = key
    return f"{at.isoformat()}~{source}~{id_}"


def _parse(cursor: str):
    try:
        at, source, id_ = cursor.split("~")
        return datetime.fromisoformat(at).astimezone(UTC), source, row_id(id_)
    except (ValueError, OverflowError):  # a first or last day of all that has no moment in UTC
        return None
