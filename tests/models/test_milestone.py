"""重要节点 (R-MILESTONE): put down by people and by the book, with a reminder before those to come."""

from datetime import timedelta

import pytest

from webapp.clock import today
from webapp.errors import NotAllowed
from webapp.models import Contact, Memo, Milestone
from webapp.models.milestone import LASTING


def milestone(customer, by, days, **values):
    day = today() + timedelta(days=days)
    return Milestone.record(customer, {"happens_on": day, "note": "总经理来访", **values}, by=by)


def due(day) -> list[Milestone]:
    return list(Milestone.select().where(Milestone.are_due(day, day - LASTING)))


def test_r_milestone_somebody_is_reminded_before_it(world):
    put = milestone(world.won, world.rep, 10, remind_days=3)
    assert due(today() + timedelta(days=6)) == []
    assert due(today() + timedelta(days=7)) == [put]
    put.settle(by=world.rep)
    put.settle(by=world.manager)  # twice changes nothing
    assert due(today() + timedelta(days=7)) == []
    assert Milestone.get().settled_by == world.rep


def test_of_what_is_past_nobody_is_reminded(world):
    assert milestone(world.won, world.rep, -1, remind_days=3).remind_on is None
    assert milestone(world.won, world.rep, 5).remind_on is None


def test_another_day_is_another_reminder(world):
    put = milestone(world.won, world.rep, 10, remind_days=3)
    put.settle(by=world.rep)
    put = Milestone.get_by_id(put.id)
    put.correct({"happens_on": today() + timedelta(days=20)}, by=world.rep)
    assert Milestone.get_by_id(put.id).settled_at is None


def test_nobody_is_reminded_for_ever(world):
    milestone(world.won, world.rep, 1, remind_days=1)
    assert due(today() + timedelta(days=31)) and not due(today() + timedelta(days=32))


def test_r_milestone_another_decision_maker_is_one(world):
    """R-CONTACT: beside the 重大变更 that stands on the tracking sheet, with which it is taken back."""
    for name, phone in (("丁一", "13712345671"), ("丁二", "13712345672")):
        Contact.add(world.won, {"name": name, "phone": phone, "is_decision_maker": True}, by=world.rep)
    noted = Milestone.get()
    assert (noted.kind, noted.note, noted.happens_on) == ("decider", "关键决策人由丁*变更为丁*", today())
    with pytest.raises(NotAllowed):
        noted.correct({"note": "改写"}, by=world.rep)
    with pytest.raises(NotAllowed):
        noted.withdraw("不要了", by=world.rep)
    Memo.get().withdraw("弄错了", by=world.rep)
    assert not Milestone.select().exists()


@pytest.mark.parametrize(("who", "customer"), [("service", "helped"), ("inspector", "won"), ("colleague", "won")])
def test_only_those_who_keep_the_file_put_them_down(world, who, customer):
    with pytest.raises(NotAllowed):
        milestone(getattr(world, customer), getattr(world, who), 3)
