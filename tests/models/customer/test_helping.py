"""协同 (R-COOP): asked onto a customer, and off again."""

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import AuditEvent, Collaboration, Notice, Task, User


def fresh(user: User) -> User:
    return User.get_by_id(user.id)


def test_a_colleague_is_asked_on_with_a_reason_and_told(world):
    found = world.overdue.ask_on(world.service, "去现场看设备", by=world.rep)
    assert fresh(world.service).works_on(world.overdue)
    assert (found.reason, found.invited_by) == ("去现场看设备", world.rep)
    assert Notice.select().where(Notice.user == world.service, Notice.kind == "asked_on").count() == 1
    told = AuditEvent.get(AuditEvent.action == "collaboration.asked", AuditEvent.customer_id == world.overdue.id)
    assert (told.subject, told.details) == ("孙晓", {"reason": "去现场看设备"})


def test_service_of_another_branch_may_be_asked_but_no_rep(world):
    far, _ = User.open_account("far", "远技", "service", world.foshan, by=world.admin)
    world.overdue.ask_on(far, "远程支持", by=world.rep)
    with pytest.raises(DomainError) as refused:
        world.overdue.ask_on(world.outsider, "帮忙", by=world.rep)
    assert refused.value.field == "person"
    assert [name for _, name, _ in User.who_may_help(world.overdue)] == ["孙晓", "王强"]


def test_what_is_missing_is_said_at_once(world):
    with pytest.raises(DomainError) as refused:
        world.overdue.ask_on(None, " ", by=world.rep)
    assert [it.field for it in refused.value.refusals] == ["person", "reason"]


def test_whoever_works_on_it_already_is_not_asked(world):
    for person in (world.rep, world.manager):
        with pytest.raises(DomainError, match="已经在跟"):
            world.overdue.ask_on(person, "帮忙", by=world.rep)


def test_only_whoever_keeps_the_customer_asks(world):
    for by in (world.service, world.colleague, world.inspector):
        with pytest.raises(NotAllowed):
            world.helped.ask_on(world.colleague, "帮忙", by=by)


def test_off_again_what_was_theirs_to_do_is_the_owners(world):
    step = Task.plan(world.helped, "确认安装现场", today(), responsible=world.service, by=world.rep)
    helping = Collaboration.get(Collaboration.customer == world.helped)
    world.helped.take_off(helping, by=world.rep)
    assert Task.get_by_id(step.id).responsible == world.rep
    assert not fresh(world.service).works_on(world.helped)
    with pytest.raises(Stale):
        world.helped.take_off(helping, by=world.rep)


def test_whoever_helps_may_leave(world):
    world.helped.take_off(Collaboration.get(Collaboration.customer == world.helped), by=world.service)
    assert not Collaboration.select().exists()
