"""Colleagues asked onto a customer (R-COOP)."""

from peewee import CharField, DeferredForeignKey

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField
from webapp.models.audit import AuditEvent
from webapp.models.written import LONGEST_REASON


class Collaboration(BaseModel):
    """协同: this person sees the customer and may add follow-ups; `reason` is what they were asked on for."""

    id = LastingIdField()
    customer = DeferredForeignKey("Customer", backref="collaborations", on_delete="CASCADE")
    user = DeferredForeignKey("User", backref="collaborations", index=False, on_delete="CASCADE")
    invited_by = DeferredForeignKey("User", backref="invitations", index=False, on_delete="RESTRICT")
    reason = CharField(LONGEST_REASON, default="")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "customer"), True), (("customer",), False))

    @classmethod
    def ask_on(cls, customer, user, reason: str = "", *, by) -> "Collaboration":
        """Ask a colleague onto the customer; a second time changes nothing. The caller has held the customer and knows
        that they may be asked."""
        found, is_new = cls.get_or_create(
            customer=customer, user=user, defaults={"invited_by": by, "reason": reason, "at": now()}
        )
        if is_new:
            why = {"reason": customer.masked(reason)} if reason else {}
            AuditEvent.record("collaboration.asked", by=by, customer=customer, subject=user.name, **why)
        return found

    @classmethod
    def take_off(cls, customer, user, *, by) -> None:
        """Take that back; a second time changes nothing. The caller has held the customer."""
        if cls.delete().where(cls.customer == customer, cls.user == user).execute():
            AuditEvent.record("collaboration.ended", by=by, customer=customer, subject=user.name)
