"""R-SCALE: of all workers on all hosts one starts what is due, and another follows when it is gone."""

from datetime import timedelta

from tests.models.test_concurrency import at_once
from webapp import operator
from webapp.clock import now
from webapp.models import Duty
from webapp.models.duty import SILENT


def test_the_first_is_on_duty_and_stays_so(world):
    assert Duty.take("a:1:5") and Duty.take("a:1:5")
    assert not Duty.take("b:1:5")
    assert Duty.present().host == "a"


def test_of_many_at_once_one_is(fresh_database):
    assert sum(at_once(lambda turn: Duty.take(f"host{turn}:1:5"), range(12))) == 1


def test_who_is_silent_is_followed_and_is_then_like_any_other(world):
    Duty.take("a:1:5")
    Duty.update(beat_at=now() - SILENT - timedelta(seconds=1)).execute()
    assert Duty.present() is None
    assert Duty.take("b:1:5") and not Duty.take("a:1:5")


def test_each_time_it_says_that_it_is_there(world):
    Duty.take("a:1:5")
    Duty.update(beat_at=now() - SILENT + timedelta(seconds=20)).execute()
    assert Duty.take("a:1:5")
    assert Duty.get().beat_at > now() - timedelta(seconds=20)


def test_who_has_ended_on_this_machine_is_followed_at_once(world, monkeypatch):
    Duty.take(operator.process())
    monkeypatch.setattr(operator, "has_ended", lambda holder: holder == operator.process())
    assert Duty.take("b:1:5")


def test_who_leaves_is_followed_at_once_and_leaves_only_for_itself(world):
    Duty.take("a:1:5")
    Duty.leave("b:1:5")
    assert not Duty.take("b:1:5")
    Duty.leave("a:1:5")
    assert Duty.take("b:1:5")
