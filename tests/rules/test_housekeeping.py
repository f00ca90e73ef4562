"""The night clears away what is over, and nothing else (R-NOID, R-LOGIN, R-MASK)."""

from datetime import timedelta

import pytest

from tests.imports.lists import imported, opened
from webapp.clock import now, today
from webapp.config import Config
from webapp.models import AuditEvent, ImportBatch, ImportRow, JobStep, LoginAttempt, Lookup, Sending, Session, User
from webapp.rules import housekeeping, nightly
from webapp.rules.job import Carrier

LIST = "客户名称,电话\n甲乙有限公司,13812345678\n,13912349999\n"


@pytest.fixture
def night(world):
    """Let a night pass."""
    return lambda: nightly.carry_out(Carrier(User.system(), Config.load({})), today(), at_once=True)


def kept_of(night) -> dict[str, int]:
    return {step.name: step.done for step in night().steps if step.done}


def backdate(batch: ImportBatch, **ago: timedelta) -> None:
    values = {field: now() - length for field, length in ago.items()}
    ImportBatch.update(values).where(ImportBatch.id == batch.id).execute()


def test_lists_nobody_confirmed_within_a_day_go_with_their_files_each_on_record(night, world):
    kept, *expired = (opened(LIST, world) for _ in range(3))
    for batch in expired:
        backdate(batch, created_at=timedelta(hours=25))
    backdate(kept, created_at=timedelta(hours=23))
    assert kept_of(night) == {"expired-imports": 2}
    assert [batch.id for batch in ImportBatch.select()] == [kept.id]
    events = AuditEvent.select().where(AuditEvent.action == "import.expired").order_by(AuditEvent.id)
    assert [(event.actor_name, event.details["batch"]) for event in events] == [("系统", it.id) for it in expired]


def test_a_list_that_is_being_written_stays(night, world):
    batch = opened(LIST, world)
    backdate(batch, created_at=timedelta(hours=25))
    batch.take_turn(ImportBatch.confirmed_at.is_null(), "")
    assert kept_of(night) == {}


def test_an_imported_list_stays_and_only_its_refused_rows_are_forgotten(night, world):
    batch = imported(LIST, world)
    backdate(batch, created_at=timedelta(days=30), confirmed_at=timedelta(days=8))
    assert kept_of(night) == {"old-cells": 1}
    assert not ImportRow.select().where(ImportRow.cells.is_null(False)).exists()
    assert ImportRow.select().count() == 2 and not ImportBatch.get_by_id(batch.id).has_cells


def test_what_a_dead_process_was_writing_is_taken_back(night, world):
    batch = opened(LIST, world)
    batch.take_turn(ImportBatch.confirmed_at.is_null(), "")
    backdate(batch, busy_since=timedelta(minutes=11))
    assert kept_of(night) == {"broken-imports": 1}
    assert ImportBatch.get_by_id(batch.id).busy_since is None


def test_sessions_tries_and_lookups_go_when_they_are_over(night, world):
    for days in (0, 2):
        at = now() - timedelta(days=days)
        Session.open(world.rep, address="10.0.0.1", agent="tests")
        Session.update(created_at=at).where(Session.id == Session.select().order_by(Session.id.desc()).get()).execute()
        LoginAttempt.create(username="limin", address="10.0.0.1", succeeded=True, at=at)
        Lookup.create(user=world.rep, asked=f"x{days}", at=at)
        Sending.create(user=world.rep, key=f"x{days}", at=at)
    assert kept_of(night) == {"sessions": 1, "login-attempts": 1, "lookups": 1, "sendings": 1}
    for model in (Session, LoginAttempt, Lookup, Sending):
        assert model.select().count() == 1


def test_many_rows_go_in_several_slices(night, world, monkeypatch):
    monkeypatch.setattr(housekeeping, "MOST", 2)
    for number in range(5):
        Lookup.create(user=world.rep, asked=f"x{number}", at=now() - timedelta(days=2))
    step = night().steps.where(JobStep.name == "lookups").get()
    assert (step.done, step.total) == (5, 5)
    assert not Lookup.select().exists()
