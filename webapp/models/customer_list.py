"""The list of customers: filters, four orders, paging by key."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from peewee import fn

from webapp import masking
from webapp.database import row_id
from webapp.formatting import today
from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.search import matching
from webapp.models.tags import tags_of
from webapp.models.user import User
from webapp.prepared import Prepared

PAGE = 50
SORTS = {"number": "编号（新在前）", "name": "名称", "silent": "最久未跟进", "due": "下次日期"}
DUE = {"overdue": "已逾期", "today": "今天", "week": "七天内", "none": "无下次日期"}
FILTER_DIMENSIONS = ("stage", "value", "grade", "relationship")
ROW_TAGS = ("stage", "value", "grade")  # three at once, no more (R-TAGS)


# what a row shows and sorts by: a whole Customer has forty columns, and fifty of those cost three times as much
_SHOWN = (
    Customer.id, Customer.number, Customer.name, Customer.name_sort, Customer.last_followup_at, Customer.next_step, Customer.next_due_on,
    Customer.owner, Customer.branch, User.id, User.name,
)  # fmt: skip
_CARD = (
    Contact.id, Contact.name, Contact.position, Contact.department, Contact.phone, Contact.email, Contact.qq, Contact.wechat,
    Contact.unverified, Contact.is_primary, Contact.is_decision_maker, Contact.left_on,
)  # fmt: skip
_Primary = namedtuple("_Primary", [field.name for field in _CARD])


@dataclass(frozen=True)
class ListRow:
    customer: Customer
    card: masking.ContactCard | None
    tags: list


class CustomerList:
    """One person's list under the given filters: q, sort, due, owner, and a value slug by dimension slug."""

    def __init__(self, user: User, filters: dict[str, str]):
        self.user = user
        self.filters = {name: value for name, value in filters.items() if value}
        self.sort = filters.get("sort") if filters.get("sort") in SORTS else "number"

    def chosen(self, name: str) -> str:
        """The value a filter stands at, '' for all."""
        return self.filters.get(name, "")

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters.keys() & {"q", "due", "owner", *FILTER_DIMENSIONS})

    def count(self) -> int:
        return self._filtered(Customer.select(fn.COUNT(Customer.id))).scalar()

    def page(self, *, after: str = "", before: str = "") -> "Page":
        """Fifty rows after (or before) a cursor, with cursors for the neighbouring pages."""
        order = _ORDERS[self.sort]
        query = self._filtered(Customer.select(*_SHOWN).join(User, on=Customer.owner))
        cursor = order.decode(after or before)
        if cursor:
            query = query.where(order.beyond(cursor, backwards=bool(before)))
        rows = list(query.order_by(*order.clauses(backwards=bool(before))).limit(PAGE + 1))
        has_more, rows = len(rows) > PAGE, rows[:PAGE]
        if before:
            rows.reverse()
        return Page(
            rows=self._dress(rows),
            newer=_encode(order.key(rows[0])) if rows and (has_more if before else bool(after)) else "",
            older=_encode(order.key(rows[-1])) if rows and (bool(before) or has_more) else "",
        )

    def _dress(self, customers: list[Customer]) -> list[ListRow]:
        ids = [customer.id for customer in customers]
        tags = tags_of(ids, ROW_TAGS)
        cards = _primary_contacts(ids)
        return [ListRow(customer, cards.get(customer.id), tags.get(customer.id, [])) for customer in customers]

    def _filtered(self, query):
        query = query.where(self.user.scope(Customer))
        if text := self.filters.get("q", "").strip():
            found = matching(text)
            query = query.where(Customer.id << found if found is not None else False)
        if owner := _chosen_id(self.chosen("owner")):
            query = query.where(Customer.owner == owner)
        if self.filters.get("due") in DUE:
            query = query.where(_due(self.filters["due"]))
        for slug in FILTER_DIMENSIONS:
            if value := self.filters.get(slug):
                query = query.where(Customer.id << _classified(slug, value))
        return query


@dataclass(frozen=True)
class Page:
    rows: list[ListRow]
    newer: str
    older: str


def _primary_contacts(customers: list[int]) -> dict[int, masking.ContactCard]:
    return {customer: masking.card(_Primary(*contact)) for customer, *contact in _primary(customers=customers)}


_primary = Prepared(
    lambda customers: Contact.select(Contact.customer, *_CARD).where(Contact.customer << customers, Contact.is_primary).tuples()
)


def _due(which: str):
    day = today()
    return {
        "overdue": Customer.next_due_on < day,
        "today": Customer.next_due_on == day,
        "week": Customer.next_due_on.between(day, day + timedelta(days=7)),
        "none": Customer.next_due_on.is_null(),
    }[which]


def _classified(dimension: str, value: str):
    return (
        Classification.select(Classification.customer)
        .join(DimensionValue, on=Classification.value == DimensionValue.id)
        .join(Dimension, on=DimensionValue.dimension == Dimension.id)
        .where(Dimension.slug == dimension, DimensionValue.slug == value)
    )


class _Order:
    """One order with the id as tie-break; rows that lack the sort value come last."""

    def __init__(self, field, *, descending: bool = False, nullable: bool = False):
        self.field, self.descending, self.nullable = field, descending, nullable

    def key(self, customer: Customer) -> list:
        value = getattr(customer, self.field.name)
        return [value.isoformat() if isinstance(value, (date, datetime)) else value, customer.id]

    def clauses(self, *, backwards: bool) -> list:
        flip = self.descending != backwards
        columns = [self.field.desc() if flip else self.field, Customer.id.desc() if flip else Customer.id]
        if self.nullable:
            missing = self.field.is_null()
            columns.insert(0, missing.desc() if backwards else missing.asc())
        return columns

    def beyond(self, cursor: list, *, backwards: bool):
        value, id_ = cursor
        smaller = self.descending != backwards
        further_id = Customer.id < id_ if smaller else Customer.id > id_
        if value is None:
            rest = self.field.is_null() & further_id
            return rest | ~self.field.is_null() if backwards else rest
        further = (self.field < value if smaller else self.field > value) | ((self.field == value) & further_id)
        return further | self.field.is_null() if self.nullable and not backwards else further

    def decode(self, cursor: str) -> list | None:
        """The key inside a cursor; a mangled one starts from the beginning."""
        try:
            value, id_ = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return [self._parse(value), row_id(id_)]
        except (ValueError, TypeError, OverflowError):
            return None

    def _parse(self, value: str | None):
        if value is None and self.nullable:
            return None
        if self.field.name == "last_followup_at":
            return datetime.fromisoformat(value).astimezone(UTC)
        return date.fromisoformat(value) if self.field.name == "next_due_on" else _text(value)


_ORDERS = {
    "number": _Order(Customer.number, descending=True),
    "name": _Order(Customer.name_sort),
    "silent": _Order(Customer.last_followup_at, nullable=True),
    "due": _Order(Customer.next_due_on, nullable=True),
}


def _text(value: str) -> str:
    """The text of a cursor, or ValueError for one no database can compare."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no text")
    value.encode()
    return value


def _chosen_id(text: str) -> int | None:
    try:
        return row_id(text)
    except ValueError:
        return None


def _encode(key: list) -> str:
    return urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")
