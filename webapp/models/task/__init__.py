"""Next steps: what, who, by when (R-NEXT); and for how long no contact is needed (R-PROMISE)."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, fn

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.notice import Notice
from webapp.models.task.arrangeable import GONE_BY, Arrangeable
from webapp.models.task.completable import Completable, Completion
from webapp.models.task.escalatable import Escalatable
from webapp.models.task.pausable import Pausable
from webapp.models.task.voidable import Voidable, Voiding
from webapp.models.user import User
from webapp.models.written import check_text
from webapp.prepared import Prepared

DONE_SHOWN = 3
BARE = "再联系"  # a step of which only the day was said


class Task(Completable, Arrangeable, Pausable, Voidable, Escalatable, BaseModel):
    """下一步. `is_open` repeats the absence of both a Completion and a Voiding, for the worklist's index.

    One that `is_pause` says 无需再跟进 and why: nobody need be in touch until its day, when somebody looks again."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="tasks", index=False, on_delete="CASCADE")
    followup = DeferredForeignKey("FollowUp", null=True, backref="steps", on_delete="CASCADE")
    action = CharField(400)
    due_on = DayField(null=True)
    responsible = ForeignKeyField(User, backref="tasks", index=False, on_delete="RESTRICT")
    is_open = BooleanField(default=True)
    is_pause = BooleanField(default=False)
    created_by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    created_at = UtcDateTimeField(default=now)

    class Meta:
        indexes = (
            (("responsible", "is_open", "due_on"), False),
            (("customer", "is_open", "due_on"), False),
            (("is_open", "due_on", "id"), False),
        )

    @classmethod
    def plan(
        cls, customer, action: str, due_on: date | None, *, by, responsible: User | None = None, followup=None
    ) -> "Task":
        """Plan a step, one's own unless `responsible` names a colleague. Only imported steps may lack a due day."""
        cls.require_planner(customer, by)
        cls.check(customer, action, due_on, responsible, by=by)
        with transaction():
            customer.hold()
            task = cls.enter(customer, action, due_on, by=by, responsible=responsible, followup=followup)
            customer.refresh_schedule()
            AuditEvent.record("task.planned", by=by, customer=customer, subject=str(task.id), due_on=str(due_on))
        return task

    @staticmethod
    def require_planner(customer, user: User) -> None:
        if not user.can_follow_up(customer):
            raise NotAllowed("下一步由负责人、分站负责人和协同人安排")

    @classmethod
    def check(cls, customer, action: str, due_on: date | None, responsible: User | None = None, *, by: User) -> None:
        """Raise DomainError for a step without action or day, or for somebody it cannot be given to."""
        mistakes = Mistakes()
        with mistakes.noted():
            if not action.strip():
                raise DomainError("请写明下一步做什么", "action")
            check_text(action.strip(), Task.action.max_length, "action")
        with mistakes.noted():
            if due_on is None:
                raise DomainError("请给下一步定个日期", "due_on")
            if due_on < today():
                raise DomainError(GONE_BY, "due_on")
        with mistakes.noted():
            if responsible:
                cls.check_responsible(customer, responsible, by)
        mistakes.tell()

    @staticmethod
    def check_responsible(customer, user: User, by: User) -> None:
        if user.id != by.id and not by.can_hand_on:
            raise NotAllowed("客服只安排自己的下一步", "responsible")
        if not user.is_active or not user.works_on(customer):
            raise DomainError(f"{user.name}不跟这位客户，不能负责这一步", "responsible")

    @classmethod
    def enter(
        cls, customer, action: str, due_on: date | None, *, by, responsible: User | None = None, followup=None
    ) -> "Task":
        """Write a checked step, and tell whoever else is to do it; a pause ends with it. The caller refreshes the
        customer's schedule once for all it writes."""
        cls.resume(customer, by=by, followup=followup)
        task = cls.create(
            customer=customer,
            followup=followup,
            action=action.strip(),
            due_on=due_on,
            responsible=responsible or by,
            created_by=by,
        )
        Notice.tell([task.responsible_id], "planned", customer, task.id, by=by)
        return task

    @staticmethod
    def pauses_of(customer) -> list[int]:
        """The ids of those in force, the oldest first."""
        return sorted(id_ for (id_,) in _paused(customer=customer.id))

    @classmethod
    def listed(cls, customer, user: User) -> tuple["Listed", ...]:
        """The customer's open steps, soonest first, then the last few that are not, as this person may deal with
        them."""
        steps = *_open(customer=customer.id), *_done(customer=customer.id)
        return tuple(cls._listed(step, customer, user) for step in steps)

    def shown(self, user: User) -> "Listed":
        """The step as that list has it now."""
        return self._listed(_one.first(id=self.id), self.customer, user)

    @classmethod
    def _listed(cls, step: tuple, customer, user: User) -> "Listed":
        *told, responsible = step
        return Listed(*told, cls.is_for(user, responsible, customer))

    @staticmethod
    def is_for(user: User, responsible: int, customer) -> bool:
        """Whether a step is this person's to deal with: their own, one of somebody they stand in for, or one at a
        customer whose file they keep."""
        return user.does_for(responsible) or user.can_edit(customer)

    def require_doer(self, user: User) -> None:
        if not self.is_for(user, self.responsible_id, self.customer):
            raise NotAllowed("这一步由负责人处理")

    def set_open(self, is_open: bool, otherwise: str = "") -> None:
        """Whoever ends a step finds it open: `otherwise` is what to say where somebody else has ended it another way.
        The caller has held the customer, and refreshes its schedule."""
        if not _opened(task=self.id, before=not is_open, after=is_open):
            raise DomainError(otherwise, "reason")
        self.is_open = is_open


