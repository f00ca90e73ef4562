"""服务反馈: how satisfied a customer is, and with what (R-FEEDBACK)."""

from peewee import ForeignKeyField, IntegerField

from webapp.clock import now, today
from webapp.database import LastingIdField, UtcDateTimeField
from webapp.errors import DomainError
from webapp.models.customer import Customer
from webapp.models.feedback.fields import FIELDS, FeedbackColumns
from webapp.models.record import Record
from webapp.models.user import User


class Feedback(Record, FeedbackColumns):
    """服务反馈. What the customer said stands in fields.py."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="feedbacks", index=False, on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)

    sheet, word, dated_by = FIELDS, "服务反馈", "given_on"
    head, body = ("satisfaction",), "evaluation"

    class Meta:
        indexes = ((("customer", "at"), False),)

    @classmethod
    def check(cls, values: dict) -> None:
        if values.get("given_on") and values["given_on"] > today():
            raise DomainError("反馈日期不能晚于今天", "given_on")
