"""重要节点: the days that matter of a customer, and reminders before those to come (R-MILESTONE)."""

from datetime import date, timedelta

from peewee import SQL, CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now, today
from webapp.database import DayField, LastingIdField, UtcDateTimeField, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.milestone.fields import FIELDS, MilestoneColumns, MilestoneKind
from webapp.models.record import Record
from webapp.models.user import User

__all__ = ["FIELDS", "Milestone", "MilestoneKind"]

FOLLOWS = "这个节点是随订单、联系人或投诉自动记下的，请到那里更正"
LASTING = timedelta(days=30)  # so long a reminder stands that nobody has dealt with


class Milestone(Record, MilestoneColumns):
    """节点. What it is stands in fields.py. One that the book noted by itself says of what: `noun_of_cause`, and its id
    in `row_of_cause`.

    `remind_on` follows from the day and how long before it somebody is reminded; who has dealt with that, and when,
    stands in `settled_by` and `settled_at`."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="milestones", index=False, on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)
    noun_of_cause = CharField(12, default="")
    row_of_cause = IntegerField(null=True)
    remind_on = DayField(null=True)
    settled_at = UtcDateTimeField(null=True)
    settled_by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")

    sheet, word, dated_by = FIELDS, "节点", "happens_on"
    head, body = ("kind",), "note"

    class Meta:
        indexes = (
            (("customer", "at"), False),
            SQL(
                "CREATE UNIQUE INDEX milestone_cause ON milestone (noun_of_cause, row_of_cause)"
                " WHERE row_of_cause IS NOT NULL"
            ),
            SQL(
                "CREATE INDEX milestone_reminder ON milestone (customer_id, remind_on)"
                " WHERE remind_on IS NOT NULL AND settled_at IS NULL"
            ),
        )

    recorders = "负责人、分站负责人和协同的业务员"

    @classmethod
    def is_recorded_by(cls, user: User, customer) -> bool:
        return user.keeps(customer)

    def require_corrector(self, user: User) -> None:
        super().require_corrector(user)
        if self.is_automatic:
            raise NotAllowed(FOLLOWS)

    @property
    def is_automatic(self) -> bool:
        """The book noted it by itself: it follows its cause."""
        return self.row_of_cause is not None

    @classmethod
    def are_kept_by_book(cls):
        return cls.row_of_cause.is_null(False)

    def refused_to(self, user: User) -> DomainError | None:
        return NotAllowed(FOLLOWS) if self.is_automatic else super().refused_to(user)

    @classmethod
    def keep(
        cls, cause, kind: MilestoneKind, *, happens_on: date, note: str, remind_days: int | None = None, by
    ) -> None:
        """Note what comes of this record, or have it follow what that says now. The caller has held the customer."""
        told = {"kind": kind, "happens_on": happens_on, "note": note, "remind_days": remind_days}
        found = cls.get_or_none(*cls._of(cause))
        if found is None:
            origin = {"noun_of_cause": cause.noun(), "row_of_cause": cause.id}
            found = cls(customer=cause.customer_id, by=by, at=cls.stands_at(told), **origin)
        for name, value in told.items():
            setattr(found, name, value)
        found.at = cls.stands_at(told)
        found._remind()
        found.save()

    @classmethod
    def forget(cls, cause) -> None:
        """What had come of this record did not."""
        cls.delete().where(*cls._of(cause)).execute()

    @classmethod
    def _of(cls, cause) -> tuple:
        return cls.noun_of_cause == cause.noun(), cls.row_of_cause == cause.id

    def follow(self, *, by) -> None:
        self._remind()
        self.save()

    def _remind(self) -> None:
        """A day to come is reminded of; one that is past when it is put down is not."""
        is_to_come = self.remind_days is not None and self.happens_on >= today()
        remind_on = self.happens_on - timedelta(days=self.remind_days) if is_to_come else None
        if remind_on != self.remind_on:
            self.remind_on, self.settled_at, self.settled_by = remind_on, None, None

    def settle(self, *, by) -> None:
        """知道了: whoever is reminded has dealt with it. Twice changes nothing."""
        self.require_recorder(self.customer, by)
        with transaction():
            self.customer.hold()
            open_ = Milestone.update(settled_at=now(), settled_by=by).where(Milestone.id == self.id)
            if open_.where(Milestone.settled_at.is_null()).execute():
                AuditEvent.record("milestone.settled", by=by, customer=self.customer, subject=str(self.id))

    @classmethod
    def are_due(cls, day: date, since: date):
        """For a query: those of which somebody is reminded on that day, down to those of the day `since`."""
        waits = cls.remind_on.is_null(False) & cls.settled_at.is_null() & (cls.remind_on <= day)
        return waits & (cls.happens_on >= since)
