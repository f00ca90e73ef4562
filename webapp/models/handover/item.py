"""What a handover lists: its customers, and who gets them."""

from peewee import CharField, DeferredForeignKey, ForeignKeyField

from webapp.database import BaseModel, LastingIdField, UtcDateTimeField
from webapp.models.assignment import Assignment
from webapp.models.customer import Customer
from webapp.models.user import User

LONGEST_NOTE = 60


class HandoverItem(BaseModel):
    """One customer of a handover, and who gets it; `note` is the list's 备注. Once the handover is complete
    `assignment` says by which act it changed hands, None where it was not the giver's any more."""

    id = LastingIdField()
    handover = DeferredForeignKey("Handover", backref="items", index=False, on_delete="CASCADE")
    customer = ForeignKeyField(Customer, backref="handover_items", on_delete="CASCADE")
    receiver = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    note = CharField(LONGEST_NOTE, default="")
    assignment = ForeignKeyField(Assignment, null=True, backref="handover_items", on_delete="SET NULL")

    class Meta:
        indexes = ((("handover", "customer"), True),)


class Confirmation(BaseModel):
    """确认: one of a handover's people has signed for their part; `reason` where somebody signed for a giver who is not
    there any more."""

    id = LastingIdField()
    handover = DeferredForeignKey("Handover", backref="confirmations", index=False, on_delete="CASCADE")
    part = CharField(10)
    user = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    reason = CharField(200, default="")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("handover", "part", "user"), True),)
