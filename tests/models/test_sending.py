"""What is sent twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from peewee import IntegrityError

from tests.world import World
from webapp.clock import now, today
from webapp.database import db
from webapp.errors import DomainError
from webapp.models import AuditEvent, Memo, Sending, Task

KEY = "k" * 64


def write(customer, by) -> Memo:
    return Memo.write(customer, "note", "老板喜欢喝茶", by=by)


def send(world, verb=None, noun=Memo):
    return Sending.once(KEY, noun, verb or partial(write, world.overdue, world.rep), by=world.rep)


def test_the_second_is_answered_with_the_first(world):
    assert send(world) == send(world)
    assert Memo.select().count() == 1


def test_at_the_same_moment_over_two_connections(fresh_database):
    world = World()

    def connected(_turn) -> int:
        with db.connection_context():
            return send(world).id

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(connected, range(8)))
    assert len(made) == Memo.select().count() == Sending.select().count() == 1
    assert AuditEvent.select().where(AuditEvent.action == "memo.written").count() == 1


def test_each_person_has_sendings_of_their_own(world):
    for person in (world.rep, world.manager):
        Sending.once(KEY, Memo, partial(write, world.overdue, person), by=person)
    assert Memo.select().count() == 2


def test_what_was_taken_back_is_made_anew(world):
    """Nobody who waits for an answer has taken it back: it is meant."""
    first = send(world)
    first.withdraw("记错了客户", by=world.rep)
    assert send(world) != first and Memo.select().count() == 1


def test_a_step_that_is_open_no_longer_is_planned_anew(world):
    def plan() -> Task:
        return Task.plan(world.overdue, "送样品", today(), by=world.rep)

    first = send(world, plan, Task)
    assert send(world, plan, Task) == first
    first.void("不用了", by=world.rep)
    assert send(world, plan, Task) != first


def test_it_counts_for_an_hour(world):
    first = send(world)
    Sending.update(at=now() - timedelta(minutes=61)).execute()
    assert Sending.select().where(Sending.old()).count() == 1
    assert send(world) != first
    assert not Sending.select().where(Sending.old()).exists()


def test_what_is_refused_leaves_nothing(world):
    def refuse():
        write(world.overdue, world.rep)
        raise DomainError("不行")

    with pytest.raises(DomainError, match="不行"):
        send(world, refuse)
    assert not Sending.select().exists() and not Memo.select().exists()


def test_what_else_the_database_refuses_is_not_taken_for_a_second_sending(world):
    with pytest.raises(IntegrityError):
        send(world, lambda: Memo.create(customer=world.overdue, kind="note", body=None, by=world.rep))
    assert not Sending.select().exists()
