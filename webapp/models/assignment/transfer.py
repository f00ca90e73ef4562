"""Each customer's part of an assignment."""

from peewee import CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, LastingIdField, UtcDateTimeField
from webapp.models.customer import POOL, Customer
from webapp.models.user import User


class Transfer(BaseModel):
    """更换负责人 of one customer, with so many steps and complaints along; nobody is in the pool."""

    id = LastingIdField()
    assignment = DeferredForeignKey("Assignment", backref="transfers", on_delete="CASCADE")
    customer = ForeignKeyField(Customer, backref="transfers", index=False, on_delete="CASCADE")
    from_user = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    to_user = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    reason = CharField(200)
    steps = IntegerField(default=0)
    complaints = IntegerField(default=0)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("customer", "at"), False),)

    @property
    def undone(self) -> dict[str, str]:
        """Whose it was by it, and whose it is without."""
        before, after = (user.name if user else POOL for user in (self.to_user, self.from_user))
        return {"before": before, "after": after}
