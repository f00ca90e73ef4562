"""Queries written once, asked with other arguments each time."""

from webapp.models import Customer, User
from webapp.prepared import Prepared


def test_each_call_answers_for_its_own_arguments(world):
    named = Prepared(lambda name: User.select().where(User.name == name))
    assert [user.id for user in named(name=world.rep.name)] == [world.rep.id]
    assert [user.id for user in named(name=world.manager.name)] == [world.manager.id]
    assert named(name="没有这个人") == []


def test_a_list_stands_for_as_many_values(world):
    numbers = Prepared(lambda ids, limit: Customer.select(Customer.id).where(Customer.id << ids).order_by(Customer.id).limit(limit).tuples())
    ids = sorted([world.fresh.id, world.overdue.id, world.lost.id])
    assert numbers(ids=ids, limit=9) == [(id_,) for id_ in ids]
    assert numbers(ids=ids[:1], limit=9) == [(ids[0],)]
    assert numbers(ids=ids, limit=2) == [(id_,) for id_ in ids[:2]]
    assert numbers(ids=[], limit=9) == []


def test_joined_rows_and_converted_values_come_as_from_the_query_itself(world):
    owned = Prepared(lambda id: Customer.select(Customer, User).join(User, on=Customer.owner).where(Customer.id == id))
    (row,) = owned(id=world.overdue.id)
    assert row.owner.name == world.overdue.owner.name
    assert row.next_due_on == world.overdue.next_due_on
