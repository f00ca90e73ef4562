"""作废: a step that is to be done no more, which is not the same as done (R-WITHDRAW)."""

from peewee import CharField, DeferredForeignKey, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.models.audit import AuditEvent
from webapp.models.user import User
from webapp.models.withdrawal import checked_reason
from webapp.models.written import LONGEST_REASON


class Voiding(BaseModel):
    """A step voided: why, by whom, when."""

    task = DeferredForeignKey("Task", unique=True, backref="voidings", on_delete="CASCADE")
    reason = CharField(LONGEST_REASON)
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
