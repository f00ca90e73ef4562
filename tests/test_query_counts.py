"""How many queries a screen asks: few, and no more for a large office than for a small one.

No list screen asks more than 12.
"""

import pytest

from tests.crowd import fill_branch, fill_timeline, five_columns
from tests.queries import count_queries
from tests.specimens import HANGING, Specimens
from webapp.models import Collaboration, Customer, Dimension, Greeting, OwnField, Task

MOST = 12
ONCE = (Collaboration, Greeting)
A_BOARD_BESIDES_ITS_COLUMNS = 10  # each column is one walk along its index


@pytest.fixture
def desk(client, world):
    """A rep with five columns on the board and one customer in each, at a warmed-up browser."""
    five_columns(world.rep)
    fill_branch(world.rep, 5)
    client.log_in(world.rep).get("/")
    return client


def asked(client, path: str, **options) -> list[str]:
    """What a screen asks of the database once its process has found the set-up."""
    client.get(path, **options)
    with count_queries() as queries:
        client.get(path, **options)
    return queries


def listing(queries: list[str]) -> str:
    return "\n".join(f"{place:2} {sql[:200]}" for place, sql in enumerate(queries, 1))


SCREENS = {
    "worklist": "/",
    "list": "/customers",
    "filtered list": "/customers?q=众多&stage=intent&due=overdue&sort=due",
    "search": "/search?q=众多",
}
BOARD = "/boards/stage?" + "&".join(f"opened={slug}:50" for slug in ("potential", "intent", "deal", "lost", "trial"))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_no_more_for_a_large_office(desk, world, screen):
    path = SCREENS[screen]
    fill_branch(world.rep, 320)  # no list of the worklist is read to its end, and counted by that
    small = asked(desk, path)
    fill_branch(world.rep, 320)
    large = asked(desk, path)
    assert len(large) == len(small), f"{listing(small)}\n\n{listing(large)}"
    assert len(large) <= MOST, listing(large)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_managers_screen_keeps_the_limit_too(desk, world, screen):
    fill_branch(world.colleague, 60)
    desk.log_in(world.manager).get("/")
    queries = asked(desk, SCREENS[screen])
    assert len(queries) <= MOST, listing(queries)


def test_the_list_shows_fifty_rows_and_the_board_five_times_fifty(desk, world):
    """What the counts above are counted over."""
    fill_branch(world.rep, 300)
    assert len(desk.get(SCREENS["list"]).css("tbody tr")) == 50
    board = desk.get(BOARD)
    assert [len(column.css(".card")) for column in board.css(".column")] == [50] * 5


def test_a_board_asks_once_a_column_and_no_more_when_it_is_full(desk, world):
    small = asked(desk, BOARD)
    fill_branch(world.rep, 300)
    large = asked(desk, BOARD)
    assert len(large) == len(small) <= 5 + A_BOARD_BESIDES_ITS_COLUMNS, listing(large)


def test_a_board_nobody_touched_costs_next_to_nothing(desk):
    etag = desk.get("/boards/stage").one("#board")["data-etag"]
    queries = asked(desk, "/boards/stage", htmx=True, headers={"If-None-Match": etag}, status=304)
    assert len(queries) <= 3, listing(queries)


def test_a_refresh_needs_less_than_the_page(desk):
    queries = asked(desk, BOARD, htmx=True)
    assert len(queries) <= 5 + A_BOARD_BESIDES_ITS_COLUMNS - 2, listing(queries)


@pytest.mark.parametrize("kind", ["", "?kind=followup", "?kind=change", "?kind=all", "?pages=3"])
def test_the_customer_page_asks_no_more_for_a_long_history(desk, world, kind):
    """R-TIMELINE: quick with a long history."""
    path = f"/customers/{world.overdue.number}{kind}"
    fill_timeline(world.overdue, world.rep, 4)
    small = asked(desk, path)
    fill_timeline(world.overdue, world.rep, 1_000)
    large = asked(desk, path)
    assert len(large) == len(small) <= 22, listing(large)


