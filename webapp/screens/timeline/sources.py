"""The sources of the timeline: one for each kind of act, with what its line tells."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from peewee import JOIN

from webapp.models import memo
from webapp.models.assignment.transfer import Transfer
from webapp.models.attachment import Attachment
from webapp.models.audit import AuditEvent
from webapp.models.classification import Move
from webapp.models.competitor import Competitor
from webapp.models.complaint import Complaint
from webapp.models.contact import ROLES
from webapp.models.contact.fields import FIELDS as CONTACT
from webapp.models.customer import Customer
from webapp.models.customer.fields import FIELDS as CUSTOMER
from webapp.models.customer.fields import KINDS as CUSTOMER_KINDS
from webapp.models.feedback import Feedback
from webapp.models.followup import FollowUp
from webapp.models.inspection import Inspection
from webapp.models.memo import Acknowledgement, Memo, MemoKind
from webapp.models.milestone import Milestone
from webapp.models.order import Order
from webapp.models.printing import Print
from webapp.models.project.fields import FIELDS as PROJECT
from webapp.models.record import Record
from webapp.models.task.arrangeable import Reassignment, Rescheduling
from webapp.models.task.completable import Completion
from webapp.models.task.voidable import Voiding
from webapp.models.user import User
from webapp.models.withdrawal import Withdrawal, is_fresh
from webapp.prepared import Prepared
from webapp.screens import attachments, complaints, records
from webapp.screens.timeline import steps, withdrawals
from webapp.screens.timeline.followups import followups
from webapp.screens.timeline.inspections import inspections
from webapp.screens.timeline.moves import moves
from webapp.screens.timeline.source import Kind, Source, direct
from webapp.screens.timeline.transfers import transfers

# -- memos


class Noted(NamedTuple):
    """A memo; `acknowledgement` is the id of its 已阅, `owner_id` the customer's owner. It is fresh for a day."""

    id: int
    at: datetime
    kind: str
    body: str
    by_id: int
    by: str
    owner_id: int
    version: int
    acknowledgement: int | None
    is_fresh: bool

    def is_for(self, reader: int, *, works: bool) -> bool:
        """Whether 已阅 is this reader's to say, who works on the customer or does not."""
        return memo.is_for(reader, self.by_id, self.owner_id, works=works)


_memos = Prepared(
    lambda ids: (
        Memo.select(
            Memo.id,
            Memo.at,
            Memo.kind,
            Memo.body,
            Memo.by,
            User.name,
            Customer.owner,
            Memo.version,
            Acknowledgement.id,
        )
        .join(User, on=Memo.by)
        .switch(Memo)
        .join(Customer, on=Memo.customer)
        .switch(Memo)
        .join(Acknowledgement, JOIN.LEFT_OUTER, on=Acknowledgement.memo == Memo.id)
        .where(Memo.id << ids)
    ),
    row=tuple,
)


def _noted(ids: list[int]) -> list[Noted]:
    return [Noted(*row, is_fresh(row[1])) for row in _memos(ids=ids)]


def _major(query, customer):
    return direct(query, customer).where(Memo.kind == MemoKind.CHANGE)


# -- changes of the file, from the audit trail

# the audit entries that tell the file's own story; the rest of the trail has its acts in tables of their own
UPDATED_BY_LIST = "customer.imported, on file"
FILE_ACTS = {
    "customer.filed": "建档",
    "customer.imported": "导入建档",
    UPDATED_BY_LIST: "导入更新",
    "customer.import_undone": "撤销导入",
    "customer.revised": "修改资料",
    "customer.verified": "核对资料",
    "contact.added": "新增联系人",
    "contact.revised": "修改联系人",
    "project.revised": "修改项目资料",
    "collaboration.asked": "请人协同",
    "collaboration.ended": "不再协同",
}


# the words of what changed, by the noun of the act
LABELS = {"customer": CUSTOMER.labels, "contact": CONTACT.labels | ROLES, "project": PROJECT.labels}
_WORDS = {"kind": dict(CUSTOMER_KINDS)}  # of values that are kept as words of the code


class Changed(NamedTuple):
    """An act of FILE_ACTS. `about` is the contact or project it was done to, masked as the trail has it; `changes` are
    what of it, before and after."""

    id: int
    at: datetime
    action: str
    by: str
    about: str
    changes: tuple[tuple[str, str, str], ...]


_audited = Prepared(
    lambda ids: AuditEvent.select(
        AuditEvent.id, AuditEvent.at, AuditEvent.action, AuditEvent.actor_name, AuditEvent.subject, AuditEvent.details
    ).where(AuditEvent.id << ids),
    row=tuple,
)


def _file_acts(query, customer):
    return query.where(AuditEvent.customer_id == customer, AuditEvent.action << list(FILE_ACTS))


