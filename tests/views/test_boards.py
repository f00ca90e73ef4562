"""看板: columns of cards, refreshed by polling, loaded as one scrolls (R-CARD, R-ORDERING)."""

from datetime import timedelta

import pytest

from tests.crowd import fill_branch
from webapp.clock import now
from webapp.models import Classification, DimensionValue, Session


def test_a_board_has_a_column_for_each_value(desk):
    page = desk.get("/boards/stage")
    assert page.texts(".column h2") == ["潜在客户", "意向客户", "成交客户", "流失客户"]
    assert [cards_["data-value"] for cards_ in page.css("[data-value]")] == ["potential", "intent", "deal", "lost"]


def test_a_card_shows_what_is_due(desk, world):
    card = desk.get("/boards/stage").one(f"#card-{world.overdue.number}")
    assert world.overdue.name in card.text and "逾期 3 天" in card.text and "寄送检测报告样本" in card.text
    assert "10 天前" in card.text and world.rep.name in card.text
    assert card["data-version"] == "2"


def test_the_most_urgent_card_stands_first(desk, world):
    names = [card.css("a[data-card-link]")[0].text for card in desk.get("/boards/stage").css("#cards-intent .card")]
    assert names == [world.overdue.name, world.due_today.name, world.interested.name]


def test_each_sees_their_own_board(client, world):
    page = client.log_in(world.rep).get("/boards/stage")
    assert world.colleagues.name not in page.text and world.elsewhere.name not in page.text
    page = client.log_in(world.manager).get("/boards/stage")
    assert world.colleagues.name in page.text and world.elsewhere.name not in page.text
    assert world.colleagues.name not in client.get("/boards/stage?mine=1").text


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_cannot_drag(client, world, who):
    page = client.log_in(getattr(world, who)).get("/boards/stage")
    assert page.css(".card") and not page.css("[data-column]") and not page.css("[data-move-open]")


@pytest.mark.parametrize("slug", ["stage", "sales-tracking", "value", "relationship", "grade", "category", "status"])
def test_every_dimension_has_its_board(desk, slug):
    page = desk.get(f"/boards/{slug}")
    assert page.one("#board")["data-dimension"] == slug


@pytest.mark.parametrize("slug", ["frequency", "nothing"])
def test_a_computed_or_unknown_dimension_has_none(desk, slug):
    desk.get(f"/boards/{slug}", status=404)
    desk.get(f"/boards/{slug}/columns/high", status=404)


def test_nothing_new_is_answered_by_304(desk, world):
    etag = desk.get("/boards/stage").one("#board")["data-etag"]
    assert not desk.get("/boards/stage", htmx=True, headers={"If-None-Match": etag}, status=304).bytes
    world.overdue.move_to(world.value("deal"), by=world.manager)
    page = desk.get("/boards/stage", htmx=True, headers={"If-None-Match": etag})
    assert not page.is_whole and page.one("#board")["data-etag"] != etag
    assert page.one(f"#cards-deal #card-{world.overdue.number}")


def test_an_open_board_keeps_nobody_signed_in(desk):
    """R-LOGIN: the board asks for news every three seconds, whoever has left for lunch."""
    etag = desk.get("/boards/stage").one("#board")["data-etag"]
    Session.update(seen_at=now() - timedelta(minutes=119)).execute()
    for known, status in ((etag, 304), ("", 200)):
        desk.get("/boards/stage", htmx=True, headers={"If-None-Match": known}, status=status)
    assert Session.get().seen_at < now() - timedelta(minutes=118)
    desk.get("/boards/stage")
    assert Session.get().seen_at > now() - timedelta(minutes=1)


def test_a_long_column_shows_thirty_and_the_way_to_more(desk, world):
    fill_branch(world.rep, 160)
    page = desk.get("/boards/stage")
    assert len(page.css("#cards-intent .card")) == 30
    more = desk.get(page.one("#more-intent")["hx-get"], htmx=True, target="column-intent")
    assert len(more.css(".card")) == 43 and not more.css("#more-intent")
    assert len(desk.get(page.one("#more-intent")["href"]).css(".card")) == 43


def test_a_column_goes_on_behind_its_widest_window_and_leads_back(desk, world, monkeypatch):
    """D26; a refresh keeps the window, too."""
    monkeypatch.setattr("webapp.screens.window.MOST_CARDS", 30)
    fill_branch(world.rep, 160)
    page, seen = desk.get("/boards/stage"), []
    seen += page.texts("#cards-intent [data-card-link]")
    behind = desk.get(page.one("#more-intent")["href"])
    seen += behind.texts("[data-card-link]")
    assert len(seen) == len(set(seen)) == 43 and not behind.css("#more-intent")
    window = behind.one("#column-intent [name=opened]")["value"]
    again = desk.get(f"/boards/stage?opened={window}", htmx=True)
    assert again.texts("#cards-intent [data-card-link]") == seen[30:]
    assert desk.get(behind.one("#first-intent")["href"]).texts("[data-card-link]") == seen[:30]


def test_a_refresh_keeps_what_was_opened(desk, world):
    fill_branch(world.rep, 160)
    assert len(desk.get("/boards/stage?opened=intent:60", htmx=True).css("#cards-intent .card")) == 43
    for nonsense in ("intent", "intent:", ":60", "intent:-1", "intent:²", "intent:9999999", "nothing:60"):
        page = desk.get(f"/boards/stage?opened={nonsense}", htmx=True)
        assert len(page.css("#cards-intent .card")) == 30


def test_more_of_a_column_comes_in_the_boards_order(desk, world):
    fill_branch(world.rep, 160)
    page = desk.get("/boards/stage?sort=name")
    names = [link.text for link in desk.get(page.one("#more-intent")["href"]).css("[data-card-link]")]
    assert names[:30] == page.texts("#cards-intent [data-card-link]")
    by_silence = desk.get("/boards/stage?sort=silent").one("#more-intent")["href"]
    assert names != [link.text for link in desk.get(by_silence).css("[data-card-link]")]


@pytest.mark.parametrize(
    ("sort", "first"), [("urgency", "逾期三天有限公司"), ("silent", "逾期三天有限公司"), ("name", "今天到期有限公司")]
)
def test_the_viewer_may_sort(desk, sort, first):
    assert desk.get(f"/boards/stage?sort={sort}").css("#cards-intent .card a[data-card-link]")[0].text == first


def test_a_card_that_stands_too_long_is_marked(desk, world):
    """R-WIP: the column's stay limit."""
    Classification.update(since=now() - timedelta(days=60)).where(Classification.customer == world.overdue).execute()
    card = desk.get("/boards/stage").one(f"#card-{world.overdue.number}")
    assert "aged" in card["class"] and "停留" in card.text


def test_a_column_over_its_limit_is_warned_and_not_blocked(desk, world):
    """R-WIP: the column's card limit."""
    DimensionValue.update(card_limit=2).where(DimensionValue.id == world.value("intent").id).execute()
    assert "3 / 2" in desk.get("/boards/stage").one("#column-intent header").text
    world.fresh.move_to(world.value("intent"), by=world.rep)


def test_an_empty_column_says_so(desk):
    assert "还没有A类" in desk.get("/boards/grade").one("#cards-a")["data-empty"]
