"""R-SCALE: one process carries a run, whoever else asks; another goes on with it when that one is gone."""

from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from webapp import operator
from webapp.clock import now, today
from webapp.errors import DomainError
from webapp.models import AuditEvent, JobRun, User, job_run
from webapp.models.job_run import FIRST_RETRY, LAST_RETRY, SILENT, Overtaken, State

NAME = "nightly"


def take(**options) -> JobRun | None:
    return JobRun.take(NAME, today(), by=User.system(), **options)


def present() -> JobRun:
    return JobRun.of(NAME, today())


def change(**facts) -> None:
    JobRun.update(facts).execute()


def test_the_first_who_asks_has_it_and_nobody_else(world):
    assert take().state == State.RUNNING
    assert take() is None
    assert JobRun.select().count() == 1


def test_of_many_who_ask_at_once_one_has_it(fresh_database):
    User.system()
    taken = at_once(lambda _turn: take(), range(12))
    assert sum(run is not None for run in taken) == 1
    assert (present().tries, JobRun.select().count()) == (1, 1)


def test_what_is_finished_is_not_taken_again(world):
    take().finish()
    assert take() is None and take(at_once=True) is None
    assert present().state == State.DONE


def test_the_next_day_has_a_run_of_its_own(world):
    take().finish()
    assert JobRun.take(NAME, today() + timedelta(days=1), by=world.admin)


def test_whoever_was_not_heard_of_for_long_is_followed_by_another_and_does_nothing_more(world):
    first = take()
    change(beat_at=now() - SILENT)
    assert present().state == State.BROKEN
    second = take()
    assert (second.id, second.tries) == (first.id, 2)
    for late in (first.beat, first.leave, first.finish, first.put_off):
        with pytest.raises(Overtaken):
            late()
    with pytest.raises(Overtaken), first.in_turn():
        pytest.fail("it does a slice")
    assert present().holder == second.holder


def test_a_slice_says_that_somebody_is_at_it(world):
    run = take()
    change(beat_at=now() - SILENT + timedelta(seconds=20))
    with run.in_turn():
        pass
    assert present().beat_at > now() - timedelta(seconds=20)


def test_a_process_that_is_known_to_be_gone_is_followed_at_once(world, monkeypatch):
    take()
    assert take() is None
    monkeypatch.setattr(operator, "has_ended", lambda holder: holder.startswith(operator.process()))
    assert take().tries == 2


def test_what_is_left_is_taken_by_the_next(world):
    take().leave()
    assert present().state == State.WAITING
    assert take()


def test_what_failed_waits_twice_as_long_each_time(world):
    waits = []
    for _ in range(7):
        take(at_once=True).put_off()
        waits.append(round((present().retry_at - now()) / FIRST_RETRY))
    assert waits[:3] == [1, 2, 4] and waits[-1] == LAST_RETRY / FIRST_RETRY
    assert take() is None
    change(retry_at=now())
    assert take()


def test_somebody_may_ask_for_it_before_its_time(world):
    JobRun.ask_for(NAME, today(), by=world.admin)
    assert (present().state, present().by) == (State.WAITING, world.admin)
    event = AuditEvent.get(AuditEvent.action == "job.requested")
    assert (event.actor, event.subject) == (world.admin, f"{NAME} {today()}")


def test_what_is_finished_begins_anew_when_somebody_asks(world):
    run = take()
    run.step("sessions").advance(5, None, is_last=True)
    run.finish()
    JobRun.ask_for(NAME, today(), by=world.admin)
    again = take()
    assert (again.id, again.tries, again.finished_at, again.steps.count()) == (run.id, 1, None, 0)


def test_what_failed_is_gone_on_with_when_somebody_asks(world):
    run = take()
    run.step("sessions").advance(5, None, is_last=True)
    run.put_off()
    JobRun.ask_for(NAME, today(), by=world.admin)
    assert take().steps.count() == 1


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING, State.BROKEN])
def test_asking_twice_changes_nothing(world, state):
    run = take()
    if state == State.WAITING:
        run.leave()
    if state == State.BROKEN:
        change(beat_at=now() - SILENT)
    assert present().state == state
    with pytest.raises(DomainError, match=job_run.STATES[state]):
        JobRun.ask_for(NAME, today(), by=world.admin)
    assert not AuditEvent.select().where(AuditEvent.action == "job.requested").exists()


def test_two_who_ask_at_once_are_on_record_once(fresh_database):
    def ask(_turn) -> bool:
        try:
            JobRun.ask_for(NAME, today(), by=User.system())
        except DomainError:
            return False
        return True

    User.system()
    assert sum(at_once(ask, range(8))) == 1
    assert AuditEvent.select().where(AuditEvent.action == "job.requested").count() == 1