def _changes(ids: list[int]) -> list[Changed]:
    return [_changed(*event) for event in _audited(ids=ids)]


def _changed(id_: int, at: datetime, action: str, by: str, subject: str, details: dict) -> Changed:
    noun = action.partition(".")[0]
    action = UPDATED_BY_LIST if action == "customer.imported" and "changes" in details else action
    about = {
        "contact": details.get("name", ""),
        "project": subject,
        "customer": details.get("how", ""),
        "collaboration": "：".join(filter(None, (subject, details.get("reason", "")))),
    }
    changes = tuple(in_words(LABELS.get(noun, {}), details.get("changes", {})))
    return Changed(id_, at, action, by, about.get(noun, ""), changes)


def in_words(labels: dict[str, str], changes: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """What changed, by its columns, as people read it: its word, before and after, in the order in which a form
    asks."""
    for column in (*labels, *(changes.keys() - labels.keys())):
        if column in changes:
            before, after = (_WORDS.get(column, {}).get(value, value) for value in changes[column])
            yield labels.get(column, column), before, after


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


def _record(noun: type[Record], of: Callable = direct) -> Source:
    return Source(noun.noun(), noun, partial(records.of_ids, noun), of)


def _by_itself(query, customer):
    """What hangs on an act stands under that."""
    return direct(query, customer).where(Attachment.row_of_holder.is_null())


def _by_people(query, customer):
    """What the book noted by itself stands there as what it came of."""
    return direct(query, customer).where(Milestone.row_of_cause.is_null())


_FOLLOWUP = Source("followup", FollowUp, followups)
_COMPLETION = Source("completion", Completion, steps.done, steps.of_task)
_PUT_OFF = Source("rescheduling", Rescheduling, steps.put_off, steps.of_task)
_HANDED_ON = Source("reassignment", Reassignment, steps.handed_on, steps.of_task_by_itself)
_MOVE = Source("move", Move, moves)
_TRANSFER = Source("transfer", Transfer, transfers)
_INSPECTION = Source("inspection", Inspection, inspections)
_VOIDING = Source("voiding", Voiding, steps.voided, steps.of_task)
_MEMO = Source("memo", Memo, _noted)
_CHANGE = Source("change", AuditEvent, _changes, _file_acts)
_PRINT = Source("print", Print, _prints)
_WITHDRAWAL = Source("withdrawal", Withdrawal, withdrawals.withdrawals)
_ATTACHMENT = Source("attachment", Attachment, attachments.of_ids, _by_itself)
_COMPLAINT = Source("complaint", Complaint, complaints.of_ids)
_ORDER, _FEEDBACK, _COMPETITOR = _record(Order), _record(Feedback), _record(Competitor)
_MILESTONE = _record(Milestone, _by_people)
_SAID = (_FOLLOWUP, _MEMO, _ORDER, _COMPLAINT, _FEEDBACK, _MILESTONE, _INSPECTION)
_ALL = (
    *_SAID,
    _COMPLETION,
    _VOIDING,
    _PUT_OFF,
    _HANDED_ON,
    _MOVE,
    _TRANSFER,
    _CHANGE,
    _COMPETITOR,
    _ATTACHMENT,
    _PRINT,
    _WITHDRAWAL,
)

SOURCES = {source.name: source for source in _ALL}
# first what was said and promised: a step's end stands there once, in the line of the follow-up that led to it
_BARE = tuple(replace(source, of=steps.of_bare_task) for source in (_COMPLETION, _VOIDING))


def _taken_back(*nouns: str) -> Source:
    return replace(_WITHDRAWAL, of=withdrawals.of(*nouns))


KINDS = {
    "": Kind("要事", (*_SAID, *_BARE, _PUT_OFF, _HANDED_ON, _TRANSFER)),
    "followup": Kind("跟进", (_FOLLOWUP, _taken_back("followup"))),
    "step": Kind("下一步", (_COMPLETION, _VOIDING, _PUT_OFF, _HANDED_ON)),
    "order": Kind("订单", (_ORDER, _taken_back("order"))),
    "service": Kind("服务", (_COMPLAINT, _FEEDBACK, _taken_back("complaint", "handling", "feedback"))),
    "memo": Kind("备忘与节点", (_MEMO, _MILESTONE, _taken_back("memo", "milestone"))),
    "move": Kind("移动与交接", (_MOVE, _TRANSFER)),
    "inspection": Kind("督察", (_INSPECTION,)),
    "change": Kind("资料变更", (_CHANGE, replace(_MEMO, of=_major), _COMPETITOR, _taken_back("contact", "competitor"))),
    "file": Kind("附件", (_ATTACHMENT, _taken_back("attachment"))),
    "print": Kind("打印", (_PRINT,)),
    "all": Kind("全部", _ALL),
}