# for a query: said as “= 1” it takes part in an index, as a bare column it does not on SQLite
IS_OPEN = Task.is_open == True  # noqa: E712


class Listed(NamedTuple):
    """A step beside its customer's timeline; of one that is not open, who ended it and when, and of a voided one why.
    `may`: its reader may tick it off and put it off. One that `is_pause` says that no contact is needed until then."""

    id: int
    action: str
    due_on: date | None
    is_open: bool
    responsible: str
    ended_by: str | None
    ended_at: datetime | None
    voided: str | None
    is_pause: bool
    may: bool


_By = User.alias()
# what `with_end` joins: who ticked a step off or voided it, when, and why it was voided
END = (_By.name, fn.COALESCE(Completion.at, Voiding.at), Voiding.reason)


def with_end(steps):
    """A query of steps, with the person who does each (User) and how it ended (END)."""
    steps = steps.join(User, on=Task.responsible).switch(Task)
    steps = steps.join(Completion, JOIN.LEFT_OUTER, on=Completion.task == Task.id).switch(Task)
    steps = steps.join(Voiding, JOIN.LEFT_OUTER, on=Voiding.task == Task.id)
    return steps.join(_By, JOIN.LEFT_OUTER, on=fn.COALESCE(Completion.by, Voiding.by) == _By.id)


def _steps(*where):
    what = Task.id, Task.action, Task.due_on, Task.is_open, User.name, *END, Task.is_pause, User.id
    return with_end(Task.select(*what)).where(*where)


_paused = Prepared(
    lambda customer: Task.select(Task.id).where(Task.customer == customer, Task.is_open, Task.is_pause), row=tuple
)
_opened = Prepared(
    lambda task, before, after: Task.update(is_open=after).where(Task.id == task, Task.is_open == before)
)
_one = Prepared(lambda id: _steps(Task.id == id), row=tuple)
_open = Prepared(
    lambda customer: _steps(Task.customer == customer, Task.is_open).order_by(
        Task.due_on.is_null(), Task.due_on, Task.id
    ),
    row=tuple,
)
_done = Prepared(
    lambda customer: _steps(Task.customer == customer, ~Task.is_open).order_by(Task.id.desc()).limit(DONE_SHOWN),
    row=tuple,
)
