"""Next steps: what, who, by when (R-NEXT)."""

from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, fn

from webapp.clock import now
from webapp.database import BaseModel, DayField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.notice import Notice
from webapp.models.user import User
from webapp.models.written import check_text
from webapp.prepared import Prepared

DONE_SHOWN = 3


class Task(BaseModel):
    """下一步. `is_open` repeats the absence of a Completion, for the worklist's index."""

    customer = DeferredForeignKey("Customer", backref="tasks", index=False, on_delete="CASCADE")
    followup = DeferredForeignKey("FollowUp", null=True, backref="steps", on_delete="CASCADE")
    action = CharField(400)
    due_on = DayField(null=True)
    responsible = ForeignKeyField(User, backref="tasks", index=False, on_delete="RESTRICT")
    is_open = BooleanField(default=True)
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
        if not action.strip():
            raise DomainError("请写明下一步做什么", "action")
        if due_on is None:
            raise DomainError("请给下一步定个日期", "due_on")
        if responsible:
            cls.check_responsible(customer, responsible, by)
        check_text(action.strip(), Task.action.max_length, "action")

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
        """Write a checked step, and tell whoever else is to do it. The caller refreshes the customer's schedule once
        for all it writes."""
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

    @classmethod
    def listed(cls, customer, user: User) -> tuple["Listed", ...]:
        """The customer's open steps, soonest first, then the last few that are done, as this person may deal with
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
        """Whether a step is this person's to deal with: their own, or at a customer whose file they keep."""
        return user.id == responsible or user.can_edit(customer)

    def complete(self, *, by) -> None:
        """Tick it off; doing it twice changes nothing."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            _, is_new = Completion.get_or_create(task=self, defaults={"by": by})
            if is_new:
                self._set_open(False)
                Notice.seen(planned=[self.id], handed_on=self._handed(), by=by)
                AuditEvent.record("task.completed", by=by, customer=self.customer, subject=str(self.id))

    def reopen(self, *, by) -> None:
        """Take the tick back."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            if Completion.delete().where(Completion.task == self).execute():
                self._set_open(True)
                AuditEvent.record("task.reopened", by=by, customer=self.customer, subject=str(self.id))

    def reschedule(self, due_on: date | None, reason: str = "", *, by) -> None:
        """改期: the old day stays on record."""
        self.require_doer(by)
        if due_on is None:
            raise DomainError("请选择新的日期", "due_on")
        self._require_open("改期")
        check_text(reason, Rescheduling.reason.max_length, "reason")
        if due_on == self.due_on:
            return
        with transaction():
            self.customer.hold()
            Rescheduling.create(task=self, from_day=self.due_on, to_day=due_on, reason=reason, by=by)
            moved = {"from_day": str(self.due_on or ""), "to_day": str(due_on)}
            self.due_on = due_on
            self.save()
            self.customer.refresh_schedule()
            AuditEvent.record("task.rescheduled", by=by, customer=self.customer, subject=str(self.id), **moved)

    def reassign(self, responsible: User, *, by) -> "Reassignment | None":
        """转交: another person does it, and is told; whose it was stays on record. None where it is theirs already."""
        self.require_doer(by)
        if responsible.id == self.responsible_id:
            return None
        self._require_open("转交")
        self.check_responsible(self.customer, responsible, by)
        with transaction():
            self.customer.hold()
            self._forget_whose()
            handed = Reassignment.create(task=self, from_user=self.responsible_id, to_user=responsible, by=by)
            self.responsible = responsible
            self.save()
            Notice.tell([responsible.id], "handed_on", self.customer, handed.id, by=by)
            AuditEvent.record(
                "task.reassigned", by=by, customer=self.customer, subject=str(self.id), to=responsible.name
            )
        return handed

    def _forget_whose(self) -> None:
        """Whoever was told that it is theirs: it is no more."""
        Notice.forget("planned", self.id)
        Notice.forget("handed_on", *[handed.id for handed in self._handed()])

    def _handed(self):
        return Reassignment.select(Reassignment.id).where(Reassignment.task == self.id)

    def require_doer(self, user: User) -> None:
        if not self.is_for(user, self.responsible_id, self.customer):
            raise NotAllowed("这一步由负责人处理")

    def _require_open(self, act: str) -> None:
        if not self.is_open:
            raise DomainError(f"这一步已经完成，不能再{act}", "due_on")

    def _set_open(self, is_open: bool) -> None:
        self.is_open = is_open
        self.save()
        self.customer.refresh_schedule()


class Listed(NamedTuple):
    """A step beside its customer's timeline; of a done one, who ticked it off, and when. `may`: its reader may tick it
    off and put it off."""

    id: int
    action: str
    due_on: date | None
    is_open: bool
    responsible: str
    done_by: str | None
    done_at: datetime | None
    may: bool


class Completion(BaseModel):
    """A step ticked off: by whom, when."""

    task = ForeignKeyField(Task, unique=True, backref="completions", on_delete="CASCADE")
    by = ForeignKeyField(User, backref="completions", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now, index=True)


_By = User.alias()
END = (_By.name, Completion.at)  # what `with_end` joins: who ticked a step off, and when


def with_end(steps):
    """A query of steps, with the person who does each (User) and how it ended (END)."""
    steps = steps.join(User, on=Task.responsible).switch(Task)
    steps = steps.join(Completion, JOIN.LEFT_OUTER, on=Completion.task == Task.id)
    return steps.join(_By, JOIN.LEFT_OUTER, on=Completion.by == _By.id)


def _steps(*where):
    told = with_end(Task.select(Task.id, Task.action, Task.due_on, Task.is_open, User.name, *END, User.id))
    return told.where(*where)


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


class Rescheduling(BaseModel):
    """A step put off or brought forward."""

    task = ForeignKeyField(Task, backref="reschedulings", on_delete="CASCADE")
    from_day = DayField(null=True)
    to_day = DayField()
    reason = CharField(200, default="")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)


class Reassignment(BaseModel):
    """A step handed to somebody else."""

    task = ForeignKeyField(Task, backref="reassignments", on_delete="CASCADE")
    from_user = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    to_user = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    def undo(self, *, by) -> None:
        """A slip is taken back by whoever made it, as if it had not been, while the step is as it left it."""
        if by.id != self.by_id:
            raise NotAllowed("转交由经手人自己撤销")
        task = self.task
        with transaction():
            task.customer.hold()
            if not self._taken_back():
                raise Stale("这一步后来又有变动，转交不能再撤销")
            Notice.forget("handed_on", self.id)
            AuditEvent.record("task.reassignment_undone", by=by, customer=task.customer, subject=str(task.id))

    def _taken_back(self) -> bool:
        """Give the step back to whose it was; False where it is done by now, or handed on again."""
        last = Reassignment.select(fn.MAX(Reassignment.id)).where(Reassignment.task == self.task_id).scalar()
        open_ = Task.update(responsible=self.from_user_id).where(Task.id == self.task_id, Task.is_open)
        if last != self.id or not open_.execute():
            return False
        return bool(self.delete_instance())
