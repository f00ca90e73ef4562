"""A board: one dimension, its values as columns, customers as cards (R-MOVE … R-CARD)."""

from collections import namedtuple
from dataclasses import dataclass

from peewee import fn

from webapp.calendar import working_days
from webapp.formatting import local, today
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.tags import tags_of
from webapp.models.user import Role, User
from webapp.prepared import Prepared

FIRST_CARDS = 30
MOST_CARDS = 300
SORTS = {"urgency": "紧急程度", "silent": "最久未跟进", "name": "名称"}
CARD_TAGS = ("grade", "value")

CardRow = namedtuple(
    "CardRow", "customer number name next_step next_due_on last_followup_at owner_name version since is_pinned urgency"
)


@dataclass(frozen=True)
class Card:
    """What a card shows. `standing` is the working days it has stood too long, or None."""

    row: CardRow
    tags: list
    standing: int | None

    def __getattr__(self, name):
        return getattr(self.row, name)


@dataclass(frozen=True)
class Column:
    value: DimensionValue
    count: int
    cards: list[Card]
    shown: int

    @property
    def left(self) -> int:
        return max(0, self.count - len(self.cards))

    @property
    def is_over_limit(self) -> bool:
        """Above its card limit (R-WIP): warned, never blocked."""
        return self.value.card_limit is not None and self.count > self.value.card_limit


class Board:
    """The board as one person sees it. `mine` narrows a manager's to their own customers."""

    def __init__(self, dimension: Dimension, user: User, *, sort: str = "urgency", mine: bool = False):
        self.dimension = dimension
        self.user = user
        self.sort = sort if sort in SORTS else "urgency"
        self.mine = mine

    def values(self) -> list[DimensionValue]:
        return _values(dimension=self.dimension.id)

    def columns(self, shown: dict[str, int] | None = None, only: set[str] | None = None) -> list[Column]:
        """The columns with their first cards; `shown` says how many a viewer has already opened, `only` which to build."""
        shown = shown or {}
        values = [value for value in self.values() if only is None or value.slug in only]
        counts = self._counts()
        sizes = {value.id: min(max(shown.get(value.slug, 0), FIRST_CARDS), MOST_CARDS) for value in values}
        cards = Prepared(self._cards)  # the same query for every column
        rows = {value.id: [CardRow(*row) for row in cards(value=value.id, limit=sizes[value.id])] for value in values}
        tags = tags_of((row.customer for group in rows.values() for row in group), self._card_tags())
        return [
            Column(value, counts.get(value.id, 0), [_card(row, value, tags) for row in rows[value.id]], sizes[value.id])
            for value in values
        ]

    def _card_tags(self) -> list[str]:
        return [slug for slug in CARD_TAGS if slug != self.dimension.slug]

    def _scope(self):
        if self.mine:
            return Classification.owner == self.user.id
        return self.user.scope(Classification)

    def _counts(self) -> dict[int, int]:
        query = Classification.select(Classification.value, fn.COUNT(Classification.id))
        # by its values alone: the dimension is not in the index that counts without a look at the rows
        query = query.where(Classification.value << self._value_ids(), self._scope())
        return dict(query.group_by(Classification.value).tuples())

    def _value_ids(self):
        return DimensionValue.select(DimensionValue.id).where(DimensionValue.dimension == self.dimension)

    def _cards(self, value, limit):
        return (
            Classification.select(
                Classification.customer,
                Customer.number,
                Customer.name,
                Customer.next_step,
                Customer.next_due_on,
                Customer.last_followup_at,
                User.name,
                Classification.version,
                Classification.since,
                Classification.is_pinned,
                Classification.urgency,
            )
            .join(Customer, on=Classification.customer == Customer.id)
            .join(User, on=Classification.owner == User.id)
            .where(Classification.value == value, self._scope())
            .order_by(*self._order())
            .limit(limit)
            .tuples()
        )

    def _order(self) -> tuple:
        if self.sort == "name":
            return Classification.is_pinned.desc(), Customer.name_sort, Customer.id
        if self.sort == "silent":
            return Classification.is_pinned.desc(), Customer.last_followup_at.asc(nulls="first"), Customer.id
        return Classification.urgency, Classification.customer

    def etag(self) -> str:
        """Changes whenever a customer this person may see was touched, and at midnight: cheap enough to be asked every 3 s."""
        query = AuditEvent.select(fn.MAX(AuditEvent.id)).where(AuditEvent.customer_id.is_null(False))  # a login touches none
        if self.user.role not in (Role.INSPECTOR, Role.ADMIN, Role.SERVICE):
            query = query.where(AuditEvent.branch_id == self.user.branch_id)
        return f'"{query.scalar() or 0}-{today():%j}-{self.sort}-{int(self.mine)}"'


_values = Prepared(
    lambda dimension: (
        DimensionValue.select()
        .where(DimensionValue.dimension == dimension, ~DimensionValue.is_retired)
        .order_by(DimensionValue.position)
    )
)


def _card(row: CardRow, value: DimensionValue, tags: dict) -> Card:
    return Card(row, tags.get(row.customer, []), _standing(row, value))


def _standing(row: CardRow, value: DimensionValue) -> int | None:
    """Working days in the column, once they exceed its stay limit."""
    if value.stay_limit is None:
        return None
    days = working_days(local(row.since).date(), today())
    return days if days > value.stay_limit else None
