"""移交 (R-HANDOVER): drafted, confirmed by all, complete at once."""

import pytest

from tests.models.test_concurrency import at_once
from tests.world import World, dismiss
from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import (
    Assignment,
    AuditEvent,
    Complaint,
    Customer,
    Handover,
    HandoverItem,
    Notice,
    Task,
    User,
)
from webapp.models.handover import Stage

WHY = "李敏调往佛山分站"


def draft(world, **more) -> Handover:
    told = {"giver": world.rep, "receiver": world.colleague, "supervisor": world.manager, "reason": WHY}
    return Handover.draft(**told | {"by": world.manager} | more)


def confirmed(world, *, but_last: bool = False) -> Handover:
    handover = draft(world)
    handover.submit(by=world.manager)
    handover.confirm(by=world.rep)
    handover.confirm(by=world.colleague)
    if not but_last:
        handover.confirm(by=world.manager)
    return handover


def owned(user) -> int:
    return Customer.select().where(Customer.owner == user).count()


def refused(verb) -> dict[str | None, str]:
    with pytest.raises(DomainError) as refusal:
        verb()
    return {one.field: one.message for one in getattr(refusal.value, "refusals", [refusal.value])}


def test_r_handover_from_draft_to_complete(world):
    had, colleagues = owned(world.rep), owned(world.colleague)
    handover = draft(world)
    assert (handover.stage, handover.items.count()) == (Stage.DRAFT, had)
    handover.submit(by=world.manager)
    assert (handover.stage, handover.waits_for()) == (Stage.GIVER, [world.rep.id])
    handover.confirm(by=world.rep)
    assert (handover.stage, handover.waits_for()) == (Stage.RECEIVERS, [world.colleague.id])
    handover.confirm(by=world.colleague)
    assert (handover.stage, handover.waits_for()) == (Stage.SUPERVISOR, [world.manager.id])
    assert owned(world.rep) == had  # nothing changes hands before the last has confirmed
    handover.confirm(by=world.manager)
    assert (owned(world.rep), owned(world.colleague)) == (0, had + colleagues)
    assert Handover.get_by_id(handover.id).stage == Stage.DONE
    assert not Task.select().where(Task.responsible == world.rep, Task.is_open).exists()
    acts = [event.action for event in AuditEvent.select().where(AuditEvent.action.startswith("handover."))]
    assert sorted(acts) == ["handover.completed", *["handover.confirmed"] * 3, "handover.drafted", "handover.submitted"]
    dismiss(world.rep)  # whose account can be closed now


def test_each_is_told_when_it_is_their_turn(world):
    handover = draft(world)

    def told() -> list[int]:
        return [row.user_id for row in Notice.select().where(Notice.kind == "handover").order_by(Notice.user)]

    handover.submit(by=world.manager)
    assert told() == [world.rep.id]
    handover.confirm(by=world.rep)
    assert told() == [world.colleague.id]
    handover.confirm(by=world.colleague)
    assert told() == [world.manager.id]
    handover.confirm(by=world.manager)
    assert told() == sorted([world.rep.id, world.colleague.id])


def test_customers_go_to_more_than_one_and_some_stay(world):
    handover = draft(world)
    items = {item.customer_id: item.id for item in handover.items}
    handover.leave_out([items[world.fresh.id]], by=world.manager)
    newcomer, _ = User.open_account("chenna", "陈娜", "rep", world.rep.branch, by=world.admin)
    handover.give([items[world.won.id], items[world.overdue.id]], newcomer, "老客户", by=world.manager)
    handover.submit(by=world.manager)
    handover.confirm(by=world.rep)
    assert sorted(handover.waits_for()) == sorted([world.colleague.id, newcomer.id])
    handover.confirm(by=newcomer)
    assert handover.waits_for() == [world.colleague.id]
    handover.confirm(by=world.colleague)
    handover.confirm(by=world.manager)
    assert Customer.get_by_id(world.fresh.id).owner_id == world.rep.id
    assert {Customer.get_by_id(one.id).owner_id for one in (world.won, world.overdue)} == {newcomer.id}
    assert HandoverItem.get(HandoverItem.customer == world.won).note == "老客户"
    assert owned(world.colleague) > 1


def test_steps_and_complaints_at_other_peoples_customers_are_theirs_then(world):
    step = Task.plan(world.colleagues, "看样", today(), responsible=world.manager, by=world.colleague)
    Task.update(responsible=world.rep).where(Task.id == step.id).execute()
    complaint = Complaint.record(
        world.colleagues, {"description": "外箱破损"}, first_asked=world.manager, by=world.colleague
    )
    Complaint.update(first_asked=world.rep).where(Complaint.id == complaint.id).execute()
    confirmed(world)
    assert Task.get_by_id(step.id).responsible_id == world.colleague.id
    assert Complaint.get_by_id(complaint.id).first_asked_id == world.colleague.id
    assert not world.rep.ties().are_left


def test_what_is_not_the_givers_any_more_stays_where_it_is(world):
    handover = confirmed(world, but_last=True)
    Assignment.make(Customer.select().where(Customer.id == world.won.id), world.manager, "大客户", by=world.manager)
    handover.confirm(by=world.manager)
    assert Customer.get_by_id(world.won.id).owner_id == world.manager.id
    assert HandoverItem.get(HandoverItem.customer == world.won).assignment is None


