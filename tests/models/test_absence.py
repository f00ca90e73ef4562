"""请假 and 代理: whoever stands in sees the customers and does the steps, for those days."""

from datetime import timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed
from webapp.models import Absence, AuditEvent, Customer, Notice, Task, User
from webapp.screens.worklist import Worklist

DAY = timedelta(days=1)


def enter(world, since=0, until=3, *, by=None, user=None, stand_in=None) -> Absence:
    days = today() + since * DAY, today() + until * DAY
    return Absence.enter(user or world.rep, stand_in or world.colleague, *days, "休年假", by=by or world.rep)


def fresh(user: User) -> User:
    return User.get_by_id(user.id)


def sees(user: User, customer: Customer) -> bool:
    return Customer.visible_to(fresh(user)).where(Customer.id == customer.id).exists()


def test_whoever_stands_in_sees_the_customers_for_those_days(world):
    assert not sees(world.colleague, world.overdue)
    absence = enter(world)
    stand_in = fresh(world.colleague)
    assert sees(world.colleague, world.overdue) and sees(world.colleague, world.colleagues)
    assert stand_in.works_on(world.overdue) and stand_in.sees(world.overdue) and not stand_in.can_edit(world.overdue)
    absence.end(by=world.rep)
    assert not sees(world.colleague, world.overdue)


@pytest.mark.parametrize("days", [(1, 3), (-9, 0)])
def test_on_other_days_they_do_not(world, days):
    since, until = days
    enter(world, since, until)
    assert sees(world.colleague, world.overdue) is (since <= 0 <= until)


def test_the_absents_steps_stand_on_the_worklist_and_are_done_there(world):
    step = Task.get(Task.customer == world.overdue)
    assert step.id not in [row.id for row in Worklist(fresh(world.colleague)).overdue()]
    enter(world)
    stand_in = fresh(world.colleague)
    (row,) = [row for row in Worklist(stand_in).overdue() if row.id == step.id]
    assert (row.may, row.mine, row.responsible) == (True, False, "李敏")
    assert Worklist(stand_in).tally().overdue == Worklist(world.rep).tally().overdue
    Task.get_by_id(step.id).complete(by=stand_in)
    assert not Task.get_by_id(step.id).is_open


def test_whoever_leaves_stands_in_for_nobody(world):
    newcomer, _ = User.open_account("new", "新人", "rep", world.suzhou, by=world.admin)
    enter(world, stand_in=newcomer)
    newcomer.disable(by=world.admin)
    assert not Absence.select().exists()


def test_it_is_told_and_on_record(world):
    absence = enter(world)
    assert enter(world).id == absence.id
    assert Notice.select().where(Notice.user == world.colleague, Notice.kind == "stands_in").count() == 1
    told = AuditEvent.get(AuditEvent.action == "absence.entered")
    assert (told.subject, told.details["to"]) == ("李敏", "王强")


def test_themselves_the_manager_and_the_administrator_enter_it(world):
    for by in (world.manager, world.admin):
        enter(world, by=by).end(by=by)
    for by in (world.colleague, world.other_manager, world.inspector):
        with pytest.raises(NotAllowed):
            enter(world, by=by)


def test_it_refuses_who_cannot_stand_in(world):
    for other in (world.rep, world.outsider, world.service, world.inspector):
        with pytest.raises(DomainError) as refused:
            enter(world, stand_in=other)
        assert refused.value.field == "stand_in"


@pytest.mark.parametrize(("since", "until", "field"), [(3, 1, "until"), (-5, -2, "until"), (0, 999, "until")])
def test_it_refuses_days_that_cannot_be(world, since, until, field):
    with pytest.raises(DomainError) as refused:
        enter(world, since, until)
    assert refused.value.field == field
