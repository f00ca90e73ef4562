"""Next steps: what, who, by when (R-NEXT); and for how long no contact is needed (R-PROMISE)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN, BooleanField, CharField, DeferredForeignKey, ForeignKeyField, fn

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, Mistakes, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.cadence import spread
from webapp.models.escalation import Escalatable, Escalation
from webapp.models.notice import Notice
from webapp.models.user import User
from webapp.models.voiding import Voidable, Voiding
from webapp.models.written import check_text
from webapp.prepared import Prepared

DONE_SHOWN = 3
BARE = "再联系"  # a step of which only the day was said
PAUSE = "无需再跟进："
LONGEST_PAUSE_REASON = 200
GONE_BY = "这一天已经过去，请选今天或以后的日子"


class Task(Voidable, Escalatable, BaseModel):
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
        cls._end(cls._pauses(customer), by, followup)
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
    def pause(cls, customer, reason: str, until: date | None, *, by) -> "Task":
        """无需再跟进 until that day, and why (R-PROMISE)."""
        cls.check_pause(customer, reason, until, by=by)
        with transaction():
            customer.hold()
            task = cls.enter_pause(customer, reason, until, by=by)
            customer.refresh_schedule()
        return task

    @classmethod
    def check_pause(cls, customer, reason: str, until: date | None, *, by) -> None:
        cls.require_pauser(customer, by)
        mistakes = Mistakes()
        with mistakes.noted():
            if not reason.strip():
                raise DomainError("请写明为什么暂时不用再跟进", "pause_reason")
            check_text(reason.strip(), LONGEST_PAUSE_REASON, "pause_reason")
        with mistakes.noted():
            if until is None or until <= today():
                raise DomainError("请选今天以后的日子，到时再看要不要跟进", "pause_until")
        mistakes.tell()

    @staticmethod
    def require_pauser(customer, user: User) -> None:
        if not user.keeps(customer):
            raise NotAllowed("无需再跟进由负责人、分站负责人和协同的业务员决定", "pause_reason")

    @classmethod
    def enter_pause(cls, customer, reason: str, until: date, *, by, followup=None) -> "Task":
        """Write a checked pause. Raises DomainError while something is still to be done."""
        if cls._is_busy(customer):
            raise DomainError("还有没做完的下一步，请先完成或作废，再选“无需再跟进”", "pause_reason")
        cls._end(cls._pauses(customer), by, followup)
        task = cls.create(
            customer=customer,
            followup=followup,
            action=f"{PAUSE}{reason.strip()}",
            due_on=until,
            is_pause=True,
            responsible=customer.owner_id,
            created_by=by,
        )
        AuditEvent.record("task.paused", by=by, customer=customer, subject=str(task.id), until=str(until))
        return task

    @classmethod
    def _pauses(cls, customer) -> list[int]:
        return sorted(id_ for (id_,) in _paused(customer=customer.id))

    @classmethod
    def _end(cls, pauses: Iterable[int], by, followup=None) -> None:
        """Who was not to be followed up is again, perhaps by a record."""
        for id_ in pauses:
            Completion.create(task=id_, by=by, followup=followup)
            _opened(task=id_, before=True, after=False)
            Escalation.settle([id_])

    @classmethod
    def _is_busy(cls, customer) -> bool:
        """Is anything still to be done there?"""
        return cls.select().where(cls.customer == customer, cls.is_open, ~cls.is_pause).exists()

    @classmethod
    def end_pauses(cls, customer, *, by) -> None:
        """End a pause where something is to be done again, or another one has taken its place. The caller refreshes
        the customer's schedule."""
        pauses = cls._pauses(customer)
        cls._end(pauses if cls._is_busy(customer) else pauses[:-1], by)

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
        """Whether a step is this person's to deal with: their own, or at a customer whose file they keep."""
        return user.id == responsible or user.can_edit(customer)

    def complete(self, *, by) -> None:
        """Tick it off; doing it twice changes nothing."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            if self.tick(by=by):
                self.customer.refresh_schedule()

    def tick(self, *, by, followup=None) -> bool:
        """Tick it off, perhaps by a record that tells of it; False where that had been done. The caller has held the
        customer, and refreshes its schedule."""
        _, is_new = Completion.get_or_create(task=self, defaults={"by": by, "followup": followup})
        if is_new:
            self.set_open(False, otherwise="这一步已经作废，不能再完成")
            Notice.seen(planned=[self.id], handed_on=self._handed(), by=by)
            self.settle()
            AuditEvent.record("task.completed", by=by, customer=self.customer, subject=str(self.id))
        return is_new

    def reopen(self, *, by) -> None:
        """Take the tick back."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            if self.untick(by=by):
                self.unsettle()
                self.taken_up(by=by)

    def untick(self, *, by) -> bool:
        """Take the tick back; False where there is none. The caller has held the customer, and settles the rest."""
        if not Completion.delete().where(Completion.task == self).execute():
            return False
        self.set_open(True)
        AuditEvent.record("task.reopened", by=by, customer=self.customer, subject=str(self.id))
        return True

    def taken_up(self, *, by) -> None:
        """It is to be done again, which ends a pause; and a pause is not taken up again beside what is to be done."""
        others = self._pauses(self.customer)[1:] or self._is_busy(self.customer)
        if self.is_pause and others:
            raise DomainError("后来又有了安排，不能再改回这一次的“无需再跟进”", "reason")
        self.end_pauses(self.customer, by=by)
        self.customer.refresh_schedule()

    def reschedule(self, due_on: date | None, reason: str = "", *, by) -> None:
        """改期: the old day stays on record."""
        self.require_doer(by)
        self._require_open("改期")
        self._check_day(due_on)
        check_text(reason, Rescheduling.reason.max_length, "reason")
        if due_on == self.due_on:
            return
        with transaction():
            self.customer.hold()
            self._put_off(due_on, reason, by)

    def arrange(self, due_on: date | None, responsible: User, reason: str = "", *, by) -> "Reassignment | None":
        """改期 and 转交, either or both, as one act. The handing on, where there is one."""
        is_handed_on = responsible.id != self.responsible_id
        if due_on == self.due_on and not is_handed_on:
            raise DomainError("日期和人都没有变，请改一样再存", "when")
        with transaction():
            if due_on != self.due_on:
                self.reschedule(due_on, reason, by=by)
            return self.reassign(responsible, by=by)

    @classmethod
    def put_off_all(cls, tasks: Sequence["Task"], first: date | None, per_day: int, reason: str = "", *, by) -> None:
        """改期 of many at once, all of them or none: so many a day, on working days from the first on."""
        cls._check_day(first)
        check_text(reason, Rescheduling.reason.max_length, "reason")
        if per_day < 1:
            raise DomainError("每天最少一项", "per_day")
        for task in tasks:
            task.require_doer(by)
        days = zip(tasks, spread(len(tasks), first, per_day), strict=True)
        with transaction():
            for customer in sorted({task.customer for task in tasks}, key=lambda customer: customer.id):
                customer.hold()
            is_open = {id_ for (id_,) in cls.select(cls.id).where(cls.id << list(tasks), cls.is_open).tuples()}
            for task, due_on in days:  # but what somebody has done meanwhile
                if task.id in is_open and due_on != task.due_on:
                    task._put_off(due_on, reason, by)

    @staticmethod
    def _check_day(due_on: date | None) -> None:
        if due_on is None:
            raise DomainError("请选择新的日期", "due_on")
        if due_on < today():
            raise DomainError(GONE_BY, "due_on")

    def _put_off(self, due_on: date, reason: str, by) -> None:
        Rescheduling.create(task=self, from_day=self.due_on, to_day=due_on, reason=reason, by=by)
        moved = {"from_day": str(self.due_on or ""), "to_day": str(due_on)}
        self.settle()
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
            self.settle()
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
            ended = "作废" if self.is_voided else "完成"
            raise DomainError(f"这一步已经{ended}，不能再{act}", "due_on")

    def set_open(self, is_open: bool, otherwise: str = "") -> None:
        """Whoever ends a step finds it open: `otherwise` is what to say where somebody else has ended it another way.
        The caller has held the customer, and refreshes its schedule."""
        if not _opened(task=self.id, before=not is_open, after=is_open):
            raise DomainError(otherwise, "reason")
        self.is_open = is_open


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


class Completion(BaseModel):
    """A step ticked off: by whom, when; and by which record, where it was by one."""

    task = ForeignKeyField(Task, unique=True, backref="completions", on_delete="CASCADE")
    by = ForeignKeyField(User, backref="completions", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now, index=True)
    followup = DeferredForeignKey("FollowUp", null=True, backref="fulfilled", on_delete="SET NULL")


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
            Task.get_by_id(task.id).unsettle()
            AuditEvent.record("task.reassignment_undone", by=by, customer=task.customer, subject=str(task.id))

    def _taken_back(self) -> bool:
        """Give the step back to whose it was; False where it is done by now, or handed on again."""
        last = Reassignment.select(fn.MAX(Reassignment.id)).where(Reassignment.task == self.task_id).scalar()
        open_ = Task.update(responsible=self.from_user_id).where(Task.id == self.task_id, Task.is_open)
        if last != self.id or not open_.execute():
            return False
        return bool(self.delete_instance())
