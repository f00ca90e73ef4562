"""What every record on a card can do: be put down, put right, taken back (R-WHO, R-WITHDRAW)."""

from datetime import timedelta

import pytest

from tests.specimens import Specimens
from webapp.clock import local, now, today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import AuditEvent, Revision, Withdrawal
from webapp.models.record import Record

NOUNS = {noun.noun(): noun for noun in Record.__subclasses__()}


@pytest.fixture(params=NOUNS)
def row(request, world):
    return Specimens(world.won, world.rep, world.manager).put(NOUNS[request.param])


def text_of(row) -> str:
    """A column of text that may be changed."""
    return next(field.name for field in row.sheet if field.control == "lines" or field.name == "note")


def test_it_is_put_right_and_says_what_it_said_before(row, world):
    name = text_of(row)
    before = getattr(row, name)
    row.correct({name: "改成这样"}, version=1, by=world.manager)
    (earlier,) = row.history()
    assert (getattr(row, name), row.version) == ("改成这样", 2)
    assert (earlier.by, earlier.said) == (world.manager.name, ((row.sheet[name].label, before, "text"),))
    assert AuditEvent.select().order_by(AuditEvent.id.desc()).get().action == f"{row.noun()}.corrected"


def test_the_same_again_changes_nothing(row, world):
    row.correct({name: getattr(row, name) for name in row.sheet.names}, version=1, by=world.rep)
    assert row.version == 1 and not Revision.select().exists()


def test_two_at_once_one_is_told(row, world):
    name = text_of(row)
    row.correct({name: "先改的"}, version=1, by=world.manager)
    with pytest.raises(Stale):
        row.correct({name: "后改的"}, version=1, by=world.rep)
    assert type(row).get_by_id(row.id).version == 2


@pytest.mark.parametrize("who", ["colleague", "outsider", "inspector", "admin"])
def test_strangers_do_not_put_it_right(row, world, who):
    with pytest.raises(NotAllowed):
        row.correct({text_of(row): "别人改的"}, by=getattr(world, who))


def test_it_is_taken_back_with_its_history_and_stays_as_what_it_said(row, world):
    name = text_of(row)
    row.correct({name: "改过的"}, by=world.rep)
    row.withdraw("记错了", by=world.rep)
    assert type(row).get_or_none(type(row).id == row.id) is None and not Revision.select().exists()
    said = {label: text for label, text, *_ in Withdrawal.get().said}
    assert said[row.sheet[name].label] == "改过的" and f"更正前的{row.sheet[name].label}" in said


def test_after_a_day_it_stays(row, world):
    row.recorded_at = now() - timedelta(hours=25)
    row.save()
    with pytest.raises(DomainError):
        row.withdraw("太迟了", by=world.rep)


def test_it_stands_on_the_timeline_at_its_own_day(world):
    dated = [noun for noun in NOUNS.values() if noun.dated_by and noun.sheet[noun.dated_by].control == "day"]
    for noun in dated:
        put = Specimens(world.won, world.rep, world.manager).put(noun)
        assert local(put.at).date() == today()
        ago = today() - timedelta(days=40)
        put.correct({noun.dated_by: ago}, by=world.rep)
        assert local(noun.get_by_id(put.id).at).date() == ago
    assert len(dated) > 2
