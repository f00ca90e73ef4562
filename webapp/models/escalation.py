"""上报: an overdue promise climbs. First it is urgent, then the branch's manager is told, then it is offered to others
(R-ESCALATE)."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from peewee import DeferredForeignKey

from webapp.clock import now, today
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.models.audit import AuditEvent
from webapp.models.notice import Notice
from webapp.models.settings import CLIMBING, Settings
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.workdays import Calendar


class Level(IntEnum):
    """How high an overdue step has climbed."""

    NONE = 0
    URGENT = 1
    TOLD = 2
    OFFERED = 3


class Ladder(NamedTuple):
    """What was due by which day has come to which level; None where none ever does."""

    urgent: date | None = None
    told: date | None = None
    offered: date | None = None

    @classmethod
    def on(cls, day: date, calendar: Calendar, settings: Settings | None = None) -> "Ladder":
        """As it stands on that day by the office's settings, where others are not at hand."""
        settings = settings or Settings()
        counts = (getattr(settings, name) for name in CLIMBING)
        return cls(*(calendar.latest_since(day, count) if count else None for count in counts))

    def level(self, due_on: date, *, is_leaders: bool = False) -> Level:
        """Of an open step due that day. `is_leaders`: whoever leads the branch has to do it, and is not told of it."""
        reached = (level for level, since in zip((1, 2, 3), self, strict=True) if since and due_on <= since)
        return Level(max((level for level in reached if not (is_leaders and level == Level.TOLD)), default=0))


class Escalation(BaseModel):
    """A promise broken for so long that the manager was told: the step, and the day on which it had been due. Put off
    and broken again, it climbs again."""

    id = LastingIdField()
    task = DeferredForeignKey("Task", backref="escalations", index=False, on_delete="CASCADE")
    due_on = DayField()
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("task", "due_on"), True),)

    @classmethod
    def settle(cls, tasks: Iterable[int]) -> None:
        """Something has become of these steps (ids): who has not read yet that they are overdue need not any more.
        Inside the caller's transaction."""
        told = [id_ for (id_,) in _of(tasks=list(tasks))]
        Notice.forget("escalated", *told, but_read=True)


class Escalatable:
    """What of a step concerns its being overdue."""

    def escalate(self, *, by) -> bool:
        """Tell the branch's managers that it is overdue, once for each day it was due on; nobody where it is a
        manager's own. False where that was done."""
        with transaction():
            self.customer.hold()
            row, is_new = Escalation.get_or_create(task=self, due_on=self.due_on)
            if is_new:
                self._tell_leaders(row)
                told = {"subject": str(self.id), "due_on": str(self.due_on)}
                AuditEvent.record("task.escalated", by=by, customer=self.customer, **told)
        return is_new

    def settle(self) -> None:
        """It is done, put off or handed on: what was told of it is no news any more. The caller has held the
        customer."""
        if self.due_on and self.due_on < today():
            Escalation.settle([self.id])

    def unsettle(self) -> None:
        """It is to be done by that day after all, and whoever was told so is told again. The caller has held the
        customer."""
        row = Escalation.get_or_none(Escalation.task == self, Escalation.due_on == self.due_on)
        if row:
            self._tell_leaders(row)

    def _tell_leaders(self, row: Escalation) -> None:
        if not self.responsible.leads_branch:
            Notice.tell(User.leading(self.customer.branch_id), "escalated", self.customer, row.id)


_of = Prepared(lambda tasks: Escalation.select(Escalation.id).where(Escalation.task << tasks), row=tuple)
