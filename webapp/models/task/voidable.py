"""作废: a step that is to be done no more, which is not the same as done (R-WITHDRAW)."""

from collections import Counter
from collections.abc import Iterable

from peewee import CharField, DeferredForeignKey, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.models.audit import AuditEvent
from webapp.models.rows import chunks, insert_rows
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason
from webapp.models.written import LONGEST_REASON


class Voiding(BaseModel):
    """A step voided: why, by whom, when; `assignment` is the act by which its customer became nobody's, where that
    voided it."""

    task = DeferredForeignKey("Task", unique=True, backref="voidings", on_delete="CASCADE")
    reason = CharField(LONGEST_REASON)
    assignment = DeferredForeignKey("Assignment", null=True, backref="voidings", on_delete="SET NULL")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)


class Voidable:
    """What of a step concerns its being voided."""

    def void(self, reason: str, *, by) -> None:
        """It is open no longer, and not done; twice changes nothing."""
        self.require_doer(by)
        reason = checked_reason(reason)
        with transaction():
            self.customer.hold()
            _, is_new = Voiding.get_or_create(task=self, defaults={"reason": reason, "by": by})
            if is_new:
                self.set_open(False, otherwise="这一步已经完成，不能再作废")
                self.customer.refresh_schedule()
                self.forget_whose()
                self.settle()
                trail = {"subject": str(self.id), "reason": self.customer.masked(reason)}
                AuditEvent.record("task.voided", by=by, customer=self.customer, **trail)

    @classmethod
    def void_all(cls, owners: dict[int, int], reason: str, *, assignment: int, by) -> Counter:
        """作废 of what is open at these customers, by id, and was their owners' to do, who let them go by this
        assignment. How many at each. The caller has held the customers."""
        along: Counter[int] = Counter()
        open_ = cls.select(cls.id, cls.customer, cls.responsible).where(cls.is_open)
        for some in chunks(owners):
            found = [row for row in open_.where(cls.customer << some).tuples() if row[2] == owners[row[1]]]
            ids = [id_ for id_, *_ in found]
            cls.forget_all(ids)
            told = {"reason": reason, "assignment": assignment, "by": by.id}
            insert_rows(Voiding, ({"task": id_, **told} for id_ in ids))
            cls.update(is_open=False).where(cls.id << ids).execute()
            along.update(customer for _, customer, _ in found)
        cls._refresh(along)
        return along

    @classmethod
    def reinstate_all(cls, customers: list[int], *, assignment: int) -> None:
        """As if that had not voided them. The caller has held the customers."""
        for some in chunks(customers):
            voided = Voiding.select(Voiding.task).join(cls, on=Voiding.task == cls.id)
            tasks = [id_ for (id_,) in voided.where(Voiding.assignment == assignment, cls.customer << some).tuples()]
            Voiding.delete().where(Voiding.task << tasks).execute()
            cls.update(is_open=True).where(cls.id << tasks).execute()
        cls._refresh(customers)

    @classmethod
    def _refresh(cls, customers: Iterable[int]) -> None:
        customer = cls.customer.rel_model
        for some in chunks(customers):
            for row in customer.select().where(customer.id << some):
                row.refresh_schedule()

    def reinstate(self, *, by) -> None:
        """Take that back: it is to be done after all."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            if Voiding.delete().where(Voiding.task == self).execute():
                self.set_open(True)
                self.unsettle()
                self.tell_whose(by=by)
                self.taken_up(by=by)
                AuditEvent.record("task.reinstated", by=by, customer=self.customer, subject=str(self.id))

    @property
    def is_voided(self) -> bool:
        return self.voidings.exists()
