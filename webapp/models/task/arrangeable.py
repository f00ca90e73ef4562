"""改期 and 转交: another day for a step, or another person (R-NEXT)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Self

from peewee import CharField, DeferredForeignKey, ForeignKeyField, fn

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models.audit import AuditEvent
from webapp.models.cadence import spread
from webapp.models.escalation import Escalation
from webapp.models.notice import Notice
from webapp.models.rows import chunks, insert_rows
from webapp.models.user import User
from webapp.models.written import check_text

CHANGED = "这一步刚有变动，已换成最新的，请看过再改"
GONE_BY = "这一天已经过去，请选今天或以后的日子"


class Rescheduling(BaseModel):
    """A step put off or brought forward."""

    task = DeferredForeignKey("Task", backref="reschedulings", on_delete="CASCADE")
    from_day = DayField(null=True)
    to_day = DayField()
    reason = CharField(200, default="")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)


class Reassignment(BaseModel):
    """A step handed to somebody else; `from_day` is the day it was due on, where the same act put it off, `assignment`
    the act by which its customer got another owner, where it went along."""

    id = LastingIdField()
    task = DeferredForeignKey("Task", backref="reassignments", on_delete="CASCADE")
    from_user = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    to_user = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    reason = CharField(200, default="")
    from_day = DayField(null=True)
    assignment = DeferredForeignKey("Assignment", null=True, backref="reassignments", on_delete="SET NULL")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    def undo(self, *, by) -> None:
        """A slip is taken back by whoever made it, as if it had not been, while the step is as it left it."""
        if by.id != self.by_id:
            raise NotAllowed("转交由经手人自己撤销")
        task = self.task
        with transaction():
            task.customer.hold()
            task.check_responsible(task.customer, self.from_user, by)
            if not self._taken_back():
                raise Stale("这一步后来又有变动，转交不能再撤销")
            Notice.forget("handed_on", self.id)
            task = type(task).get_by_id(task.id)
            if self.from_day:
                task.take_back_day(self.from_day)
            task.unsettle()
            task.tell_whose(by=by)
            task.customer.refresh_schedule()
            AuditEvent.record("task.reassignment_undone", by=by, customer=task.customer, subject=str(task.id))

    def _taken_back(self) -> bool:
        """Give the step back to whose it was; False where it is done by now, or handed on again."""
        last = Reassignment.select(fn.MAX(Reassignment.id)).where(Reassignment.task == self.task_id).scalar()
        step = type(self.task)
        open_ = step.update(responsible=self.from_user_id).where(step.id == self.task_id, step.is_open)
        if last != self.id or not open_.execute():
            return False
        return bool(self.delete_instance())


class Arrangeable:
    """What of a step concerns when it is due, and whose it is."""

    @property
    def standing(self) -> str:
        """When it is due and whose it is, as a page notes what it shows."""
        return f"{self.due_on or ''}/{self.responsible_id}"

    def _require_as_seen(self) -> None:
        """Raise Stale where it is due another day by now, or another's, or done. The caller has held the customer."""
        current = type(self).get_or_none(type(self).id == self.id)
        if current is None or (current.is_open, current.standing) != (self.is_open, self.standing):
            raise Stale(CHANGED)

    def reschedule(self, due_on: date | None, reason: str = "", *, by) -> None:
        """改期: the old day stays on record. Raises Stale where somebody was faster."""
        self.require_doer(by)
        self._require_open("改期")
        self._check_day(due_on)
        check_text(reason, Rescheduling.reason.max_length, "reason")
        if due_on == self.due_on:
            return
        with transaction():
            self.customer.hold()
            self._require_as_seen()
            self._put_off(due_on, reason, by)
            self.customer.refresh_schedule()

    def arrange(
        self, due_on: date | None, responsible: User, reason: str = "", *, by, standing: str | None = None
    ) -> Reassignment | None:
        """改期 and 转交, either or both, as one act. The handing on, where there is one. `standing` is what the person
        saw: an older one raises Stale."""
        if standing is not None and standing != self.standing:
            raise Stale(CHANGED)
        is_handed_on = responsible.id != self.responsible_id
        if due_on == self.due_on and not is_handed_on:
            raise DomainError("日期和人都没有变，请改一样再存", "when")
        from_day = self.due_on if due_on != self.due_on else None
        with transaction():
            if due_on != self.due_on:
                self.reschedule(due_on, reason, by=by)
            return self.reassign(responsible, reason, by=by, from_day=from_day)

    @classmethod
    def put_off_all(cls, tasks: Sequence[Self], first: date | None, per_day: int, reason: str = "", *, by) -> None:
        """改期 of many at once, all of them or none: so many a day, on working days from the first on."""
        cls._check_day(first)
        check_text(reason, Rescheduling.reason.max_length, "reason")
        if per_day < 1:
            raise DomainError("每天最少一项", "per_day")
        for task in tasks:
            task.require_doer(by)
        days = zip(tasks, spread(len(tasks), first, per_day), strict=True)
        with transaction():
            customers = sorted({task.customer for task in tasks}, key=lambda customer: customer.id)
            for customer in customers:
                customer.hold()
            current = {task.id: task.standing for task in cls.select().where(cls.id << list(tasks), cls.is_open)}
            for task, due_on in days:  # but what somebody has done, put off or handed on meanwhile
                if current.get(task.id) == task.standing and due_on != task.due_on:
                    task._put_off(due_on, reason, by)
            for customer in customers:
                customer.refresh_schedule()

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
        AuditEvent.record("task.rescheduled", by=by, customer=self.customer, subject=str(self.id), **moved)

    def take_back_day(self, from_day: date) -> None:
        """As if it had not been put off from that day last; nothing where it has been put off again since."""
        last = self.reschedulings.order_by(Rescheduling.id.desc()).first()
        if last and (last.from_day, last.to_day) == (from_day, self.due_on):
            last.delete_instance()
            self.due_on = from_day
            self.save()

    def reassign(self, responsible: User, reason: str = "", *, by, from_day: date | None = None) -> Reassignment | None:
        """转交: another person does it, and is told why; whose it was stays on record, and the day from which the
        same act put it off. None where it is theirs already."""
        self.require_doer(by)
        if responsible.id == self.responsible_id:
            return None
        self._require_open("转交")
        self.check_responsible(self.customer, responsible, by)
        check_text(reason, Reassignment.reason.max_length, "reason")
        with transaction():
            self.customer.hold()
            self._require_as_seen()
            self.forget_whose()
            self.settle()
            told = {"from_user": self.responsible_id, "to_user": responsible, "reason": reason, "from_day": from_day}
            handed = Reassignment.create(task=self, by=by, **told)
            self.responsible = responsible
            self.save()
            Notice.tell([responsible.id], "handed_on", self.customer, handed.id, by=by)
            AuditEvent.record(
                "task.reassigned", by=by, customer=self.customer, subject=str(self.id), to=responsible.name
            )
        return handed

    @classmethod
    def hand_on_all(cls, givers: dict[int, int], to: User, reason: str, *, assignment: int | None, by) -> Counter:
        """转交 of what is open at these customers, by id, and is theirs to do who have nothing to do with them any
        more: by an assignment, their former owners. How many at each. The caller has held the customers, and tells
        whoever is to do it."""
        along: Counter[int] = Counter()
        steps = cls.select(cls.id, cls.customer, cls.responsible).where(cls.is_open)
        for some in chunks(givers):
            found = [row for row in steps.where(cls.customer << some).tuples() if row[2] == givers[row[1]]]
            ids = [id_ for id_, *_ in found]
            cls.forget_all(ids)
            told = {"to_user": to.id, "reason": reason, "assignment": assignment, "by": by.id}
            insert_rows(Reassignment, ({"task": id_, "from_user": giver, **told} for id_, _, giver in found))
            cls.update(responsible=to).where(cls.id << ids).execute()
            along.update(customer for _, customer, _ in found)
        return along

    @classmethod
    def take_back_all(cls, customers: list[int], giver: User, *, assignment: int) -> None:
        """As if those had not been handed on with these customers, which are `giver`'s again: but what has been done or
        handed on since. The caller has held the customers."""
        later = Reassignment.alias()
        last = later.select(fn.MAX(later.id)).where(later.task == Reassignment.task)
        handed = Reassignment.select(Reassignment.id, Reassignment.task).join(cls)
        handed = handed.where(Reassignment.assignment == assignment, Reassignment.id == last, cls.is_open)
        for some in chunks(customers):
            found = list(handed.where(cls.customer << some).tuples())
            tasks = [task for _, task in found]
            cls.forget_all(tasks)
            cls.update(responsible=giver).where(cls.id << tasks).execute()
            Reassignment.delete().where(Reassignment.id << [id_ for id_, _ in found]).execute()

    @staticmethod
    def forget_all(tasks: list[int]) -> None:
        """Whoever was told that these are theirs, or overdue, need not be any more."""
        handed = Reassignment.select(Reassignment.id).where(Reassignment.task << tasks).tuples()
        Notice.forget("planned", *tasks)
        Notice.forget("handed_on", *[id_ for (id_,) in handed])
        Escalation.settle(tasks)

    def tell_whose(self, *, by) -> None:
        """Whoever is to do it hears once more that it is theirs."""
        if handed := self.handed.order_by(Reassignment.id.desc()).first():
            Notice.tell([self.responsible_id], "handed_on", self.customer, handed.id, by=by)
        else:
            Notice.tell([self.responsible_id], "planned", self.customer, self.id, by=by)

    def forget_whose(self) -> None:
        """Whoever was told that it is theirs: it is no more."""
        Notice.forget("planned", self.id)
        Notice.forget("handed_on", *[handed.id for handed in self.handed])

    @property
    def handed(self):
        """The ids of each handing on."""
        return Reassignment.select(Reassignment.id).where(Reassignment.task == self.id)

    def _require_open(self, act: str) -> None:
        if not self.is_open:
            ended = "作废" if self.is_voided else "完成"
            raise DomainError(f"这一步已经{ended}，不能再{act}", "due_on")
