"""The list finds and orders the same customers, however many there are and whichever way they are come by."""

from datetime import date, datetime, timedelta

import pytest
from peewee import Case

from tests.crowd import fill_branch, five_columns
from tests.queries import count_queries
from webapp import counting
from webapp.database import db, is_sqlite
from webapp.formatting import today
from webapp.models import Classification, Customer, Dimension, DimensionValue, board
from webapp.models.board import FIRST_CARDS, Board
from webapp.models.board import SORTS as BOARD_SORTS
from webapp.models.customer_list import _ORDERS, DUE, SORTS, CustomerList, _encode
from webapp.models.worklist import Worklist

LATEST, EARLIEST = date(9999, 12, 31), datetime(1, 1, 1)
KEYS = {
    "number": lambda row: (row.number, row.id),
    "name": lambda row: (row.name_sort, row.id),
    "silent": lambda row: (row.last_followup_at.replace(tzinfo=None) if row.last_followup_at else EARLIEST, row.id),
    "due": lambda row: (row.next_due_on or LATEST, row.id),
}


@pytest.fixture
def crowd(world):
    """Two branches of customers over five columns; some never followed up, some without a next day, two cards pinned."""
    five_columns(world.rep)
    fill_branch(world.rep, 70)
    fill_branch(world.outsider, 70)
    Customer.update(last_followup_at=None).where(Customer.id.bin_and(7) == 0).execute()
    Customer.update(next_due_on=None).where(Customer.id.bin_and(6) == 4).execute()
    Customer.update(name_sort=Case(Customer.id.bin_and(7), [(rest, f"zhong {rest}") for rest in range(8)])).execute()
    pinned = [row.id for row in Classification.select().order_by(Classification.id.desc()).limit(40)][::9]
    Classification.update(is_pinned=True, urgency="0").where(Classification.id << pinned).execute()


@pytest.fixture
def beyond_counting(monkeypatch):
    """Four are more than anybody counts."""
    for module in (counting, board):
        monkeypatch.setattr(module, "read", lambda count, _viewer: counting.MANY if count > 3 else count)


def through(user, filters: dict) -> list:
    """All rows, page by page; every page leads back to the one before it."""
    pages, after = [], ""
    while not pages or after:
        page = CustomerList(user, filters).page(after=after)
        assert not pages or CustomerList(user, filters).page(before=page.newer).rows == pages[-1]
        pages.append(page.rows)
        after = page.older
    return [row for rows in pages for row in rows]


def fits(customer: Customer, stage: str | None, filters: dict) -> bool:
    """Found in the plainest way."""
    due, day = customer.next_due_on, today()
    days = {"overdue": (date.min, day - timedelta(1)), "today": (day, day), "week": (day, day + timedelta(7))}
    if filters.get("due") == "none" and due or filters.get("stage", stage) != stage:
        return False
    if filters.get("due") in days and not (due and days[filters["due"]][0] <= due <= days[filters["due"]][1]):
        return False
    return filters.get("q", "") in customer.name


FILTERS = [
    {}, *({"due": due} for due in DUE), {"stage": "intent"}, {"stage": "lost", "due": "overdue"}, {"q": "众多"},
    {"q": "众多", "stage": "intent"},
]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("many", [False, True])
def test_every_filter_in_every_order(request, world, crowd, sort, many):
    if many:
        request.getfixturevalue("beyond_counting")
    customers, stage_of = list(Customer.select()), stages()
    for filters in FILTERS:
        rows = through(world.inspector, {**filters, "sort": sort})
        assert rows == sorted(rows, key=KEYS[sort], reverse=sort == "number"), filters
        assert {row.number for row in rows} == {row.number for row in customers if fits(row, stage_of.get(row.id), filters)}, filters
        assert len(rows) == len({row.id for row in rows}) > 0, filters


def stages() -> dict[int, str]:
    """The slug of each customer's stage, by id."""
    places = Classification.select(Classification.customer, DimensionValue.slug).join(DimensionValue, on=Classification.value == DimensionValue.id)
    return dict(places.where(Classification.dimension == Dimension.get(slug="stage")).tuples())


@pytest.mark.parametrize("sort", BOARD_SORTS)
def test_a_board_shows_the_same_cards_of_columns_nobody_counts(request, world, crowd, sort):
    def cards():
        columns = Board(Dimension.get(slug="stage"), world.inspector, sort=sort).columns()
        return [[card.number for card in column.cards] for column in columns]

    counted = cards()
    assert any(len(column) == FIRST_CARDS for column in counted)
    request.getfixturevalue("beyond_counting")
    assert cards() == counted


@pytest.mark.parametrize("who", ["manager", "inspector"])
@pytest.mark.parametrize("sort", SORTS)
def test_no_page_is_sorted_by_sqlite(world, who, sort):
    """Each order has its index; what the two databases call the same expression is in tests/test_schema.py."""
    if not is_sqlite():
        return
    user = getattr(world, who)
    first, *_, last = (_encode(_ORDERS[sort].key(row)) for row in CustomerList(user, {"sort": sort}).page().rows)
    with count_queries() as queries:
        CustomerList(user, {"sort": sort}).page(after=first)
        CustomerList(user, {"sort": sort}).page(before=last)
        Worklist(user).undated()
    ordered = [sql for sql in queries if "ORDER BY" in sql]
    assert len(ordered) == 3 and not any("TEMP B-TREE" in plan(sql) for sql in ordered)


def plan(sql: str) -> str:
    return "\n".join(row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?")))
