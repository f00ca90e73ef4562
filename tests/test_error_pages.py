"""What the database itself refuses reaches the person as a sentence, never as a failure."""

import pytest
from peewee import DataError, IntegrityError

from webapp.models.customer import Customer

REFUSALS = [(IntegrityError, 409, "刚被别人改过"), (DataError, 422, "太长")]


@pytest.fixture(params=REFUSALS, ids=lambda refusal: refusal[0].__name__)
def refusal(request, monkeypatch):
    """The database refuses what a verification writes: (status, words)."""
    error, status, words = request.param

    def refuse(*_args, **_options):
        raise error("the database's own words")

    monkeypatch.setattr(Customer, "verify", refuse)
    return status, words


def test_a_page_says_what_to_do(client, world, refusal):
    status, words = refusal
    page = client.log_in(world.rep).post(f"/customers/{world.overdue.number}/verification", status=status)
    assert words in page.text and "own words" not in page.text


def test_a_fragment_hears_of_it_as_a_toast(client, world, refusal):
    status, words = refusal
    page = client.log_in(world.rep).post(f"/customers/{world.overdue.number}/verification", htmx=True, status=status)
    assert words in page.text and page.headers["HX-Retarget"] == "#toasts"
