"""Where an ended login leads: to the login, and from there back to what was being done."""

from urllib.parse import parse_qs, urlsplit

import pytest

from webapp.models import Session

HERE = "http://localhost"


@pytest.fixture
def desk(client, world):
    """A browser whose session the server has ended."""
    client.log_in(world.rep)
    Session.end_all(world.rep)
    return client


def way_back(answer) -> str:
    return parse_qs(urlsplit(answer.location).query).get("next", [""])[0]


@pytest.mark.parametrize(
    "page", ["/customers/new", "/customers/new?name=苏州", "/customers/{number}/edit", "/customers/{number}"]
)
def test_a_form_leads_back_to_its_page(desk, world, page):
    page = page.format(number=world.overdue.number)
    answer = desk.post(
        f"/customers/{world.overdue.number}/memos", headers={"Referer": (HERE + page).encode().decode("latin-1")}
    )
    assert way_back(answer).encode("latin-1").decode() == page


@pytest.mark.parametrize(
    "referrer", ["{here}{path}", "https://elsewhere.example/customers/new", "//elsewhere.example", None]
)
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/customers", "/customers/new"),
        ("/customers/{number}", "/customers/{number}/edit"),
        ("/customers/{number}/contacts", "/customers/{number}/contacts/new"),
        ("/customers/{number}/proposal/dismissal", ""),
    ],
)
def test_a_form_without_a_page_of_its_own_leads_to_where_it_begins(desk, world, referrer, path, page):
    path, page = (text.format(number=world.overdue.number) for text in (path, page))
    headers = {"Referer": referrer.format(here=HERE, path=path)} if referrer else {}
    assert way_back(desk.post(path, headers=headers)) == page


def test_a_form_to_an_unknown_address_leads_to_the_login(desk):
    assert way_back(desk.post("/nirgends")) == ""
