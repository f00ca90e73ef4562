"""R-SCALE: the night run is done once a day, and is due from its hour on until it is done."""

from datetime import datetime, timedelta

import pytest

from tests.stored import everything
from webapp import clock
from webapp.clock import now, today
from webapp.config import Config
from webapp.models import JobRun, Lookup, User
from webapp.models.settings import Settings
from webapp.rules import nightly
from webapp.rules.job import Carrier, Slice, Step


@pytest.fixture
def carrier(world):
    return Carrier(User.system(), Config.load({}))


def at(monkeypatch, clock_time: str, days: int = 0) -> None:
    """It is so late in the office, so many days from now."""
    hour, minute = map(int, clock_time.split(":"))
    moment = datetime.now(clock._office).replace(hour=hour, minute=minute, second=0) + timedelta(days=days)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Stopped)


def test_a_second_time_on_the_same_day_changes_nothing(carrier, world):
    Lookup.create(user=world.rep, asked="x", at=now() - timedelta(days=2))
    assert nightly.carry_out(carrier, today())
    before = everything()
    assert nightly.carry_out(carrier, today()) is None
    assert everything() == before


def test_it_is_due_from_its_hour_on_and_until_it_is_done(carrier, monkeypatch):
    at(monkeypatch, "02:29")
    assert not nightly.is_due()
    at(monkeypatch, "02:30")
    assert nightly.is_due()
    nightly.carry_out(carrier, today())
    at(monkeypatch, "23:59")
    assert not nightly.is_due()
    at(monkeypatch, "02:30", days=1)
    assert nightly.is_due()


def test_a_machine_that_was_off_at_that_hour_makes_up_for_it(world, monkeypatch):
    at(monkeypatch, "09:00")
    assert nightly.is_due()


def test_the_office_says_when(world, monkeypatch):
    Settings.write("night_run_at", "04:15", by=world.admin)
    at(monkeypatch, "04:14")
    assert not nightly.is_due()
    at(monkeypatch, "04:15")
    assert nightly.is_due()


def test_it_is_not_due_while_somebody_is_at_it(world):
    JobRun.take(nightly.NAME, today(), by=world.admin)
    assert not nightly.is_due()


def test_what_somebody_asked_for_is_due_before_the_hour(carrier, world, monkeypatch):
    at(monkeypatch, "00:10")
    nightly.ask_for(by=world.admin)
    assert nightly.is_due()


def test_what_failed_is_due_again_after_a_while(carrier, monkeypatch):
    def fail(_turn) -> Slice:
        raise ValueError

    monkeypatch.setattr(nightly, "STEPS", (Step("fails", "出错", fail),))
    at(monkeypatch, "03:00")
    nightly.carry_out(carrier, today())
    assert not nightly.is_due()
    at(monkeypatch, "03:10")
    assert nightly.is_due()


def test_steps_are_called_by_names_of_their_own():
    assert len({step.name for step in nightly.STEPS}) == len(nightly.STEPS)
    assert nightly.label_of("lookups") == "清除旧的查号"
    assert nightly.label_of("gone") == "gone"