def test_its_assignments_are_not_taken_back_one_by_one(world):
    confirmed(world)
    with pytest.raises(DomainError, match="移交的一部分"):
        Assignment.get().undo(by=world.manager)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"receiver": "rep"}, "receiver", "不能移交给自己"),
        ({"receiver": "outsider"}, "receiver", "本分站在职"),
        ({"receiver": "service"}, "receiver", "本分站在职"),
        ({"receiver": None}, "receiver", "本分站在职"),
        ({"supervisor": "rep"}, "supervisor", "监交人"),
        ({"supervisor": "other_manager"}, "supervisor", "监交人"),
        ({"supervisor": None}, "supervisor", "监交人"),
        ({"giver": "service"}, "giver", "没有客户"),
        ({"reason": "  "}, "reason", "原因"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, wrong, field, said):
    found = {key: getattr(world, who) if who and key != "reason" else who for key, who in wrong.items()}
    assert said in refused(lambda: draft(world, **found))[field]
    assert not Handover.select().exists()


def test_nobody_receives_who_left_meanwhile(world):
    newcomer, _ = User.open_account("chenna", "陈娜", "rep", world.rep.branch, by=world.admin)
    handover = draft(world, receiver=newcomer)
    handover.submit(by=world.manager)
    handover.confirm(by=world.rep)
    handover.confirm(by=newcomer)
    newcomer.disable(by=world.admin)
    assert "陈娜已不是本分站在职的业务员" in refused(lambda: handover.confirm(by=world.manager))[None]
    assert owned(world.rep) and Handover.get_by_id(handover.id).stage == Stage.SUPERVISOR
    handover.cancel("换人", by=world.manager)


def test_whoever_receives_or_gives_does_not_supervise(world):
    assert "监交人不能是" in refused(lambda: draft(world, receiver=world.manager))["supervisor"]
    assert draft(world, receiver=world.manager, supervisor=world.inspector).stage == Stage.DRAFT


def test_a_customer_stands_on_one_open_list(world):
    handover = draft(world)
    assert f"都已在第 {handover.id} 号移交单上" in refused(lambda: draft(world))["giver"]
    Assignment.make(Customer.select().where(Customer.id == world.won.id), world.colleague, "熟悉", by=world.manager)
    another = draft(world, giver=world.colleague, receiver=world.rep)
    assert world.won.id not in {item.customer_id for item in another.items}
    handover.cancel("不走了", by=world.manager)
    assert draft(world).items.count() == owned(world.rep)


def test_what_was_left_out_of_one_may_be_on_another(world):
    handover = draft(world)
    kept = handover.items.where(HandoverItem.customer == world.fresh).get()
    handover.leave_out([kept.id], by=world.manager)
    assert [item.customer_id for item in draft(world, supervisor=world.inspector).items] == [world.fresh.id]


@pytest.mark.parametrize("who", ["colleague", "service", "inspector", "outsider", "other_manager"])
def test_only_giver_leader_and_administrator_draft_one(world, who):
    with pytest.raises(NotAllowed):
        draft(world, by=getattr(world, who))


@pytest.mark.parametrize("who", ["rep", "manager", "admin"])
def test_who_drafts_one(world, who):
    assert draft(world, by=getattr(world, who)).by == getattr(world, who)


@pytest.mark.parametrize("who", ["colleague", "manager", "inspector", "outsider"])
def test_only_whose_turn_it_is_confirms(world, who):
    handover = draft(world)
    handover.submit(by=world.manager)
    handover.confirm(by=world.rep)
    if who != "colleague":
        with pytest.raises(NotAllowed):
            handover.confirm(by=getattr(world, who))
    assert Handover.get_by_id(handover.id).stage == Stage.RECEIVERS


def test_somebody_signs_for_a_giver_who_is_gone_and_says_why(world):
    handover = draft(world)
    handover.submit(by=world.manager)
    assert "reason" in refused(lambda: handover.confirm(by=world.manager))
    handover.confirm(reason="李敏已离岗，电话确认", by=world.manager)
    signed = handover.confirmations.get()
    assert (signed.user_id, signed.by_id, signed.reason) == (world.rep.id, world.manager.id, "李敏已离岗，电话确认")


def test_a_list_is_changed_while_it_is_drafted_and_no_longer(world):
    handover = draft(world)
    (item, *_) = [one.id for one in handover.items]
    handover.submit(by=world.manager)
    for verb in (lambda: handover.leave_out([item], by=world.manager), lambda: handover.submit(by=world.manager)):
        with pytest.raises(Stale):
            verb()


def test_two_confirmations_at_once_count_once(fresh_database):
    world = World()
    handover, had = confirmed(world, but_last=True), owned(world.rep)

    def confirm(_turn) -> str:
        try:
            Handover.get_by_id(handover.id).confirm(by=User.get_by_id(world.manager.id))
        except (Stale, NotAllowed) as late:
            return type(late).__name__
        return "done"

    outcomes = at_once(confirm, range(4))
    assert outcomes.count("done") == 1
    assert owned(world.colleague) >= had and Assignment.select().count() == 1
    assert AuditEvent.verify() is None


def test_a_handover_that_breaks_off_moves_nothing(world, monkeypatch):
    handover, had = confirmed(world, but_last=True), owned(world.rep)
    monkeypatch.setattr("webapp.models.handover.hand_on_the_rest", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        handover.confirm(by=world.manager)
    assert owned(world.rep) == had and Handover.get_by_id(handover.id).stage == Stage.SUPERVISOR
