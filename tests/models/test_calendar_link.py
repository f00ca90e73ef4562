"""日历订阅: one link a person, of which only the hash is kept (R-WORKLIST)."""

import pytest

from tests.world import dismiss
from webapp.errors import NotAllowed
from webapp.models import AuditEvent, CalendarLink


def trail() -> list[tuple]:
    events = AuditEvent.select().where(AuditEvent.action.startswith("calendar_link.")).order_by(AuditEvent.id)
    return [(event.action.partition(".")[2], event.subject) for event in events]


def test_whose_it_is_tells_its_token_alone(world):
    token = CalendarLink.make(by=world.rep)
    assert CalendarLink.whose(token) == world.rep
    assert CalendarLink.of(world.rep).made_at and CalendarLink.of(world.colleague) is None
    assert not [wrong for wrong in ("", token[:-1], token.lower(), "长" * 1_000) if CalendarLink.whose(wrong)]


def test_the_token_is_kept_nowhere(world):
    token = CalendarLink.make(by=world.rep)
    said = [*CalendarLink.select().dicts(), *AuditEvent.select().dicts()]
    assert token not in str(said) and len(token) >= 40


def test_a_new_one_ends_the_old_one(world):
    old, new = CalendarLink.make(by=world.rep), CalendarLink.make(by=world.rep)
    assert CalendarLink.whose(old) is None and CalendarLink.whose(new) == world.rep
    assert CalendarLink.select().count() == 1 and trail() == [("made", "limin")] * 2


def test_it_is_stopped_once(world):
    token, other = CalendarLink.make(by=world.rep), CalendarLink.make(by=world.colleague)
    for _ in range(2):
        CalendarLink.end(by=world.rep)
    assert CalendarLink.whose(token) is None and CalendarLink.whose(other) == world.colleague
    assert trail()[-1] == ("ended", "limin") and len(trail()) == 3
    assert AuditEvent.verify() is None


def test_it_ends_with_the_account(world):
    token = CalendarLink.make(by=world.rep)
    dismiss(world.rep)
    assert CalendarLink.whose(token) is None


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_who_has_no_steps_has_no_link(world, who):
    with pytest.raises(NotAllowed):
        CalendarLink.make(by=getattr(world, who))
    assert not CalendarLink.select().exists()


def test_a_new_password_from_the_administrator_ends_it(world):
    """Whoever had the account may have made the link."""
    token = CalendarLink.make(by=world.rep)
    world.rep.reset_password(by=world.admin)
    assert CalendarLink.whose(token) is None
