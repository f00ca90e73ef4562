"""上报: an overdue promise climbs. First it is urgent, then the branch's manager is told, then it is offered to others
(R-ESCALATE)."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from peewee import DeferredForeignKey

from webapp.clock import now
from webapp.database import BaseModel, DayField, LastingIdField, UtcDateTimeField
from webapp.models.notice import Notice
from webapp.models.settings import CLIMBING, Settings
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


_of = Prepared(lambda tasks: Escalation.select(Escalation.id).where(Escalation.task << tasks), row=tuple)
