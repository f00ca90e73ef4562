"""The list of customers: filters, four orders, paging by key."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from peewee import JOIN, SQL

from webapp.clock import midnight, today
from webapp.database import is_sqlite, row_id
from webapp.models.contact import Contact
from webapp.models.customer import DUE_ON, NEVER, NO_DAY, SILENT_SINCE, Customer
from webapp.models.dimension import Axis, Catalogue, Tag
from webapp.models.eyes import Owned, eyes_in_lists
from webapp.models.field import Sheet
from webapp.models.own_field import CUSTOMER, MOST_IN_LIST, Own, id_of, own_fields
from webapp.models.search import LONGEST_QUERY, Asked, asked, is_personal
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens import traits
from webapp.screens.counting import MANY, Count
from webapp.screens.narrowing import narrowed
from webapp.screens.paging import Order
from webapp.screens.tags import ids, tag_columns
from webapp.screens.whose import whose, with_branch
from webapp.text import masking

PAGE = 50
SORTS = {"number": "编号（新在前）", "name": "名称", "silent": "最久未跟进", "due": "下次日期"}
DUE = {"overdue": "已逾期", "today": "今天", "week": "七天内", "none": "没有下次日期", "file": "资料该更新"}


class ListRow(NamedTuple):
    """What a row shows and sorts by: a whole Customer has forty columns, and fifty of those cost ten times as much."""

    id: int
    number: str
    name: str
    name_sort: str
    last_followup_at: datetime | None
    next_step: str
    next_due_on: date | None
    owner: str
    contact: masking.Line | None
    tags: tuple[Tag, ...]
    own: tuple[tuple[str, str], ...]


class Chosen(NamedTuple):
    """What the filters stand at, '' for all; `classes` are the dimensions and the office's own
    fields, each with its values and the one chosen."""

    sort: str
    q: str
    due: str
    owner: str
    branch: str
    trait: str
    classes: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]


class CustomerList:
    """One person's list under the given filters: q, sort, due, owner, trait, and a value slug by dimension slug."""

    def __init__(self, user: User, filters: dict[str, str]):
        self.user = user
        self.filters = {name: value[:LONGEST_QUERY] for name, value in filters.items() if value}
        self.sort = filters.get("sort") if filters.get("sort") in SORTS else "number"

    def chosen(self, name: str) -> str:
        """The value a filter stands at, '' for all."""
        return self.filters.get(name, "")

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.now()

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The dimensions the list can be narrowed by."""
        return self.catalogue.shown("in_filters")

    @cached_property
    def own_filters(self) -> tuple[Own, ...]:
        """The office's own fields that it can be narrowed by."""
        return tuple(own for own in own_fields(CUSTOMER) if own.in_filters)

    @cached_property
    def own_columns(self) -> Sheet:
        """Those of them that have a column."""
        return Sheet([own.field for own in own_fields(CUSTOMER) if own.in_list][:MOST_IN_LIST])

    @property
    def standing(self) -> Chosen:
        """What every filter stands at."""
        classes = tuple((axis.slug, axis.label, axis.choices, self.chosen(axis.slug)) for axis in self.axes)
        classes += tuple((own.name, own.field.label, own.options, self.chosen(own.name)) for own in self.own_filters)
        return Chosen(self.sort, *map(self.chosen, ("q", "due", "owner", "branch", "trait")), classes)

    @property
    def is_filtered(self) -> bool:
        return bool(self._set.keys() - {"sort"})

    @property
    def query(self) -> dict[str, str]:
        """The filters and the order, as an address says them: whose phone somebody looks for stands in none."""
        return {name: value for name, value in self._set.items() if name != "q" or not self.is_personal}

    @property
    def _set(self) -> dict[str, str]:
        classes = (*(axis.slug for axis in self.axes), *(own.name for own in self.own_filters))
        known = ("q", "due", "owner", "branch", "trait", "sort", *classes)
        return {name: value for name in known if (value := self.chosen(name))}

    @cached_property
    def is_personal(self) -> bool:
        """Whether a phone or an account is looked for."""
        return is_personal(self.chosen("q").strip())

    @cached_property
    def _wanted(self) -> Asked | None:
        return asked(self.chosen("q").strip())

    @cached_property
    def count(self) -> float:
        """How many there are; see webapp/screens/counting.py."""
        return self._ask(_count, nothing=0)

    def page(self, *, after: str = "", before: str = "") -> "Page":
        """Fifty rows after (or before) a cursor, with cursors for the neighbouring pages."""
        order = _ORDERS[self.sort]
        place = order.decode(after or before)
        if place is None:  # the beginning
            after, before, place = "", "", (None, None)
        value, id_ = place
        walked = True if is_sqlite() and self.is_filtered and self.count is MANY else None
        cursor = {"last": value, "last_id": id_, "walked": walked, "tags": ids(self.catalogue.shown("on_rows"))}
        rows = self._ask(_PAGES[self.sort, bool(before)], nothing=[], **cursor)
        has_more, rows = len(rows) > PAGE, self._dress(rows[:PAGE])
        if before:
            rows.reverse()
        return Page(
            rows=rows,
            newer=_cursor(order, rows[0]) if rows and (has_more if before else bool(after)) else "",
            older=_cursor(order, rows[-1]) if rows and (bool(before) or has_more) else "",
        )

    def _dress(self, rows: list[tuple]) -> list[ListRow]:
        own = self._own_texts(rows)
        return [
            ListRow(*row[:8], _contact(*row[8:15]), self.catalogue.tags(row[18:]), own.get(row[0], ())) for row in rows
        ]

    def _own_texts(self, rows: list[tuple]) -> dict[int, tuple[tuple[str, str], ...]]:
        """The columns of the office's own, by customer: each word and what stands there, as the reader may see it."""
        if not self.own_columns:
            return {}
        eyes = eyes_in_lists([Owned(row[0], *row[16:18]) for row in rows], self.user)
        keys = [(field, id_of(field.name)) for field in self.own_columns]
        return {
            row[0]: tuple((field.label, eyes[row[0]].told(field, row[15].get(key))) for field, key in keys)
            for row in rows
        }

    def _ask(self, query: Prepared | Count, nothing, **cursor):
        """What the query answers under the filters; `nothing` where what is typed holds nothing to look for."""
        return nothing if self._asks_nothing else query(**self._narrowed, **cursor)

    def matching(self):
        """The query of all that the filters leave."""
        every = narrowed(Customer.select(), **self._narrowed)
        return every.where(SQL("1 = 0")) if self._asks_nothing else every

    @property
    def _asks_nothing(self) -> bool:
        """Does what is typed hold nothing to look for?"""
        return bool(self.chosen("q").strip()) and not self._wanted

    @property
    def _narrowed(self) -> dict:
        """The filters, as `narrowed` takes them."""
        filters = {"owner": _chosen_id(self.chosen("owner")), **_due(self.filters.get("due"))}
        classes = tuple((axis.id, axis.id_of(value)) for axis in self.axes if (value := self.chosen(axis.slug)))
        terms = tuple(own.term(value) for own in self.own_filters if (value := self.chosen(own.name)))
        filters |= {"classes": classes, "terms": terms, **traits.given(self.chosen("trait"))}
        return {"viewer": self.user, "wanted": self._wanted, **filters}


