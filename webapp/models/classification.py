"""Where a customer stands in each dimension, and every move that brought it there (R-MOVE)."""

from peewee import BooleanField, CharField, DeferredForeignKey, ForeignKeyField, IntegerField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField
from webapp.errors import DomainError, Stale
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.organisation import Branch
from webapp.models.user import User


class MoveNeedsReason(DomainError):
    """The column asks why; the answer is a dialog, not a failure."""


class StaleMove(Stale):
    """The card was moved by somebody else since this person saw it."""


class Classification(BaseModel):
    """The customer's present value in one dimension.

    `owner`, `branch` and `urgency` repeat the customer's, so that one index serves a board's column in its order.
    `version` counts the moves; a move that names an older one is refused.
    """

    customer = DeferredForeignKey("Customer", backref="classifications", index=False, on_delete="CASCADE")
    dimension = ForeignKeyField(Dimension, backref="classifications", index=False, on_delete="RESTRICT")
    value = ForeignKeyField(DimensionValue, backref="classifications", index=False, on_delete="RESTRICT")
    note = CharField(60, default="")
    since = UtcDateTimeField(default=now)
    is_pinned = BooleanField(default=False)
    version = IntegerField(default=1)
    owner = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
    branch = ForeignKeyField(Branch, backref="+", index=False, on_delete="RESTRICT")
    urgency = CharField(60, default="")

    class Meta:
        indexes = (
            (("customer", "dimension"), True),
            (("value", "branch", "urgency", "customer"), False),
            (("value", "owner", "urgency", "customer"), False),
            (("value", "urgency", "customer"), False),
        )


def value_in(dimension, customer):
    """For a query: the id of the customer's value in a dimension, looked up for each customer and never joined."""
    place = Classification.alias()
    return place.select(place.value).where(place.customer == customer, place.dimension == dimension)


class Move(BaseModel):
    """One change of value: who, when, from, to, why, and from where (drag, menu, import, undo …).

    `from_since` and `from_note` are what the place it left said, so that an undo puts them back.
    """

    customer = DeferredForeignKey("Customer", backref="moves", index=False, on_delete="CASCADE")
    dimension = ForeignKeyField(Dimension, backref="moves", index=False, on_delete="RESTRICT")
    from_value = ForeignKeyField(DimensionValue, null=True, backref="moves_away", index=False, on_delete="RESTRICT")
    to_value = ForeignKeyField(DimensionValue, null=True, backref="moves_here", index=False, on_delete="RESTRICT")
    from_since = UtcDateTimeField(null=True)
    from_note = CharField(60, default="")
    reason = CharField(400, default="")
    origin = CharField(20)
    by = ForeignKeyField(User, backref="moves", index=False, on_delete="RESTRICT")
    at = UtcDateTimeField(default=now)
    undoes = ForeignKeyField("self", null=True, unique=True, backref="undone_by", on_delete="CASCADE")

    class Meta:
        indexes = ((("customer", "at"), False),)

    @property
    def card(self) -> str:
        """Which card of which board it moved."""
        return f"{self.customer.number}-{self.dimension.slug}"
