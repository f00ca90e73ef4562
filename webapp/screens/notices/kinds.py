"""The kinds of notice: one for each thing somebody is told of, with what is said and where it stands."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial, reduce
from typing import NamedTuple

from peewee import JOIN, SQL, Case, Model, ModelSelect, Value, fn

from webapp.models.absence import Absence
from webapp.models.assignment import Assignment
from webapp.models.assignment.transfer import Transfer
from webapp.models.collaboration import Collaboration
from webapp.models.complaint import Complaint
from webapp.models.complaint.handling import Breach
from webapp.models.customer import Customer
from webapp.models.escalation import Escalation
from webapp.models.followup import FollowUp
from webapp.models.handover import Handover, Stage
from webapp.models.inspection import Finding, Inspection, State
from webapp.models.memo import Acknowledgement, Memo
from webapp.models.pool import PoolWarning
from webapp.models.task import Task
from webapp.models.task.arrangeable import Reassignment
from webapp.models.user import User
from webapp.models.withdrawal import Withdrawal
from webapp.prepared import Prepared


class Said(NamedTuple):
    """What a notice of some kind is about, as it is now: in the words of whoever wrote it, for the reader's Eyes;
    `entry` is the id of what stands on the card for it, `is_over` that there is nothing left to do about it, `version`
    that of an instruction."""

    kind: str
    id: int
    customer: int | None
    text: str
    due_on: date | None
    entry: int
    is_over: bool
    version: int


class Kind(NamedTuple):
    """`said` is the query of what is said of the rows of some ids (`about`): the columns of Said after its kind. It
    stands on the card as #<entry>-<id>, on the timeline where `narrowed` is one of the timeline's KINDS; what is about
    no customer has a `page` of its own (an endpoint that takes its `id`). `to_do`: it stands on the worklist until it
    is read."""

    name: str
    label: str
    hue: str
    said: Callable[[list[int]], ModelSelect]
    entry: str
    narrowed: str = ""
    to_do: bool = False
    page: str = ""


_NO_DAY, _NONE, _NOBODYS = SQL("CAST(NULL AS DATE)"), SQL("0"), SQL("CAST(NULL AS INTEGER)")


def _instructions(ids):
    is_over = Acknowledgement.id.is_null(False)
    memos = Memo.select(Memo.id, Memo.customer, Memo.body, _NO_DAY, Memo.id, is_over, Memo.version)
    memos = memos.join(Acknowledgement, JOIN.LEFT_OUTER, on=Acknowledgement.memo == Memo.id)
    return memos.where(Memo.id << ids)


def _records(ids):
    no = Value(False, converter=False)
    told = FollowUp.id, FollowUp.customer, FollowUp.content, _NO_DAY, FollowUp.id, no, _NONE
    return FollowUp.select(*told).where(FollowUp.id << ids)


def _why(handed: type[Reassignment]):
    return Case(None, [(handed.reason != "", Value("。").concat(handed.reason))], "")


def _steps(model: type[Model], ids):
    """By themselves, or by what was done with them."""
    text = Task.action.concat(_why(model)) if model is Reassignment else Task.action
    told = Task.customer, text, Task.due_on, Task.id, Task.is_open == False, _NONE  # noqa: E712
    steps = model.select(model.id, *told)
    return (steps if model is Task else steps.join(Task)).where(model.id << ids)


def _broken(ids):
    """By the day that was promised: with another one there is nothing left to do about it."""
    is_over = (Task.is_open == False) | (Task.due_on != Escalation.due_on)  # noqa: E712
    told = Escalation.id, Task.customer, Task.action, Escalation.due_on, Task.id, is_over, _NONE
    return Escalation.select(*told).join(Task).where(Escalation.id << ids)


def _complaints(ids):
    is_over = Complaint.closed_at.is_null(False)
    told = Complaint.id, Complaint.customer, Complaint.description, _NO_DAY, Complaint.id, is_over, _NONE
    return Complaint.select(*told).where(Complaint.id << ids)


def _breaches(ids):
    """Whatever comes of it, it was too late; there is nothing left to do about it once the clock runs no more."""
    is_over = (Complaint.due_at.is_null()) | (Complaint.due_at != Breach.due_at)
    told = Breach.id, Complaint.customer, Complaint.description, _NO_DAY, Complaint.id, is_over, _NONE
    return Breach.select(*told).join(Complaint).where(Breach.id << ids)


def _retracted(ids):
    yes = Value(True, converter=False)
    told = Withdrawal.id, Withdrawal.customer, Withdrawal.reason, _NO_DAY, Withdrawal.id, yes, _NONE
    return Withdrawal.select(*told).where(Withdrawal.id << ids)


def _assigned(ids):
    no = Value(False, converter=False)
    one = Customer.select(Customer.public_name).join(Transfer).where(Transfer.assignment == Assignment.id).limit(1)
    many = Assignment.count.cast("VARCHAR(12)").concat(Value(" 位客户"))
    what = Case(None, [(Assignment.count == 1, fn.COALESCE(one, ""))], many)
    to = Case(
        None,
        [(Assignment.to_user.is_null(), Value("放入公海："))],
        Value("归").concat(User.name).concat(Value("负责：")),
    )
    text = what.concat(to).concat(Assignment.reason)
    told = Assignment.select(Assignment.id, _NOBODYS, text, _NO_DAY, Assignment.id, no, _NONE)
    return told.join(User, JOIN.LEFT_OUTER, on=Assignment.to_user).where(Assignment.id << ids)


def _handovers(ids):
    is_over = Handover.stage << (Stage.DONE, Stage.CANCELLED)
    done = Case(None, [(Handover.stage == Stage.DONE, Value("移交完成："))], Value("移交等您确认："))
    text = done.concat(User.name)
    told = Handover.select(Handover.id, _NOBODYS, text, _NO_DAY, Handover.id, is_over, _NONE)
    return told.join(User, on=Handover.giver).where(Handover.id << ids)


def _inspected(ids):
    """In the state it is in: found, objected to, decided."""
    is_over = Inspection.state << (State.UPHELD, State.WITHDRAWN)
    finding = Case(Inspection.finding, [(finding.value, Value(finding.label)) for finding in Finding])
    state = Case(Inspection.state, [(state.value, Value(f"（{state.label}）")) for state in State], "")
    text = finding.concat(state).concat(Value("：")).concat(Inspection.note)
    told = Inspection.customer, text, _NO_DAY, Inspection.id, is_over, _NONE
    return Inspection.select(Inspection.id, *told).where(Inspection.id << ids)


def _pool_soon(ids):
    no = Value(False, converter=False)
    text = PoolWarning.reason.concat(Value("，从那天起放入公海"))
    told = PoolWarning.customer, text, PoolWarning.release_on, PoolWarning.id, no, _NONE
    return PoolWarning.select(PoolWarning.id, *told).where(PoolWarning.id << ids)


def _asked_on(ids):
    no = Value(False, converter=False)
    told = Collaboration.customer, Collaboration.reason, _NO_DAY, Collaboration.id, no, _NONE
    return Collaboration.select(Collaboration.id, *told).where(Collaboration.id << ids)


_why_away = Case(None, [(Absence.note != "", Value("：").concat(Absence.note))], "")


def _standing_in(ids):
    no = Value(False, converter=False)
    text = User.name.concat(Value("请假，由您代理")).concat(_why_away)
    told = Absence.select(Absence.id, _NOBODYS, text, Absence.since, Absence.id, no, _NONE)
    return told.join(User, on=Absence.user).where(Absence.id << ids)


_ALL = (  # the days of all are read as those of the first
    Kind("planned", "安排", "indigo", partial(_steps, Task), "task", to_do=True),
    Kind("handed_on", "转交", "malachite", partial(_steps, Reassignment), "task", to_do=True),
    Kind("escalated", "上报", "cinnabar", _broken, "task"),
    Kind("mentioned", "知会", "indigo", _records, "followup", "followup", to_do=True),
    Kind("instruction", "批示", "cinnabar", _instructions, "memo", "memo", to_do=True),
    Kind("complaint", "投诉", "cinnabar", _complaints, "complaint", "service", to_do=True),
    Kind("breached", "投诉超时", "cinnabar", _breaches, "complaint", "service"),
    Kind("stands_in", "代理", "gamboge", _standing_in, "absence", to_do=True, page="absences.show"),
    Kind("asked_on", "协同", "indigo", _asked_on, "collaboration", to_do=True),
    Kind("assigned", "换负责人", "malachite", _assigned, "assignment", to_do=True, page="assignments.show"),
    Kind("handover", "移交", "malachite", _handovers, "handover", to_do=True, page="handovers.show"),
    Kind("inspected", "督察", "cinnabar", _inspected, "inspection", "inspection", to_do=True),
    Kind("objected", "督察异议", "cinnabar", _inspected, "inspection", "inspection", to_do=True),
    Kind("decided", "异议处理", "indigo", _inspected, "inspection", "inspection", to_do=True),
    Kind("pool_soon", "公海预告", "cinnabar", _pool_soon, "pool-warning", to_do=True),
    Kind("retracted", "投诉撤回", "ink", _retracted, "withdrawal", "service"),
)

KINDS = {kind.name: kind for kind in _ALL}


def _said_of_all(**ids):
    parts = [kind.said(ids[name]).select_extend(Value(name, converter=False)) for name, kind in KINDS.items()]
    return reduce(ModelSelect.union_all, parts)


_said = Prepared(_said_of_all, row=tuple)


def said_of(told: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], Said]:
    """What is said of each of these (kind, about, customer), whatever their kinds by one query; none of what is
    gone."""
    ids = {name: [] for name in KINDS}
    for kind, about, _ in told:
        ids.get(kind, []).append(about)
    rows = _said(**ids) if any(ids.values()) else ()
    return {said[:3]: said for said in (Said(row[-1], *row[:-1]) for row in rows)}
