"""R-LOGIN: guesses are throttled, sessions end, a disabled account is out at once."""

from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.world import PASSWORD, dismiss
from webapp.clock import now
from webapp.models import AuditEvent, LoginAttempt, Session, login
from webapp.models.session import FAILURES_AT_ONE_PLACE, FAILURES_PER_ADDRESS, FAILURES_PER_NAME, LoginRefused

LIMITS = {"hours": 12, "idle_minutes": 120}


def log_in(username: str = "limin", password: str = PASSWORD, address: str = "10.0.0.1"):
    return login.log_in(username, password, address=address, agent="Firefox")


def backdate(**ago) -> None:
    Session.update({field: now() - length for field, length in ago.items()}).execute()


def test_the_right_password_opens_a_session(world):
    user, token = log_in()
    session = login.resume(token, **LIMITS)
    assert user == world.rep == session.user and session.user.branch == world.suzhou
    assert token not in str(Session.get().__data__)


def test_people_without_a_branch_get_in_too(world):
    assert login.resume(log_in("zheng")[1], **LIMITS).user == world.inspector


@pytest.mark.parametrize(
    ("username", "password"), [("limin", "猜错了的密码"), ("nobody", PASSWORD), ("system", ""), ("limin", "")]
)
def test_every_refusal_reads_alike(world, username, password):
    with pytest.raises(LoginRefused, match="用户名或密码不对"):
        log_in(username, password)
    assert Session.select().count() == 0


def test_a_disabled_account_reads_like_a_wrong_password(world):
    dismiss(world.rep)
    with pytest.raises(LoginRefused, match="用户名或密码不对"):
        log_in()


def guess(times: int, **options) -> None:
    for _ in range(times):
        with pytest.raises(LoginRefused, match="用户名或密码不对"):
            log_in(password="猜错了的密码", **options)


def test_a_name_is_closed_after_some_failures_where_they_happened(world):
    guess(FAILURES_AT_ONE_PLACE)
    with pytest.raises(LoginRefused, match="15 分钟"):
        log_in()
    assert log_in("wangqiang") and log_in(address="10.0.0.2")


def test_a_name_is_closed_everywhere_after_many_failures(world):
    for place in range(FAILURES_PER_NAME):
        guess(1, address=f"10.0.1.{place // 4}")
    with pytest.raises(LoginRefused, match="15 分钟"):
        log_in(address="10.0.0.2")
    assert log_in("wangqiang")


def test_a_reset_password_opens_the_name_again_at_once(world):
    """The refusal says: ask the administrator."""
    guess(FAILURES_AT_ONE_PLACE)
    log_in("wangqiang", address="10.0.0.2")
    guess(1, username="wangqiang", address="10.0.0.2")
    assert log_in(password=world.rep.reset_password(by=world.admin))
    assert LoginAttempt.select().where(LoginAttempt.username == "wangqiang", ~LoginAttempt.succeeded).count() == 1


def test_a_login_clears_nothing_away(world):
    """What is over goes in the night (tests/rules/test_housekeeping.py)."""
    log_in("wangqiang")
    LoginAttempt.update(at=now() - timedelta(hours=25)).execute()
    backdate(created_at=timedelta(hours=13))
    log_in()
    assert (LoginAttempt.select().count(), Session.select().count()) == (2, 2)


def test_an_address_is_closed_after_many_failures(world):
    for number in range(FAILURES_PER_ADDRESS):
        LoginAttempt.create(username=f"user{number}", address="10.0.0.1", succeeded=False)
    with pytest.raises(LoginRefused, match="15 分钟"):
        log_in()
    assert log_in(address="10.0.0.2")


def test_failures_are_forgotten_after_a_quarter_of_an_hour(world):
    guess(FAILURES_AT_ONE_PLACE)
    LoginAttempt.update(at=now() - timedelta(minutes=16)).execute()
    assert log_in()


def test_tries_are_audited_with_their_address(world):
    guess(1)
    log_in()
    events = (
        AuditEvent.select().where(AuditEvent.action << ["session.refused", "session.opened"]).order_by(AuditEvent.id)
    )
    assert [(event.action, event.origin) for event in events] == [
        ("session.refused", "10.0.0.1"),
        ("session.opened", "10.0.0.1"),
    ]
    assert "猜错" not in str([event.__data__ for event in events])


def test_an_unknown_token_opens_nothing(world):
    log_in()
    assert login.resume("x" * 43, **LIMITS) is None


def test_a_session_ends_after_its_hours_however_busy(world):
    token = log_in()[1]
    backdate(created_at=timedelta(hours=12, seconds=1))
    assert login.resume(token, **LIMITS) is None


def test_a_session_ends_when_idle_and_a_visit_keeps_it(world):
    token = log_in()[1]
    backdate(seen_at=timedelta(minutes=119))
    assert login.resume(token, **LIMITS)
    assert Session.get().seen_at > now() - timedelta(minutes=1)
    backdate(seen_at=timedelta(minutes=121))
    assert login.resume(token, **LIMITS) is None


def test_a_page_that_asks_by_itself_keeps_nobody_in(world):
    token = log_in()[1]
    backdate(seen_at=timedelta(minutes=119))
    before = Session.get().seen_at
    assert login.resume(token, **LIMITS, touch=False) and Session.get().seen_at == before
    backdate(seen_at=timedelta(minutes=121))
    assert login.resume(token, **LIMITS, touch=False) is None


def test_a_visit_right_after_another_writes_nothing(world):
    token = log_in()[1]
    before = Session.get().seen_at
    login.resume(token, **LIMITS)
    assert Session.get().seen_at == before


def test_a_disabled_account_is_out_at_once(world):
    token = log_in()[1]
    dismiss(world.rep)
    assert login.resume(token, **LIMITS) is None and Session.select().count() == 0


def test_logging_out_ends_this_session_only(world):
    here, there = log_in()[1], log_in()[1]
    login.resume(here, **LIMITS).end(by=world.rep)
    assert login.resume(here, **LIMITS) is None and login.resume(there, **LIMITS)


def test_all_sessions_end_but_the_one_at_hand(world):
    here, there, others = log_in()[1], log_in()[1], log_in("wangqiang")[1]
    Session.end_all(world.rep, but=login.resume(here, **LIMITS))
    assert [bool(login.resume(token, **LIMITS)) for token in (here, there, others)] == [True, False, True]


def test_a_reset_password_ends_every_session(world):
    token = log_in()[1]
    password = world.rep.reset_password(by=world.admin)
    assert login.resume(token, **LIMITS) is None
    assert log_in(password=password)[0].must_change_password


def test_tries_at_once_are_no_more_than_one_by_one(fresh_database):
    """Twelve at once once came to eight."""

    def refused(_turn) -> str:
        with pytest.raises(LoginRefused) as refusal:
            log_in(password="猜错了的密码")
        return refusal.value.message

    told = at_once(refused, range(12))
    assert sum("用户名或密码不对" in message for message in told) == FAILURES_AT_ONE_PLACE


def test_what_the_throttle_refuses_is_on_record_once_a_minute(world):
    guess(FAILURES_AT_ONE_PLACE)
    for _ in range(3):
        with pytest.raises(LoginRefused, match="15 分钟"):
            log_in()
    (told,) = AuditEvent.select().where(AuditEvent.action == "session.throttled")
    assert (told.subject, told.origin) == ("limin", "10.0.0.1")
