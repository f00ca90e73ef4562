"""What lists and boards sort by: last contact, next date, by when the next contact is due, urgency. Written in the
transaction that changes them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from peewee import SQL, Case, fn

from webapp.clock import local
from webapp.database import locked
from webapp.errors import DomainError, Stale
from webapp.models.cadence import contact_due
from webapp.models.classification import Classification, value_in
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.eyes import known_at
from webapp.models.followup import FollowUp
from webapp.models.task import Task
from webapp.prepared import Prepared
from webapp.text import masking
from webapp.text.masking import Known

GONE = "这位客户刚被撤掉了，请刷新页面"
SCHEDULED_BY = frozenset({FollowUp, Task, Classification})  # what the schedule is derived from
FAR_FUTURE = "9999-12-31"
NEVER = "0000-00-00"


class Schedule(NamedTuple):
    """What the rows say of a customer: of follow-ups, of the open step that is due first, of the classes."""

    last: datetime | None
    count: int
    due_on: date | None
    step: str | None
    is_paused: bool | None
    grade: int | None
    cadence_days: int | None
    is_lost: int
    update_days: int | None


class Schedulable:
    def hold(self) -> None:
        """Keep others from writing this customer until the transaction ends, so that what is derived from its rows is
        right. Taken before anything that hangs on it and before the audit trail's end, always in that order
        (webapp/database.py). SQLite's transaction is lock enough.

        Raises Stale for a customer that an import's undo has taken away."""
        if _held.first(customer=self.id) is None:
            raise Stale(GONE)

    @classmethod
    def is_live(cls):
        """For a query: whether the customer is still followed up: somebody's, and not lost."""
        stage, values = Dimension.playing("stage"), DimensionValue.select(DimensionValue.id)
        lost = values.where(DimensionValue.dimension == stage, DimensionValue.outcome == "lost")
        return cls.owner.is_null(False) & fn.COALESCE(value_in(stage, cls.id), 0).not_in(lost)

    @classmethod
    def is_undated(cls):
        """For a query: whether the customer is followed up, and nobody has promised anything (R-PROMISE)."""
        return cls.next_due_on.is_null() & cls.is_live()

    @classmethod
    def is_missed(cls, day):
        """For a query: whether the customer should have been contacted before that day (R-CADENCE), with a promise
        ahead: those that are due or promised nothing stand in lists of their own."""
        return (cls.contact_due_on < day) & (cls.next_due_on > day)

    def refresh_schedule(self) -> None:
        """Derive last_followup_at, followup_count, next_due_on, next_step, cadence_days, contact_due_on and
        update_days anew, and the cards' urgency with them.

        Whoever calls it has held the customer before they wrote anything.
        """
        facts, grade = self._derived()
        for field, value in facts.items():  # all of them: what is in hand may have been read before somebody else wrote
            setattr(self, field, value)
        self.save()
        self._place_cards(facts, grade)

    def require_promise(self) -> None:
        """Raise DomainError for a customer who is followed up and has no next day (R-PROMISE)."""
        if self.next_due_on is None and not self.is_pooled and not self.is_lost():
            raise DomainError("请定下次联系的日子；不用再联系的，请选“无需再跟进”并写明原因", "when")

    def is_lost(self) -> bool:
        """Whether the stage says that nobody follows the customer up any more."""
        return self.cadence_days is None and bool(_lost.value(customer=self.id))

    def schedule_facts(self) -> dict:
        """The derived columns as the rows have them now; `doctor` compares them with what is stored."""
        return self._derived()[0]

    def refresh_urgency(self) -> None:
        self._place_cards(*self._derived())

    def urgency(self) -> str:
        """The key a column is ordered by (R-ORDERING): pinned, due soonest (overdue thus first), grade, longest silent.

        From the rows as they are now: the customer in hand may have been loaded before somebody else's follow-up.
        """
        facts, grade = self._derived()
        return urgency_key(facts["next_due_on"], grade, facts["last_followup_at"])

    def _derived(self) -> tuple[dict, int | None]:
        """The derived columns and the position of the customer's grade."""
        told = _schedule.first(customer=self.id)
        cadence = None if told.is_lost else told.cadence_days
        return {
            "last_followup_at": told.last,
            "followup_count": told.count,
            "next_due_on": told.due_on,
            "next_step": shown_step(told.step or "", lambda: known_at(self.id)),
            "cadence_days": cadence,
            "contact_due_on": contact_due(
                local(told.last or self.created_at).date(), cadence, told.due_on if told.is_paused else None
            ),
            "update_days": told.update_days,
        }, told.grade

    def _place_cards(self, facts: dict, grade: int | None) -> None:
        urgency = urgency_key(facts["next_due_on"], grade, facts["last_followup_at"])
        _place(customer=self.id, urgency=urgency, pinned=f"0{urgency[1:]}")


def shown_step(action: str, known: Callable[[], Known]) -> str:
    """A step as lists and boards show it, masked for everybody: lists need not look at it again."""
    return masking.text(action, known())[: Task.action.max_length] if action else ""


def urgency_key(due_on: date | None, grade: int | None, last_followup_at: datetime | None) -> str:
    due = due_on.isoformat() if due_on else FAR_FUTURE
    silent = last_followup_at.strftime("%Y-%m-%d") if last_followup_at else NEVER
    return f"1 {due} {9 if grade is None else grade} {silent}"


def _soonest(column, customer):
    """Of the open step that is due first."""
    steps = Task.select(column).where(Task.customer == customer, Task.is_open)
    return steps.order_by(Task.due_on.is_null(), Task.due_on, Task.id).limit(1)


def _values_of(customer, *columns):
    values = DimensionValue.select(*columns).join(Classification, on=Classification.value == DimensionValue.id)
    retired = Dimension.select(Dimension.id).where(Dimension.is_retired)
    return values.where(Classification.customer == customer, Classification.dimension.not_in(retired))


def _grade_of(customer):
    return _values_of(customer, DimensionValue.position).where(Classification.dimension << Dimension.playing("grade"))


def _is_lost(customer):
    """How many values say so: one, or none."""
    stage = Classification.dimension << Dimension.playing("stage")
    return _values_of(customer, fn.COUNT(SQL("*"))).where(stage, DimensionValue.outcome == "lost")


def _pinned_first(customer, urgency, pinned):
    """Cards that stand right already are left alone: each is in three indexes."""
    wanted = Case(None, [(Classification.is_pinned, pinned)], urgency)
    return Classification.update(urgency=wanted).where(
        Classification.customer == customer, Classification.urgency != wanted
    )


def _locked_row(customer):
    noun = Task.customer.rel_model  # the customer itself, which stands above this module
    return locked(noun.select(noun.id).where(noun.id == customer))


_held = Prepared(_locked_row, row=tuple)
_schedule = Prepared(
    lambda customer: FollowUp.select(
        fn.MAX(FollowUp.at),
        fn.COUNT(FollowUp.id),
        _soonest(Task.due_on, customer),
        _soonest(Task.action, customer),
        _soonest(Task.is_pause, customer),
        _grade_of(customer),
        _values_of(customer, fn.MIN(DimensionValue.cadence_days)),
        _is_lost(customer),
        _values_of(customer, fn.MIN(fn.NULLIF(DimensionValue.update_days, 0))),
    ).where(FollowUp.customer == customer),
    row=Schedule,
)
_lost = Prepared(_is_lost, row=tuple)
_place = Prepared(_pinned_first)
