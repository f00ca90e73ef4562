"""The lists an office keeps itself: order, retiring, who may (R-PURPOSE, R-SCRIPT)."""

from contextlib import suppress

import pytest

from tests.models.test_concurrency import at_once
from tests.world import World
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Outline, Purpose
from webapp.models.arranged import DOWN, UP

NOUNS = (Purpose, Outline)
TOLD = {
    Purpose: {"label": "样品寄送", "fields": ["remarks"]},
    Outline: {"phase": "初次", "title": "展会上认识的", "text": "在哪个展会见的："},
}


@pytest.fixture(params=NOUNS, ids=lambda noun: noun.__name__)
def noun(request, world):
    return request.param


@pytest.fixture
def pair(noun, world):
    """Two entries that stand one after the other, of one group."""
    if noun is Outline:
        said = {"phase": "初次", "text": "问什么："}
        return [noun.add(**said, title=title, by=world.admin) for title in ("登门之前", "登门之后")]
    return noun.listed()[:2]


def order(noun) -> list[int]:
    return [row.id for row in noun.listed()]


def trail(noun) -> list[tuple]:
    events = AuditEvent.select().where(AuditEvent.action.startswith(f"{noun.__name__.lower()}."))
    return [(event.action.partition(".")[2], event.subject) for event in events.order_by(AuditEvent.id)]


def verbs(row, by) -> list:
    """Everything that changes a list."""
    return [
        lambda: type(row).add(**TOLD[type(row)], by=by),
        lambda: row.revise(**TOLD[type(row)], by=by),
        lambda: row.move(DOWN, by=by),
        lambda: row.retire(by=by),
        lambda: row.restore(by=by),
    ]


def test_a_further_one_stands_at_the_end_and_is_on_record(noun, world):
    before = order(noun)
    row = noun.add(**TOLD[noun], by=world.admin)
    assert order(noun) == [*before, row.id] and trail(noun) == [("added", str(row))]
    assert AuditEvent.verify() is None


def test_two_change_places_and_back(noun, world, pair):
    before, (first, second) = order(noun), pair
    first.move(DOWN, by=world.admin)
    moved = order(noun)
    assert moved.index(second.id) == before.index(first.id) and moved.index(first.id) == before.index(second.id)
    first.move(UP, by=world.admin)
    assert order(noun) == before and trail(noun)[-2:] == [("moved", str(first))] * 2


def test_at_either_end_nothing_changes(noun, world):
    rows = [row for row in noun.listed() if row.group == noun.listed()[0].group]
    before = order(noun)
    rows[0].move(UP, by=world.admin)
    rows[-1].move(DOWN, by=world.admin)
    assert order(noun) == before and trail(noun) == []


def test_what_is_retired_is_stepped_over(world):
    first, second, third, *_ = Purpose.listed()
    second.retire(by=world.admin)
    first.move(DOWN, by=world.admin)
    assert [choice.id for choice in Purpose.offered()][:2] == [third.id, first.id]
    second.move(UP, by=world.admin)
    assert Purpose.get_by_id(second.id).position == second.position


def test_an_outline_is_ordered_within_its_phase(world):
    assert [outline.phase for outline in Outline.listed()] == ["初次", "中期", "后期"]
    before = order(Outline)
    Outline.listed()[0].move(DOWN, by=world.admin)
    assert order(Outline) == before and trail(Outline) == []


@pytest.mark.parametrize("to", ["", "sideways"])
def test_a_move_to_nowhere_is_refused(noun, world, to):
    with pytest.raises(DomainError, match="请选择上移或下移"):
        noun.listed()[0].move(to, by=world.admin)


def test_it_is_retired_and_restored_and_twice_is_harmless(noun, world):
    row, before = noun.listed()[0], order(noun)
    for _ in range(2):
        row.retire(by=world.admin)
    assert order(noun)[-1] == row.id and row.id not in [one.id for one in noun.offered()]
    for _ in range(2):
        row.restore(by=world.admin)
    assert order(noun) == before and row.id in [one.id for one in noun.offered()]
    assert trail(noun) == [("retired", str(row)), ("restored", str(row))]


def test_the_same_again_changes_nothing(noun, world):
    row = noun.add(**TOLD[noun], by=world.admin)
    row.revise(**TOLD[noun], by=world.admin)
    assert trail(noun) == [("added", str(row))]


@pytest.mark.parametrize("who", ["rep", "manager", "inspector", "service"])
def test_nobody_but_the_admin_changes_it(noun, world, who):
    before = list(noun.select().tuples())
    for verb in verbs(noun.listed()[0], getattr(world, who)):
        with pytest.raises(NotAllowed):
            verb()
    assert list(noun.select().tuples()) == before and trail(noun) == []


def test_seeding_again_keeps_what_the_office_made_of_it(noun, world):
    noun.listed()[0].retire(by=world.admin)
    before = list(noun.select().tuples())
    noun.seed()
    assert list(noun.select().tuples()) == before


def test_many_at_once_lose_nothing_and_double_nothing(fresh_database):
    """One of several who add the same is told that it is there; places stay apart."""
    admin = World().admin

    def add(_turn) -> bool:
        with suppress(DomainError):
            return bool(Purpose.add(label="样品寄送", fields=[], by=admin))
        return False

    def move(turn) -> None:
        Purpose.listed()[turn].move(UP if turn % 2 else DOWN, by=admin)

    assert sum(at_once(add, range(4))) == 1
    at_once(move, range(4))
    positions = [purpose.position for purpose in Purpose.select()]
    assert sorted(positions) == [*range(len(positions))] and AuditEvent.verify() is None
