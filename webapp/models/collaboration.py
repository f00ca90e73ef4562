"""Colleagues asked onto a customer (R-COOP)."""

from peewee import DeferredForeignKey, ForeignKeyField

from webapp.database import BaseModel, UtcDateTimeField, now
from webapp.models.user import User


class Collaboration(BaseModel):
    """协同: this person sees the customer and may add follow-ups."""

    customer = DeferredForeignKey("Customer", backref="collaborations", on_delete="CASCADE")
    user = ForeignKeyField(User, backref="collaborations", on_delete="CASCADE")
    invited_by = ForeignKeyField(User, backref="invitations", on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "customer"), True), (("customer",), False))
