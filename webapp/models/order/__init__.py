"""订单与合同: what a customer has bought, and what follows from it (R-ORDER)."""

from peewee import SQL, ForeignKeyField, IntegerField

from webapp.clock import now, today
from webapp.database import LastingIdField, UtcDateTimeField
from webapp.errors import DomainError, Mistakes
from webapp.models.customer import Customer
from webapp.models.milestone import Milestone, MilestoneKind
from webapp.models.order.fields import FIELDS, OrderColumns
from webapp.models.order.figures import Figures
from webapp.models.record import Record
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.prepared import Prepared

LONGEST_NAME = 40  # characters of an order's content by which a reminder names it


class Order(Record, OrderColumns):
    """订单. What was agreed stands in fields.py; amounts are in fen."""

    id = LastingIdField()
    customer = ForeignKeyField(Customer, backref="orders", index=False, on_delete="CASCADE")
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    recorded_at = UtcDateTimeField(default=now)
    version = IntegerField(default=1)

    sheet, word, dated_by = FIELDS, "订单", "ordered_on"
    head, body = ("amount", "contract_number"), "content"

    class Meta:
        table_name = "orders"  # SQL keeps the singular for itself
        indexes = (
            (("customer", "at"), False),
            (("customer", "ordered_on"), False),
            SQL("CREATE INDEX orders_renewal ON orders (renews_on, customer_id) WHERE renews_on IS NOT NULL"),
        )

    recorders = "负责人和分站负责人"

    @classmethod
    def is_recorded_by(cls, user: User, customer) -> bool:
        return user.keeps(customer) and user.sees_amounts(customer)

    @classmethod
    def check(cls, values: dict) -> None:
        mistakes = Mistakes()
        ordered_on, renews_on = values.get("ordered_on"), values.get("renews_on")
        if ordered_on and ordered_on > today():
            mistakes.note(DomainError("订单日期不能晚于今天", "ordered_on"))
        if ordered_on and renews_on and renews_on <= ordered_on:
            mistakes.note(DomainError("续约日期应在订单日期之后", "renews_on"))
        mistakes.tell()

    @classmethod
    def figures(cls, customer) -> Figures:
        """What the customer's orders come to, as of today."""
        return Figures.of(_sums(customer=customer.id), today(), since=customer.cooperation_since)

    def follow(self, *, by) -> None:
        """The day of renewal is a milestone of which somebody is reminded (R-MILESTONE)."""
        if self.renews_on is None:
            Milestone.forget(self)
            return
        told = {"happens_on": self.renews_on, "note": self.contract_number or self.content[:LONGEST_NAME]}
        Milestone.keep(self, MilestoneKind.RENEWAL, remind_days=Settings.renewal_remind_days, **told, by=by)

    def leave_behind(self, *, by) -> None:
        Milestone.forget(self)


_sums = Prepared(
    lambda customer: (
        Order.select(Order.ordered_on, Order.amount, Order.renews_on)
        .where(Order.customer == customer)
        .order_by(Order.ordered_on, Order.id)
    ),
    row=tuple,
)
