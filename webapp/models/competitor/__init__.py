"""竞争对手: who else is after a customer, and how (R-COMP)."""

from peewee import ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import LastingIdField, UtcDateTimeField
from webapp.models.competitor.fields import FIELDS, CompetitorColumns
from webapp.models.customer import Customer
from webapp.models.record import Record
from webapp.models.user import User


class Competitor(Record, CompetitorColumns):
    """竞争对手 at one customer. What is known of it stands in fields.py."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="competitors", index=False, on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)

    sheet, word, head = FIELDS, "竞争对手", ("name",)

    class Meta:
        indexes = ((("customer", "at"), False),)
