"""A board: one dimension, its values as columns, customers as cards (R-MOVE … R-CARD)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from webapp.clock import local, today
from webapp.models.calendar_day import calendar_in_force
from webapp.models.dimension import Catalogue, Dimension, DimensionValue, Tag
from webapp.models.setup import kept
from webapp.models.user import User
from webapp.screens.board import queries
from webapp.screens.counting import MANY, read
from webapp.screens.tags import ids
from webapp.screens.window import BEGINNING, FIRST_CARDS, Window
from webapp.workdays import Calendar

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
    """A column with the cards of its window; `last` is the place of the last of them, where more follow."""

    value: Head
    count: float
    cards: list[Card]
    window: Window
    last: str = ""

    @property
    def left(self) -> float:
        """How many follow, as far as the counts still fit the cards that were skipped."""
        return max(1, self.count - self.window.skipped - len(self.cards)) if self.last else 0

    @property
    def next_count(self) -> float:
        """How many of them the next step brings."""
        return min(self.left, FIRST_CARDS)

    @property
    def beginning(self) -> Window:
        """The window that begins with the first card."""
        return BEGINNING

    @property
    def further(self) -> Window:
        """The window that shows more."""
        return self.window.further(len(self.cards), self.last)

    @property
    def is_over_limit(self) -> bool:
        """Above its card limit (R-WIP): warned, never blocked."""
        return self.value.card_limit is not None and self.count > self.value.card_limit


class Board:
    """The board as one person sees it. `mine` narrows a manager's to their own customers, `opened` says which cards of
    a column stand open, by its value's slug."""

    def __init__(
        self,
        dimension: Dimension,
        user: User,
        *,
        sort: str = "urgency",
        mine: bool = False,
        opened: Mapping[str, Window] = MappingProxyType({}),
    ):
        self.dimension = dimension
        self.user = user
        self.sort = sort if sort in SORTS else "urgency"
        self.mine = mine
        self.opened = opened

    @property
    def sort_label(self) -> str:
        return SORTS[self.sort]

    @cached_property
    def standing(self) -> dict[str, str | int]:
        """What its address says: of which branch, whose alone, in which order."""
        said = {
            "branch": self.user.chosen_branch,
            "mine": int(self.mine),
            "sort": self.sort if self.sort != "urgency" else "",
        }
        return {name: value for name, value in said.items() if value}

    @cached_property
    def query(self) -> str:
        """The same as a part of an address."""
        return urlencode(self.standing)

    @cached_property
    def values(self) -> tuple[Head, ...]:
        return _heads(self.dimension.id)

    def columns(self, only: set[str] | None = None) -> list[Column]:
        """The columns with their first cards, or with those that stand open; `only` says which to build."""
        wanted = [value for value in self.values if only is None or value.slug in only]
        return [self._column(value, self.opened.get(value.slug, BEGINNING)) for value in wanted]

    def bare(self, slug: str) -> Column | None:
        """One column without its cards, for its count; None where the board does not have it any more."""
        value = next((value for value in self.values if value.slug == slug), None)
        return value and Column(value, self._counts.get(value.id, 0), [], BEGINNING)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.now()

    @property
    def _tags(self) -> tuple[int, ...]:
        """The dimensions a card shows, but for the board's own."""
        return ids(axis for axis in self.catalogue.shown("on_cards") if axis.id != self.dimension.id)

    def _column(self, value: Head, window: Window) -> Column:
        rows = self._rows(value, window.limit + 1, window.after)
        has_more, rows = len(rows) > window.limit, rows[: window.limit]
        cards = [
            Card(*row[2:10], self.catalogue.tags(row[11:]), _overdue_by(row[10], value.stay_limit, self._calendar))
            for row in rows
        ]
        return Column(value, self._counts.get(value.id, 0), cards, window, self._place(rows[-1]) if has_more else "")

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar_in_force()

    def _rows(self, value: Head, limit: int, after: str) -> list[tuple]:
        """Of a column nobody can count the pinned cards,
        then customers in their order as far as enough of them stand in it."""
        asked = {"viewer": self.user, "mine": self._mine, "value": value.id, "tags": self._tags}
        is_pinned, last, last_id = self._behind(after)
        asked |= {"last": last, "last_id": last_id}
        if self.sort not in queries.WALKED or self._counts.get(value.id) is not MANY:
            return queries.CARDS[self.sort](**asked, limit=limit, among_pinned=is_pinned or None)
        pinned = queries.PINNED[self.sort](**asked, limit=limit) if is_pinned else []
        begin = {"last": None, "last_id": None} if is_pinned else {}
        return pinned + queries.WALKED[self.sort](**asked | begin, limit=limit - len(pinned))

    def _place(self, row: tuple) -> str:
        """Where in the column's order a card stands: among the pinned ones or not, and its key there."""
        return ("1" if row[9] else "0") + queries.ORDERS[self.sort].cursor(row[0], row[1])

    def _behind(self, place: str) -> tuple[bool, object, int | None]:
        """What `_place` said; the beginning for none and for a mangled one."""
        key = queries.ORDERS[self.sort].decode(place[1:]) if place else None
        return (True, None, None) if key is None else (place[0] == "1", *key)

    @property
    def _mine(self) -> int | None:
        return self.user.id if self.mine else None

    @cached_property
    def _counts(self) -> dict[int, float]:
        counted = queries.counts(viewer=self.user, mine=self._mine, dimension=self.dimension.id)
        return {value: read(count, self.user) for value, count in counted}

    def etag(self) -> str:
        """Changes whenever a customer this person may see was touched, and at midnight:
        cheap enough to be asked every 3 s."""
        last = queries.last_act.value(branch=self.user.seen_branch)
        return f'"{last or 0}-{today():%j}-{self.sort}-{int(self.mine)}"'


def _overdue_by(since: datetime, limit: int | None, calendar: Calendar) -> int | None:
    """Working days in the column, once they exceed its stay limit (R-WIP)."""
    if limit is None:
        return None
    days = calendar.working_days(local(since).date(), today())
    return days if days > limit else None


@kept
def _heads(dimension: int) -> tuple[Head, ...]:
    values = DimensionValue.select(*(getattr(DimensionValue, name) for name in Head._fields))
    values = values.where(DimensionValue.dimension == dimension, ~DimensionValue.is_retired)
    return tuple(Head(*row) for row in values.order_by(DimensionValue.position).tuples())
