"""关怀: whom to greet, and that it was done (R-CARE)."""

from datetime import timedelta

import pytest

from webapp.clock import today
from webapp.models import Greeting
from webapp.models.occasion import MONTHLY

SHOW = f"/care/{MONTHLY}"
TEXT = "本月新到一批检测设备，欢迎来看"


def ask(desk, customer) -> str:
    return f"/contacts/{customer.contacts.get().id}/greetings/new?occasion={MONTHLY}"


def test_the_list_counts_and_a_greeting_leaves_it(desk, world):
    before = desk.get(SHOW)
    assert "已问候 0 位" in before.text and world.won.name in before.text
    desk.get(ask(desk, world.won)).form("main form").submit(status=303, text=TEXT)
    row = desk.get(SHOW).one(f"#greeting-{world.won.contacts.get().id}").text
    assert "已问候" in row and "已问候 1 位" in desk.get(SHOW).text
    assert TEXT in desk.get(f"/customers/{world.won.number}").text


def test_the_form_begins_with_a_letter(desk, world):
    said = desk.get(ask(desk, world.won)).one("textarea[name=text]").text
    assert world.rep.name in said and "{" not in said


def test_nothing_is_no_letter(desk, world):
    page = desk.get(ask(desk, world.won)).form("main form").submit(status=422, text=" ")
    assert page.one("textarea[name=text]")["aria-invalid"] == "true"
    assert not Greeting.select().exists()


def test_a_birthday_of_these_weeks_is_listed(desk, world):
    day = today() + timedelta(days=3)
    world.won.contacts.get().revise({"birthday": f"1980-{day:%m-%d}"}, by=world.rep)
    assert world.won.name in desk.get("/care").one("section[aria-labelledby=birthdays]").text


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_whoever_greets_nobody_has_no_list(client, world, who):
    desk = client.log_in(getattr(world, who))
    for path in ("/care", SHOW, ask(desk, world.won)):
        desk.get(path, status=403)


def test_a_colleagues_customers_are_not_listed(client, world):
    mine = client.log_in(world.manager).get(SHOW)
    assert world.won.name in mine.text
    other = client.log_in(world.service).get(SHOW)
    assert world.won.name not in other.text and world.helped.name in other.text


@pytest.mark.parametrize("path", ["/care/no-such-day", f"{SHOW}?page=-1", f"{SHOW}?page=99999"])
def test_an_address_that_is_none(desk, path):
    desk.get(path, status=404)


def test_a_phone_reaches_it_by_the_menu(desk, world):
    """Its bar has no place for it."""
    assert "关怀" in desk.get("/").one("[data-menu]").text
