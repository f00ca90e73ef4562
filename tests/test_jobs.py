"""The queue of background jobs, on both databases (R-SCALE): it starts things, and is no part of the book."""

import logging
import stat
from datetime import timedelta

import pytest

from tests.conftest import CHEAPEST
from tests.imports.lists import opened
from tests.models.test_job_run import present
from tests.test_schema import columns_and_indexes
from tests.world import World
from webapp import jobs
from webapp.clock import now, today
from webapp.config import Config, ConfigError
from webapp.database import db, is_sqlite, transaction
from webapp.errors import DomainError
from webapp.jobs import Jobs
from webapp.models import Complaint, Duty, ImportBatch, JobRun, User
from webapp.models.import_batch import GIVEN_UP
from webapp.models.job_run import State
from webapp.rules import nightly


@pytest.fixture
def office(fresh_database):
    return World()


@pytest.fixture
def config(fresh_database, tmp_path):
    return Config.load({}, DATABASE_URL=fresh_database, INSTANCE=str(tmp_path), PASSWORD_COST=str(CHEAPEST))


@pytest.fixture
def background(office, config):
    background = Jobs(config)
    yield background
    if "_opened" in vars(background):
        background.queue.storage.close()


def work_off(background: Jobs) -> int:
    """What a worker does with everything that waits; how many things it was."""
    tasks = iter(background.queue.dequeue, None)
    return sum(1 for task in tasks if background.queue.execute(task) is None)


@pytest.fixture(autouse=True)
def waits_for_nothing(monkeypatch):
    """A worker waits a second for what may yet come."""
    before = jobs.PostgresHuey
    monkeypatch.setattr(jobs, "PostgresHuey", lambda *args, **options: before(*args, blocking=False, **options))


def test_what_somebody_asks_for_is_done_by_the_worker(background, office):
    background.ask_for_nightly(by=office.admin)
    assert present().state == State.WAITING
    assert work_off(background) == 1
    assert (present().state, present().by) == (State.DONE, office.admin)


def test_nothing_is_started_before_it_is_committed_nor_when_it_never_is(background, office):
    with pytest.raises(ZeroDivisionError), transaction():
        background.ask_for_nightly(by=office.admin)
        assert background.queue.pending_count() == 0
        raise ZeroDivisionError
    assert (background.queue.pending_count(), JobRun.select().count()) == (0, 0)


def test_a_thing_that_waits_twice_is_done_once(background, office):
    background.enqueue("nightly")
    background.enqueue("nightly")
    assert work_off(background) == 2
    assert present().tries == 1


def test_who_asks_while_it_is_wanted_already_is_refused_and_nothing_more_waits(background, office):
    background.ask_for_nightly(by=office.admin)
    with pytest.raises(DomainError, match="等待运行"):
        background.ask_for_nightly(by=office.admin)
    assert background.queue.pending_count() == 1


def test_a_queue_that_is_out_of_order_loses_nothing(background, office, monkeypatch, caplog):
    """The row says that it is wanted: the worker starts it within a minute."""
    monkeypatch.setattr(jobs, "open_queue", refuse)
    with caplog.at_level(logging.CRITICAL):
        background.ask_for_nightly(by=office.admin)
    assert present().state == State.WAITING and nightly.is_due()


def refuse(_config):
    raise ConfigError("后台任务的队列打不开")


def test_another_process_finds_what_waits(background, office, config):
    background.enqueue("nightly")
    other = Jobs(config)
    assert work_off(other) == 1
    other.queue.storage.close()
    assert present().state == State.DONE


def test_it_changes_nothing_in_the_books_own_tables(background):
    before, known = columns_and_indexes(), set(db.get_tables())
    background.enqueue("nightly")
    assert columns_and_indexes() == before and set(db.get_tables()) == known


def test_opened_again_it_has_what_it_had(background, config):
    background.enqueue("mend")
    again = jobs.open_queue(config)
    assert again.pending_count() == 1
    again.storage.close()


def test_on_sqlite_its_file_is_the_owners_alone(background, config):
    background.enqueue("nightly")
    if is_sqlite():
        assert stat.S_IMODE(jobs.queue_file(config).stat().st_mode) == 0o600
    else:
        assert jobs.queue_file(config) is None


def test_what_somebody_else_wrote_into_the_queue_is_not_run(background):
    """What waits there is signed with the installation's key."""
    forged = Jobs(Config(background.config, SECRET_KEY="another"))
    forged.enqueue("nightly")
    with pytest.raises(ValueError, match="mismatch"):
        background.queue.dequeue()
    forged.queue.storage.close()


def due(background: Jobs, moment) -> set[str]:
    """What this worker's clock would start in this minute."""
    return {type(task).__name__ for task in background.queue.read_periodic(moment)}


def test_the_one_on_duty_starts_what_is_due_and_another_does_not(background, office, monkeypatch):
    monkeypatch.setattr(nightly, "is_due", lambda: True)
    moment = now().replace(tzinfo=None, minute=20)
    long_ago = {"description": "报告晚了三天", "complained_at": now() - timedelta(days=9)}
    Complaint.record(office.won, long_ago, by=office.rep)
    assert due(background, moment) == {"nightly", "mend", "watch"}
    assert due(background, moment.replace(minute=21)) == {"nightly", "watch"}
    Duty.update(holder="elsewhere:1:5").execute()
    assert due(background, moment) == set()


def test_a_clock_that_ran_out_is_noted_within_a_minute(background, office):
    """R-COMPLAINT"""
    long_ago = {"description": "报告晚了三天", "complained_at": now() - timedelta(days=9)}
    complaint = Complaint.record(office.won, long_ago, by=office.rep)
    background.enqueue("watch")
    assert work_off(background) == 1
    assert complaint.breaches.count() == 1


def test_what_is_not_due_is_not_started(background, office):
    JobRun.take(nightly.NAME, today(), by=User.system()).finish()
    assert due(background, now().replace(tzinfo=None, minute=21)) == set()


def test_a_list_whose_process_died_is_taken_back_within_minutes(background, office):
    batch = opened("客户名称,电话\n甲乙有限公司,13812345678\n", office)
    batch.take_turn(ImportBatch.confirmed_at.is_null(), "")
    ImportBatch.update(busy_since=now() - GIVEN_UP).execute()
    background.enqueue("mend")
    assert work_off(background) == 1
    assert ImportBatch.get_by_id(batch.id).busy_since is None


def test_a_database_that_is_gone_starts_nothing_and_ends_nothing(background, office, monkeypatch, caplog):
    def gone(*_args, **_options):
        raise jobs.PeeweeException("connection refused")

    monkeypatch.setattr(Duty, "take", gone)
    assert due(background, now().replace(tzinfo=None)) == set()
    assert "nobody can be on duty" in caplog.text
