"""Colleagues asked onto a customer (R-COOP)."""

from peewee import DeferredForeignKey

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField


class Collaboration(BaseModel):
    """协同: this person sees the customer and may add follow-ups."""

    customer = DeferredForeignKey("Customer", backref="collaborations", on_delete="CASCADE")
    user = DeferredForeignKey("User", backref="collaborations", index=False, on_delete="CASCADE")
    invited_by = DeferredForeignKey("User", backref="invitations", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "customer"), True), (("customer",), False))
