"""Colleagues asked onto a customer (R-COOP)."""

from peewee import DeferredForeignKey

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField
from webapp.models.audit import AuditEvent


class Collaboration(BaseModel):
    """协同: this person sees the customer and may add follow-ups."""

    customer = DeferredForeignKey("Customer", backref="collaborations", on_delete="CASCADE")
    user = DeferredForeignKey("User", backref="collaborations", index=False, on_delete="CASCADE")
    invited_by = DeferredForeignKey("User", backref="invitations", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "customer"), True), (("customer",), False))

    @classmethod
    def ask_on(cls, customer, user, *, by) -> None:
        """Ask a colleague onto the customer; a second time changes nothing. The caller has held the customer and knows
        that they may be asked."""
        _, is_new = cls.get_or_create(customer=customer, user=user, defaults={"invited_by": by})
        if is_new:
            AuditEvent.record("collaboration.asked", by=by, customer=customer, subject=user.name)

    @classmethod
    def take_off(cls, customer, user, *, by) -> None:
        """Take that back; a second time changes nothing. The caller has held the customer."""
        if cls.delete().where(cls.customer == customer, cls.user == user).execute():
            AuditEvent.record("collaboration.ended", by=by, customer=customer, subject=user.name)
