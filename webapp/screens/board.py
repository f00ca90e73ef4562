"""A board: one dimension, its values as columns, customers as cards (R-MOVE … R-CARD)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from peewee import JOIN, SQL, fn

from webapp.clock import local, today
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification
from webapp.models.customer import SILENT_SINCE, Customer
from webapp.models.dimension import Catalogue, Dimension, DimensionValue, Tag
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.counting import MANY, how_many, read
from webapp.screens.tags import ids, tag_columns
from webapp.workdays import working_days

FIRST_CARDS = 30
MOST_CARDS = 300
SORTS = {"urgency": "紧急程度", "silent": "最久未跟进", "name": "名称"}


class Card(NamedTuple):
    """What a card shows. `overdue_by` is the working days it has stood in its column, once too long."""

    number: str
    name: str
    next_step: str
    next_due_on: date | None
    last_followup_at: datetime | None
    owner: str
    version: int
    is_pinned: bool
    tags: tuple[Tag, ...]
    overdue_by: int | None


class Head(NamedTuple):
    """What stands at the top of a column: a value of the board's dimension. Limits are None where there are none."""

    id: int
    slug: str
    label: str
    hue: str
    definition: str
    asks_reason: bool
    card_limit: int | None
    stay_limit: int | None


@dataclass(frozen=True)
class Column:
    """A column and as many of its cards as stand open, `opened` at most."""

    value: Head
    count: float
    cards: list[Card]
    opened: int

    @property
    def left(self) -> float:
        return max(0, self.count - len(self.cards))

    @property
    def is_over_limit(self) -> bool:
        """Above its card limit (R-WIP): warned, never blocked."""
        return self.value.card_limit is not None and self.count > self.value.card_limit


class Board:
    """The board as one person sees it. `mine` narrows a manager's to their own customers, `opened` says how many cards
    of a column stand open, by its value's slug."""

    def __init__(
        self,
        dimension: Dimension,
        user: User,
        *,
        sort: str = "urgency",
        mine: bool = False,
        opened: Mapping[str, int] = MappingProxyType({}),
    ):
        self.dimension = dimension
        self.user = user
        self.sort = sort if sort in SORTS else "urgency"
        self.mine = mine
        self.opened = opened

    @cached_property
    def values(self) -> list[Head]:
        return _values(dimension=self.dimension.id)

    def columns(self, only: set[str] | None = None) -> list[Column]:
        """The columns with their first cards, or with those that stand open; `only` says which to build."""
        wanted = [value for value in self.values if only is None or value.slug in only]
        return [self._column(value, self.opened.get(value.slug, 0)) for value in wanted]

    def bare(self, slug: str) -> Column | None:
        """One column without its cards, for its count; None where the board does not have it any more."""
        return next(
            (Column(value, self._counts.get(value.id, 0), [], 0) for value in self.values if value.slug == slug), None
        )

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.now()

    @property
    def _tags(self) -> tuple[int, ...]:
        """The dimensions a card shows, but for the board's own."""
        return ids(axis for axis in self.catalogue.shown("on_cards") if axis.id != self.dimension.id)

    def _column(self, value: Head, opened: int) -> Column:
        limit = min(max(opened, FIRST_CARDS), MOST_CARDS)
        rows = self._rows(value, limit)
        cards = [
            Card(*row[:8], self.catalogue.tags(row[9:]), _overdue_by(row[8], value.stay_limit, today())) for row in rows
        ]
        return Column(value, self._counts.get(value.id, 0), cards, limit)

    def _rows(self, value: Head, limit: int) -> list[tuple]:
        """Of a column nobody can count the pinned cards,
        then customers in their order as far as enough of them stand in it."""
        asked = {"viewer": self.user, "mine": self._mine, "value": value.id, "tags": self._tags}
        if self.sort not in _WALKED or self._counts.get(value.id) is not MANY:
            return _CARDS[self.sort](**asked, limit=limit)
        pinned = _PINNED[self.sort](**asked, limit=limit)
        return pinned + _WALKED[self.sort](**asked, limit=limit - len(pinned))

    @property
    def _mine(self) -> int | None:
        return self.user.id if self.mine else None

    @cached_property
    def _counts(self) -> dict[int, float]:
        counted = _counts(viewer=self.user, mine=self._mine, dimension=self.dimension.id)
        return {value: read(count, self.user) for value, count in counted}

    def etag(self) -> str:
        """Changes whenever a customer this person may see was touched, and at midnight:
        cheap enough to be asked every 3 s."""
        last = _last_act.value(branch=self.user.seen_branch)
        return f'"{last or 0}-{today():%j}-{self.sort}-{int(self.mine)}"'


