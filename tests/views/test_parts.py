"""The card grows by parts that fetch themselves: it asks the database nothing about them (R-TIMELINE, R-PROJECT)."""

import pytest

from tests.queries import count_queries
from webapp.models import Project


@pytest.fixture
def card(client, world):
    Project.of(world.overdue).revise({"name": "二期厂房"}, by=world.rep)
    client.log_in(world.rep)
    return f"/customers/{world.overdue.number}"


@pytest.mark.parametrize(("part", "holds"), [("project", "二期厂房")])
def test_a_part_is_folded_on_the_card_and_fetches_itself(client, card, part, holds):
    page = client.get(card)
    folded = page.one(f".part details[hx-get='{card}/{part}']")
    assert folded["hx-trigger"] == "toggle once" and holds not in folded.text
    assert holds in client.get(f"{card}/{part}", htmx=True).text
    assert holds in client.get(f"{card}/{part}").one("main").text  # and without scripts


def test_the_card_asks_nothing_about_them(client, card):
    with count_queries() as queries:
        client.get(card)
    assert not [sql for sql in queries if 'FROM "project"' in sql]


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_whoever_only_looks_is_offered_no_act(client, world, card, who):
    page = client.log_in(getattr(world, who)).get(card)
    offered = [act["href"].rpartition("/")[0] for act in page.css(".part > a")]
    assert page.css(".part details") and offered == [f"{card}/inspections"] * (who == "inspector")


def test_an_empty_part_says_so(client, world, card):
    assert "还没有" in client.get(f"/customers/{world.fresh.number}/project", htmx=True).text
