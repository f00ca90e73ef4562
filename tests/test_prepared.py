"""Queries written once, asked with other arguments each time."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from tests.purity import WATCHED
from tests.queries import count_queries
from webapp.clock import now, today
from webapp.models import Customer, Dimension, FollowUp, Task, User
from webapp.prepared import MOST, Prepared

pytestmark = WATCHED

ROLES = ("manager", "rep", "colleague", "service", "outsider", "other_manager", "inspector", "admin")
seen = Prepared(
    lambda viewer: Customer.select(Customer.id).where(viewer.scope(Customer)).order_by(Customer.id), row=tuple
)


def test_each_call_answers_for_its_own_arguments(world):
    named = Prepared(lambda name: User.select().where(User.name == name))
    assert [user.id for user in named(name=world.rep.name)] == [world.rep.id]
    assert [user.id for user in named(name=world.manager.name)] == [world.manager.id]
    assert named(name="没有这个人") == []


def test_a_list_stands_for_as_many_values(world):
    numbers = Prepared(
        lambda ids, limit: (
            Customer.select(Customer.id).where(Customer.id << ids).order_by(Customer.id).limit(limit).tuples()
        )
    )
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


class Row(NamedTuple):
    name: str
    due: date
    at: object


def test_a_row_type_takes_days_and_moments_as_such(world):
    shown = Prepared(
        lambda id: Customer.select(Customer.name, Customer.next_due_on, Customer.last_followup_at).where(
            Customer.id == id
        ),
        row=Row,
    )
    assert shown(id=world.overdue.id) == [
        Row(world.overdue.name, world.overdue.next_due_on, world.overdue.last_followup_at)
    ]
    assert shown.first(id=world.fresh.id) == Row(world.fresh.name, None, None)


def test_one_row_and_one_value_are_asked_for_by_name(world):
    named = Prepared(lambda name: User.select(User.id).where(User.name == name), row=tuple)
    assert named.first(name=world.rep.name) == (world.rep.id,) and named.value(name=world.rep.name) == world.rep.id
    assert named.first(name="没有") is named.value(name="没有") is None


def test_none_leaves_a_filter_out_and_is_another_query(world):
    def build(branch, name):
        users = User.select(User.id).where(User.name == name) if name is not None else User.select(User.id)
        return users.where(User.branch == branch) if branch is not None else users

    people = Prepared(build, row=tuple)
    suzhou = len(people(branch=world.suzhou.id, name=None))
    assert len(people(branch=None, name=None)) == User.select().count() > suzhou > 1
    assert (
        people(branch=None, name=world.rep.name)
        == people(branch=world.suzhou.id, name=world.rep.name)
        == [(world.rep.id,)]
    )
    assert people(name=None, branch=world.suzhou.id) != people(
        name=world.rep.name, branch=None
    )  # named, in whichever order


def test_a_tuple_is_as_many_arguments_as_it_has_parts(world):
    def build(names):
        found = User.select(User.id).where(User.name == names[0])
        for name in names[1:]:
            found = found | User.select(User.id).where(User.name == name)
        return found

    named = Prepared(build, row=tuple)
    assert named(names=(world.rep.name,)) == [(world.rep.id,)]
    assert set(named(names=(world.rep.name, world.manager.name))) == {(world.rep.id,), (world.manager.id,)}


def test_moments_are_compared_as_they_are_stored(world):
    since = Prepared(lambda at: FollowUp.select(FollowUp.id).where(FollowUp.at >= at), row=tuple)
    exactly = FollowUp.select().where(FollowUp.customer == world.overdue).get()
    assert (exactly.id,) in since(at=exactly.at)
    assert (exactly.id,) not in since(at=exactly.at + timedelta(microseconds=1))


def test_writes_answer_with_the_rows_they_met(world):
    rename = Prepared(lambda id, name: User.update(name=name).where(User.id == id))
    assert rename(id=world.rep.id, name="李敏之") == 1 and rename(id=0, name="无人") == 0
    assert User.get_by_id(world.rep.id).name == "李敏之"


# -- viewers


@pytest.mark.parametrize("who", ROLES)
def test_everybody_sees_what_their_own_scope_says(world, who):
    person = getattr(world, who)
    with count_queries() as queries:
        found = [id_ for (id_,) in seen(viewer=person)]
    assert found == [row.id for row in Customer.select(Customer.id).where(person.scope(Customer)).order_by(Customer.id)]
    assert len(queries) <= 2


def test_people_of_a_kind_share_the_query_and_not_its_answer(world):
    mine = Prepared(lambda viewer: Customer.select(Customer.id).where(viewer.scope(Customer)), row=tuple)
    assert not set(mine(viewer=world.manager)) & set(mine(viewer=world.other_manager))
    assert len(mine._written) == 1
    assert not set(mine(viewer=world.colleague)) & set(mine(viewer=world.outsider))
    assert len(mine._written) == 2


def test_helping_somebody_makes_another_kind(world):
    before = seen(viewer=world.colleague)
    world.helped.collaborations.model.create(customer=world.helped, user=world.colleague, invited_by=world.rep)
    colleague = User.get_by_id(world.colleague.id)
    assert sorted(seen(viewer=colleague)) == sorted([*before, (world.helped.id,)])


# -- what is refused


def branching_on_truth(wanted):
    return User.select() if wanted else User.select().where(User.id == 0)


def branching_on_equality(wanted):
    return User.select() if wanted == "all" else User.select().where(User.id == 0)


def branching_on_order(wanted):
    return User.select().limit(5 if wanted > 5 else 9)


def branching_on_membership(wanted):
    return User.select() if wanted in ("a", "b") else User.select().where(User.id == 0)


def looking_up(wanted):
    return User.select().where(User.id == {"a": 1}[wanted])


def printing(wanted):
    return User.select().where(User.name == f"{wanted}")


def joining(wanted):
    return User.select().where(User.name == "".join([str(wanted)]))


def counting_its_parts(wanted):
    return User.select().where(User.id == len(wanted))


@pytest.mark.parametrize(
    "build",
    [
        branching_on_truth,
        branching_on_equality,
        branching_on_order,
        branching_on_membership,
        looking_up,
        printing,
        joining,
        counting_its_parts,
    ],
)
def test_a_query_cannot_depend_on_what_an_argument_is(world, build):
    with pytest.raises(TypeError):
        Prepared(build)(wanted="a")


@pytest.mark.parametrize("field", ["id", "branch_id"])
def test_nor_on_who_the_viewer_is(world, field):
    with pytest.raises(TypeError):
        Prepared(lambda viewer: User.select().where(User.id == 1 if getattr(viewer, field) == 1 else 2))(
            viewer=world.rep
        )


@pytest.mark.parametrize(
    "day", [today(), now(), str(today()), now().isoformat()], ids=["day", "moment", "text of a day", "text of a moment"]
)
def test_no_day_is_written_into_a_query(world, day):
    with pytest.raises(TypeError, match="make it an argument"):
        Prepared(lambda: Task.select().where(Task.due_on < day))()


def test_the_database_may_still_compare_arguments(world):
    due = Prepared(
        lambda since, until: Task.select(Task.id).where((Task.due_on >= since) & (since <= until)), row=tuple
    )
    assert due(since=today(), until=today()) and not due(since=today(), until=today() - timedelta(days=1))


def test_a_query_with_a_thousand_shapes_keeps_some_of_them(world):
    either = Prepared(lambda ids: Dimension.select().where(Dimension.id << list(ids)), row=tuple)
    for size in range(1, MOST + 20):
        either(ids=tuple(range(size)))
    assert len(either._written) <= MOST


# -- the watch over every query of the whole run (tests/purity.py)


def test_the_watch_finds_what_cannot_be_refused(world):
    """A query that looks at something but its arguments: here the number of calls."""
    calls = []
    counted = Prepared(lambda: (calls.append(1), User.select().where(User.id == len(calls)))[1])
    with pytest.raises(AssertionError, match="not the same query"):
        counted(), counted()
