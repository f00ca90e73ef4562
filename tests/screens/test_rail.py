"""The number beside 工作台: what a person has overdue, counted anew when something may have changed it."""

from datetime import datetime, timedelta

from tests.queries import count_queries
from webapp import clock
from webapp.models import AuditEvent, Task
from webapp.screens import rail
from webapp.screens.worklist import Worklist


def test_it_is_what_the_worklist_counts(world):
    people = world.rep, world.colleague, world.manager, world.service, world.inspector, world.outsider
    counted = [rail.overdue(person) for person in people]
    assert counted == [Worklist(person).overdue_count() for person in people] and len(set(counted)) > 1


def test_whatever_is_done_to_a_customer_counts_anew(world):
    before = rail.overdue(world.manager)
    task = Task.get(Task.customer == world.overdue)
    task.complete(by=world.rep)
    assert rail.overdue(world.manager) == before - 1
    task.reopen(by=world.rep)
    assert rail.overdue(world.manager) == before


def test_while_nothing_is_done_nothing_is_counted(world):
    rail.overdue(world.manager)
    AuditEvent.record("session.opened", by=world.manager)
    with count_queries() as queries:
        rail.overdue(world.manager)
    assert len(queries) == 1 and "audit_event" in queries[0]


def test_at_midnight_what_was_due_is_overdue(world, monkeypatch):
    before = rail.overdue(world.rep)
    tomorrow = datetime.now(clock._office) + timedelta(days=1)

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            return tomorrow.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Tomorrow)
    assert rail.overdue(world.rep) == Worklist(world.rep).overdue_count() > before