def _contact(name: str | None, *rest: str) -> masking.Line | None:
    return None if name is None else masking.line(name, *rest)


def _cursor(order: Order, row: ListRow) -> str:
    return order.cursor(getattr(row, order.column.name), row.id)


@dataclass(frozen=True)
class Page:
    rows: list[ListRow]
    newer: str
    older: str

    def is_all_of(self, owner: str) -> bool:
        """Do all these customers belong to somebody of that name?"""
        return all(row.owner == owner for row in self.rows)


def _due(which: str | None) -> dict:
    """The days between which a customer is due, whether those without one are meant, and when today began and how many
    days a file usually has, where those are meant whose file is due; None where it does not matter."""
    day = today()
    since, until = {
        "overdue": (date.min, day - timedelta(days=1)),
        "today": (day, day),
        "week": (day, day + timedelta(days=7)),
    }.get(which, (None, None))
    files = (midnight(day), Settings.file_update_days) if which == "file" else None
    return {"since": since, "until": until, "undated": True if which == "none" else None, "files": files}


_ORDERS = {
    "number": Order(Customer.number, descending=True),
    "name": Order(Customer.name_sort),
    "silent": Order(Customer.last_followup_at, by=SILENT_SINCE, missing=NEVER),
    "due": Order(Customer.next_due_on, by=DUE_ON, missing=NO_DAY),
}


def _page(order: Order, backwards: bool) -> Prepared:
    def build(last, last_id, walked, tags, **filters):
        query = narrowed(_rows(tags, filters["viewer"]), **filters, walked_by=None if walked is None else order.by)
        query = query.order_by(*order.clauses(backwards=backwards)).limit(PAGE + 1)
        return query if last_id is None else query.where(order.beyond(last, last_id, backwards=backwards))

    return Prepared(build, row=tuple)


def _rows(tags, viewer: User):
    own = (Customer.id, Customer.number, Customer.name_for(viewer), Customer.name_sort, Customer.last_followup_at)
    next_ = (Customer.next_step, Customer.next_due_on, whose(viewer))
    contact = (Contact.name, Contact.position, Contact.phone, Contact.email, Contact.unverified)
    contact += (Contact.qq, Contact.wechat, Customer.own, Customer.owner, Customer.branch)
    customers = (
        Customer.select(*own, *next_, *contact, *tag_columns(Customer.id, tags))
        .join(User, JOIN.LEFT_OUTER, on=Customer.owner)
        .switch(Customer)
        .join(Contact, JOIN.LEFT_OUTER, on=(Contact.customer == Customer.id) & Contact.is_primary)
    )
    return with_branch(customers, viewer)


_PAGES = {(name, backwards): _page(order, backwards) for name, order in _ORDERS.items() for backwards in (False, True)}
_count = Count(lambda **filters: narrowed(Customer.select(SQL("1")), **filters))


def _chosen_id(text: str) -> int | None:
    try:
        return row_id(text)
    except ValueError:
        return None
