"""Ticking a step off, and taking the tick back."""

from peewee import DeferredForeignKey, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.models.audit import AuditEvent
from webapp.models.notice import Notice
from webapp.models.user import User


class Completion(BaseModel):
    """A step ticked off: by whom, when; and by which record, where it was by one."""

    task = DeferredForeignKey("Task", unique=True, backref="completions", on_delete="CASCADE")
    by = ForeignKeyField(User, backref="completions", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now, index=True)
    followup = DeferredForeignKey("FollowUp", null=True, backref="fulfilled", on_delete="SET NULL")


class Completable:
    """What of a step concerns its being done."""

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
            Notice.seen(planned=[self.id], handed_on=self.handed, by=by)
            self.settle()
            AuditEvent.record("task.completed", by=by, customer=self.customer, subject=str(self.id))
        return is_new

    def reopen(self, *, by) -> None:
        """Take the tick back."""
        self.require_doer(by)
        with transaction():
            self.customer.hold()
            if self.untick(by=by):
                self.taken_up(by=by)

    def untick(self, *, by) -> bool:
        """Take the tick back; False where there is none. The caller has held the customer, and settles the rest."""
        if not Completion.delete().where(Completion.task == self).execute():
            return False
        self.set_open(True)
        self.unsettle()
        AuditEvent.record("task.reopened", by=by, customer=self.customer, subject=str(self.id))
        return True
