"""One box finds a customer by what one remembers of it (R-SEARCH), and only one's own."""

import pytest

from tests.page import Client
from webapp.models import Session


def found(page) -> list[str]:
    return page.texts(".result b")


@pytest.mark.parametrize("query", ["逾期三天", "逾期", "yqst", "YQST", "0003", "欧阳修", " 逾期 ", "逾期三天有限公司"])
def test_it_finds_by_name_contact_initials_and_phone_tail(desk, world, query):
    assert found(desk.get(f"/search?q={query}", htmx=True)) == [world.overdue.name]


def test_it_finds_by_number(desk, world):
    assert world.overdue.name in found(desk.get(f"/search?q={world.overdue.number}"))


@pytest.mark.parametrize("typed", ["13912340003", "40003", "逾期"])
def test_what_is_typed_into_the_box_stands_in_no_address(desk, world, typed):
    """The box is posted, with scripts and without (S-L14)."""
    assert found(desk.post("/search", {"q": typed}, htmx=True)) == [world.overdue.name]
    box = desk.get("/customers").one("#search")
    assert box["hx-post"] == "/search" and desk.get("/customers").one(f"form#{box['form']}")["method"] == "post"


def test_a_number_is_not_offered_as_a_name(desk):
    assert desk.post("/search", {"q": "13800009999"}).follow().one(".search-note a")["href"] == "/customers/new"
    assert "name=" in desk.post("/search", {"q": "没有这家"}).follow().one(".search-note a")["href"]


@pytest.mark.parametrize(("typed", "place"), [("逾期", "/search?q="), ("40003", "/search?kept=1")])
def test_what_was_found_can_be_come_back_to(desk, app, world, typed, place):
    """A page that answers a POST is an error to the Back key."""
    asked = desk.post("/search", {"q": typed})
    assert asked.location.startswith(place)
    assert found(desk.get(asked.location)) == found(desk.get(asked.location)) == [world.overdue.name]
    assert found(Client(app).log_in(world.rep).get("/search?kept=1")) == []  # another browser


def test_a_result_leads_to_the_card(desk, world):
    page = desk.get("/search?q=逾期", htmx=True)
    assert page.one("a.result")["href"] == f"/customers/{world.overdue.number}"
    assert page.one("a.result")["role"] == "option"


@pytest.mark.parametrize("query", ["别家分站", "同事名下", "0010", "郭涛"])
def test_it_does_not_find_what_is_not_ones_own(desk, query):
    assert found(desk.get(f"/search?q={query}")) == []


def test_nothing_found_offers_to_file_to_those_who_may(client, world):
    page = client.log_in(world.rep).get("/search?q=没有这家")
    assert "没有找到" in page.text and page.css(".search-note a")
    assert not client.log_in(world.inspector).get("/search?q=没有这家").css(".search-note a")


@pytest.mark.parametrize("query", ["", " ", "%", "…", "'", "<b>"])
def test_odd_queries_find_nothing_and_break_nothing(desk, query):
    assert found(desk.get("/search", query_string={"q": query}, htmx=True)) == []


def test_what_was_typed_is_shown_as_text(desk):
    assert "<b>粗" not in desk.get("/search", query_string={"q": "<b>粗"}).html


@pytest.mark.parametrize("typed", ["11010519491231002X", "6222020000000007"])
def test_identity_data_is_neither_looked_for_nor_repeated_nor_kept(desk, typed):
    """R-NOID."""
    for answer in (desk.post("/search", {"q": typed}, htmx=True), desk.post("/search", {"q": typed}).follow()):
        assert typed[:8] not in answer.html
    assert typed[:8] not in desk.get(f"/search?q={typed}").html
    assert all(typed not in str(session.asked) for session in Session.select())
