"""The list finds and orders the same customers, however many there are and whichever way they are come by."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from peewee import Case

from tests.crowd import fill_branch, five_columns
from webapp.clock import now, today
from webapp.database import db, is_sqlite
from webapp.models import Classification, Customer, Dimension, DimensionValue
from webapp.screens import board, counting
from webapp.screens.board import SORTS as BOARD_SORTS
from webapp.screens.board import Board
from webapp.screens.customer_list import _ORDERS, DUE, SORTS, CustomerList, _cursor
from webapp.screens.window import FIRST_CARDS, Window
from webapp.screens.worklist import Worklist

LATEST, EARLIEST = date(9999, 12, 31), datetime(1, 1, 1)
KEYS = {
    "number": lambda row: (row.number, row.id),
    "name": lambda row: (row.name_sort, row.id),
    "silent": lambda row: (row.last_followup_at.replace(tzinfo=None) if row.last_followup_at else EARLIEST, row.id),
    "due": lambda row: (row.next_due_on or LATEST, row.id),
}


@pytest.fixture
def crowd(world):
    """Two branches of customers over five columns.

    Some never followed up, some without a next day, some whose file is due, two cards pinned.
    """
    five_columns(world.rep)
    fill_branch(world.rep, 70)
    fill_branch(world.outsider, 70)
    Customer.update(last_followup_at=None).where(Customer.id.bin_and(7) == 0).execute()
    Customer.update(next_due_on=None).where(Customer.id.bin_and(6) == 4).execute()
    Customer.update(updated_at=now() - timedelta(days=100)).where(Customer.id.bin_and(3) == 1).execute()
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


def fits(customer: Customer, placed: set, filters: dict) -> bool:
    """Found in the plainest way."""
    due, day = customer.next_due_on, today()
    days = {"overdue": (date.min, day - timedelta(1)), "today": (day, day), "week": (day, day + timedelta(7))}
    since, until = days.get(filters.get("due"), (date.min, date.max))
    is_due = "due" not in filters or due is not None and since <= due <= until
    if filters.get("due") == "none":
        is_due = not due and (customer.id, "stage", "lost") not in placed
    if filters.get("due") == "file":
        is_due = bool(customer.file_late_by())
    return (
        is_due
        and all((customer.id, slug, filters[slug]) in placed for slug in ("stage", "grade") if slug in filters)
        and filters.get("q", "") in customer.name
        and filters.get("owner", str(customer.owner_id)) == str(customer.owner_id)
    )


FILTERS = [
    {},
    *({"due": due} for due in DUE),
    {"stage": "intent"},
    {"stage": "lost", "due": "overdue"},
    {"stage": "intent", "grade": "b"},
    {"q": "众多"},
    {"q": "众多", "stage": "intent"},
    {"owner": "rep"},
    {"owner": "rep", "stage": "intent"},
]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("who", "many"), [("inspector", True), *((who, False) for who in ("inspector", "manager", "rep", "service"))]
)
def test_every_filter_in_every_order(request, world, crowd, who, sort, many):
    if many:
        request.getfixturevalue("beyond_counting")
    user, placed = getattr(world, who), places()
    seen = list(Customer.select().where(user.scope(Customer)))
    for filters in FILTERS:
        filters = {**filters, **({"owner": str(world.rep.id)} if "owner" in filters else {})}
        rows = through(user, {**filters, "sort": sort})
        assert rows == sorted(rows, key=KEYS[sort], reverse=sort == "number"), filters
        assert {row.number for row in rows} == {row.number for row in seen if fits(row, placed, filters)}, filters
        assert len(rows) == len({row.id for row in rows}), filters
        assert rows or who == "service", filters


def places() -> set[tuple[int, str, str]]:
    """Customer, dimension and value of each card."""
    cards = Classification.select(Classification.customer, Dimension.slug, DimensionValue.slug)
    return set(cards.join(DimensionValue).join(Dimension).tuples())


@pytest.mark.parametrize("sort", BOARD_SORTS)
def test_a_board_shows_the_same_cards_of_columns_nobody_counts(request, world, crowd, sort):
    def cards():
        columns = Board(Dimension.get(slug="stage"), world.inspector, sort=sort).columns()
        return [[card.number for card in column.cards] for column in columns]

    counted = cards()
    assert any(len(column) == FIRST_CARDS for column in counted)
    request.getfixturevalue("beyond_counting")
    assert cards() == counted


@pytest.mark.parametrize("sort", BOARD_SORTS)
@pytest.mark.parametrize("many", [False, True])
def test_a_long_column_is_shown_to_its_end(request, world, crowd, monkeypatch, sort, many):
    """Once it is as wide as it gets it goes on behind its last card, pinned cards among them or not (D26)."""
    monkeypatch.setattr("webapp.screens.window.MOST_CARDS", 40)
    intent = world.value("intent")
    fill_branch(world.rep, 500)
    in_it = Classification.select().where(Classification.value == intent)
    Classification.update(is_pinned=False, urgency="1").where(Classification.value == intent).execute()
    pinned = [card.id for card in in_it.limit(50)]
    Classification.update(is_pinned=True, urgency="0").where(Classification.id << pinned).execute()
    if many:
        request.getfixturevalue("beyond_counting")

    def column(window):
        return Board(intent.dimension, world.inspector, sort=sort, opened={"intent": window}).columns({"intent"})[0]

    seen, now = [], column(Window())
    while now.last:
        wider = now.further
        if wider.skipped != now.window.skipped:
            seen += now.cards
        now = column(Window.read(wider.said))
    seen += now.cards
    assert len(seen) == len({card.number for card in seen}) == in_it.count() > 120
    assert [bool(card.is_pinned) for card in seen] == [True] * 50 + [False] * (len(seen) - 50)


@pytest.mark.parametrize("who", ["manager", "inspector"])
@pytest.mark.parametrize("sort", SORTS)
def test_no_page_is_sorted(world, who, sort):
    """Each order has its index, and both databases know it again in the query."""
    user = getattr(world, who)
    first, *_, last = (_cursor(_ORDERS[sort], row) for row in CustomerList(user, {"sort": sort}).page().rows)
    with plans() as found:
        CustomerList(user, {"sort": sort}).page(after=first)
        CustomerList(user, {"sort": sort}).page(before=last)
        Worklist(user).undated()
    assert len(found) == 3
    for plan in found:
        assert "TEMP B-TREE" not in plan and ("Sort" not in plan or "Presorted Key: t1.number" in plan), plan


@contextmanager
def plans():
    """How each ordered query of customers is answered; PostgreSQL would rather read a small table through."""
    asked, found = [], []
    note = asked.append
    db.query_hooks.append(note)
    try:
        yield found
    finally:
        db.query_hooks.remove(note)
    if not is_sqlite():
        for way in ("seqscan", "bitmapscan", "sort"):
            db.execute_sql(f"SET LOCAL enable_{way} = off")
    for event in asked:
        if "ORDER BY" in event.sql and '"customer"' in event.sql:
            explain = "EXPLAIN QUERY PLAN" if is_sqlite() else "EXPLAIN"
            found.append("\n".join(row[-1] for row in db.execute_sql(f"{explain} {event.sql}", event.params)))