def _scope(viewer: User, mine):
    return viewer.scope(Classification) if mine is None else Classification.owner == mine


def _cards(*order, condition=True) -> Prepared:
    return Prepared(
        lambda viewer, mine, value, tags, limit: (
            Classification.select(*_shown(tags, viewer))
            .join(Customer, on=Classification.customer == Customer.id)
            .join(User, on=Classification.owner == User.id)
            .where(Classification.value == value, _scope(viewer, mine), condition)
            .order_by(*order)
            .limit(limit)
        ),
        row=tuple,
    )


def _walked(*order) -> Prepared:
    """Beginning with the customers, which CROSS tells SQLite to do."""
    return Prepared(
        lambda viewer, mine, value, tags, limit: (
            Customer.select(*_shown(tags, viewer))
            .join(Classification, JOIN.CROSS)
            .join(User, on=Classification.owner == User.id)
            .where(Classification.customer == Customer.id, Classification.value == value, ~Classification.is_pinned)
            .where(_scope(viewer, mine))
            .order_by(*order)
            .limit(limit)
        ),
        row=tuple,
    )


def _shown(tags, viewer: User) -> tuple:
    return (
        Customer.number,
        Customer.name_for(viewer),
        Customer.next_step,
        Customer.next_due_on,
        Customer.last_followup_at,
        User.name,
        Classification.version,
        Classification.is_pinned,
        Classification.since,
        *tag_columns(Customer.id, tags),
    )


def _counted(viewer: User, mine, dimension):
    """By value, each from the index that a column is read from."""
    cards = Classification.select(SQL("1")).where(Classification.value == DimensionValue.id, _scope(viewer, mine))
    return DimensionValue.select(DimensionValue.id, how_many(cards, viewer)).where(
        DimensionValue.dimension == dimension
    )


def _latest(branch):
    acts = AuditEvent.select(fn.MAX(AuditEvent.id)).where(AuditEvent.customer_id.is_null(False))  # a login touches none
    return acts if branch is None else acts.where(AuditEvent.branch_id == branch)


_BY_CUSTOMER = {"silent": (SILENT_SINCE, Customer.id), "name": (Customer.name_sort, Customer.id)}
_CARDS = {
    "urgency": _cards(Classification.urgency, Classification.customer),
    **{name: _cards(Classification.is_pinned.desc(), *order) for name, order in _BY_CUSTOMER.items()},
}
_PINNED = {name: _cards(*order, condition=Classification.urgency < "1") for name, order in _BY_CUSTOMER.items()}
_WALKED = {name: _walked(*order) for name, order in _BY_CUSTOMER.items()}
_counts = Prepared(_counted, row=tuple)
_last_act = Prepared(_latest, row=tuple)
_values = Prepared(
    lambda dimension: (
        DimensionValue.select(
            DimensionValue.id,
            DimensionValue.slug,
            DimensionValue.label,
            DimensionValue.hue,
            DimensionValue.definition,
            DimensionValue.asks_reason,
            DimensionValue.card_limit,
            DimensionValue.stay_limit,
        )
        .where(DimensionValue.dimension == dimension, ~DimensionValue.is_retired)
        .order_by(DimensionValue.position)
    ),
    row=Head,
)


@lru_cache(maxsize=20_000)
def _overdue_by(since: datetime, limit: int | None, day: date) -> int | None:
    """Working days in the column, once they exceed its stay limit."""
    if limit is None:
        return None
    days = working_days(local(since).date(), day)
    return days if days > limit else None