@pytest.fixture
def everything(world) -> str:
    """The address of a customer with two of every noun there can be two of, whose own fields are filled in."""
    put = Specimens(world.overdue, world.rep, world.manager)
    for model in (OwnField, *HANGING, *(model for model in HANGING if model not in ONCE)):
        put.put(model)
    world.overdue.revise(put.texts(Customer) | {"name": world.overdue.name}, by=world.rep)
    return f"/customers/{world.overdue.number}"


@pytest.mark.parametrize(("kind", "most"), [("", 27), ("?kind=all", 31)])
def test_a_customer_with_two_of_everything_asks_a_query_or_two_a_noun(desk, everything, kind, most):
    queries = asked(desk, f"{everything}{kind}")
    assert len(queries) <= most, listing(queries)


def test_a_part_of_the_card_asks_few(desk, everything):
    parts = [part["hx-get"] for part in desk.get(everything).css(".part details[hx-get]")]
    assert len(parts) >= 8
    for path in parts:
        queries = asked(desk, path, htmx=True)
        assert len(queries) <= MOST, listing(queries)


def test_the_next_page_of_the_timeline_is_cheap(desk, world):
    fill_timeline(world.overdue, world.rep, 200)
    page = desk.get(f"/customers/{world.overdue.number}")
    queries = asked(desk, page.one("#timeline-older")["hx-get"], htmx=True, target="timeline-more")
    assert len(queries) <= 10, listing(queries)


def recorded(desk, customer) -> list[str]:
    form = desk.get(f"/customers/{customer.number}").form("#composer")
    with count_queries() as queries:
        day = {"when": "other", "due_on": "2030-05-10"}
        form.submit(htmx=True, content="电话确认第三季度启动采购，预算待批", action="寄样品", **day)
    return queries


def test_saving_a_follow_up_asks_no_more_for_a_long_history(desk, world):
    fill_timeline(world.overdue, world.rep, 4)
    small = recorded(desk, world.overdue)
    fill_timeline(world.overdue, world.rep, 200)
    large = recorded(desk, world.overdue)
    assert len(large) == len(small) <= 24, listing(large)  # three for what the next composer proposes


def test_a_tick_on_the_card_asks_no_more_for_a_long_history(desk, world):
    def ticked(path: str) -> list[str]:
        with count_queries() as queries:
            desk.post(path, {"kind": "all", "pages": "3"}, htmx=True, target="task")
        return queries

    task = Task.get(Task.customer == world.overdue)
    fill_timeline(world.overdue, world.rep, 4)
    desk.get(f"/customers/{world.overdue.number}")  # what the office has set up is read once
    small = ticked(f"/tasks/{task.id}/completion")
    ticked(f"/tasks/{task.id}/completion/reversal")
    fill_timeline(world.overdue, world.rep, 200)
    large = ticked(f"/tasks/{task.id}/completion")
    assert len(large) == len(small) <= 25, listing(large)


def moved(desk, customer, value: str) -> list[str]:
    version = customer.classification(Dimension.of("stage")).version
    with count_queries() as queries:
        desk.post(
            f"/customers/{customer.number}/moves",
            {"dimension": "stage", "value": value, "origin": "drag", "board": "stage", "version": version},
            htmx=True,
        )
    return queries


def test_a_move_asks_no_more_on_a_full_board(desk, world):
    moved(desk, world.overdue, "deal")
    moved(desk, world.overdue, "intent")
    small = moved(desk, world.overdue, "deal")
    fill_branch(world.rep, 300)
    large = moved(desk, world.overdue, "intent")
    assert len(large) == len(small) <= 24, f"{listing(small)}\n\n{listing(large)}"


def test_ticking_a_step_off_the_worklist_is_cheap(desk, world):
    page = desk.get("/")
    first = page.css("#overdue .rows li")[0]["id"]
    with count_queries() as queries:
        page.press(f"#{first} button", htmx=True)
    assert len(queries) <= 22, listing(queries)  # six of them the day's figures


def test_the_count_would_notice_a_query_a_row(desk, world):
    """The guard's own bad sample: owners fetched one by one."""
    rows = fill_branch(world.rep, 20)
    with count_queries() as queries:
        assert all(type(row).get_by_id(row.id).owner.name for row in rows)
    assert len(queries) > MOST
