"""R-NOTIFY: who is told of what, once each, and of nothing that is none of their business."""

import ast
from datetime import timedelta

import pytest

from tests.conventions import ROOT
from tests.models.test_concurrency import at_once
from tests.world import CONTENT, World, dismiss
from webapp.clock import now, today
from webapp.database import LastingIdField, transaction
from webapp.errors import NotAllowed, Stale
from webapp.models import Acknowledgement, AuditEvent, Collaboration, Customer, FollowUp, Memo, Notice, Task, User
from webapp.screens.notices import KINDS, Notices


def instruct(world, customer=None, by=None) -> Memo:
    return Memo.write(customer or world.overdue, "instruction", "本周内上门", by=by or world.manager)


def hand_on(world, by=None) -> Task:
    task = world.overdue.tasks.get()
    task.reassign(world.manager, by=by or world.rep)
    return task


def told(user) -> list[tuple[str, bool]]:
    rows = Notice.select().where(Notice.user == user).order_by(Notice.id)
    return [(row.kind, row.read_at is not None) for row in rows]


def test_an_instruction_is_told_to_the_owner_alone(world):
    """R-MEMO."""
    memo = instruct(world, world.helped)
    (notice,) = Notice.select()
    assert (notice.user, notice.kind, notice.about, notice.by) == (world.rep, "instruction", memo.id, world.manager)
    assert notice.customer == world.helped and notice.read_at is None


def test_an_instruction_on_a_customer_of_ones_own_is_told_to_whoever_else_works_there(world):
    Customer.update(owner=world.manager).where(Customer.id == world.helped.id).execute()
    instruct(world, Customer.get_by_id(world.helped.id))
    assert [notice.user for notice in Notice.select()] == [world.service]


@pytest.mark.parametrize("kind", ["note", "change"])
def test_notes_and_changes_are_told_to_nobody(world, kind):
    Memo.write(world.overdue, kind, "年底搬迁", by=world.rep)
    assert not Notice.select().exists()


def test_a_step_handed_on_is_told_to_whose_it_is_now(world):
    task = hand_on(world)
    assert told(world.manager) == [("handed_on", False)] and told(world.rep) == []
    assert Notice.get().about == task.reassignments.get().id


def test_whoever_takes_a_step_over_is_not_told(world):
    hand_on(world, by=world.manager)
    assert not Notice.select().exists()


def test_a_step_handed_on_again_is_news_to_the_last_alone(world):
    hand_on(world).reassign(world.rep, by=world.manager)
    assert told(world.manager) == [] and told(world.rep) == [("handed_on", False)]


def test_a_step_planned_for_a_colleague_is_told_to_them_and_one_of_ones_own_to_nobody(world):
    Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    Task.plan(world.helped, "回电话", today(), by=world.rep)
    assert told(world.service) == [("planned", False)] and Notice.select().count() == 1


def test_a_step_that_a_follow_up_led_to_is_told_too(world):
    steps = [
        {"action": "安排检测", "due_on": today(), "responsible": world.service},
        {"action": "回", "due_on": today()},
    ]
    FollowUp.record(world.helped, {"at": now(), "method": "电话", "content": CONTENT}, steps, by=world.rep)
    assert told(world.service) == [("planned", False)] and Notice.select().count() == 1


def test_a_planned_step_that_is_somebody_elses_by_now_is_no_news(world):
    task = Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    task.reassign(world.manager, by=world.rep)
    assert told(world.service) == [] and told(world.manager) == [("handed_on", False)]


def test_told_once_however_often_it_is_tried(world):
    for _ in range(3):
        Notice.tell([world.rep.id, world.rep.id], "instruction", world.overdue, 7, by=world.manager)
    assert told(world.rep) == [("instruction", False)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_are_told_of_has_ids_that_are_never_given_again(kind):
    """A notice names a row for good."""
    assert isinstance(KINDS[kind].said([1]).model.id, LastingIdField)


def test_two_who_tell_at_once_tell_once(fresh_database):
    world = World()

    def tell(_turn) -> None:
        with transaction():
            Notice.tell([world.rep.id, world.manager.id], "planned", world.overdue, 7)

    at_once(tell, range(8))
    assert told(world.rep) == told(world.manager) == [("planned", False)]


def test_not_told_are_who_did_it_closed_accounts_and_who_does_not_see_the_customer(world):
    """R-NOTIFY."""
    dismiss(world.service)
    strangers = (world.colleague, world.outsider, world.other_manager)
    everybody = (world.rep, world.manager, world.service, world.inspector, *strangers)
    Notice.tell([user.id for user in everybody], "planned", world.helped, 7, by=world.manager)
    assert {notice.user.name for notice in Notice.select()} == {world.rep.name, world.inspector.name}


def test_what_somebody_is_told_and_what_they_see_is_the_same(world):
    """`sees` of one customer, `scope` of all."""
    for user in User.select():
        seen = {customer.id for customer in Customer.visible_to(user)}
        assert seen == {customer.id for customer in Customer.select() if user.sees(customer)}


def test_it_is_read_once_and_by_nobody_else(world):
    instruct(world)
    for stranger in (world.manager, world.colleague, world.admin):
        with pytest.raises(NotAllowed):
            Notice.get().read(by=stranger)
    Notice.get().read(by=world.rep)
    first = Notice.get().read_at
    Notice.get().read(by=world.rep)
    assert Notice.get().read_at == first is not None


def test_reading_it_acknowledges_nothing(world):
    """R-MEMO: 已阅 is said of the instruction itself."""
    instruct(world)
    Notice.get().read(by=world.rep)
    assert not Acknowledgement.select().exists()


def test_an_instruction_acknowledged_is_a_notice_read(world):
    instruct(world, world.fresh)
    memo = instruct(world)
    for _ in range(2):
        memo.acknowledge(by=world.rep)
    assert told(world.rep) == [("instruction", False), ("instruction", True)]


def test_whoever_has_done_a_step_need_not_be_told_of_it(world):
    planned = Task.plan(world.interested, "回电话", today(), responsible=world.manager, by=world.rep)
    for task in (hand_on(world), planned):
        task.complete(by=world.manager)
    assert told(world.manager) == [("planned", True), ("handed_on", True)]


def test_a_step_that_somebody_else_did_is_news_still(world):
    hand_on(world).complete(by=world.rep)
    assert told(world.manager) == [("handed_on", False)]


def test_all_of_ones_own_are_read_at_once(world):
    instruct(world)
    instruct(world, world.fresh)
    hand_on(world)
    for _ in range(2):
        Notice.read_all(by=world.rep)
    assert told(world.rep) == [("instruction", True)] * 2 and told(world.manager) == [("handed_on", False)]


def test_what_is_taken_back_is_forgotten_read_or_not(world):
    memo, other = instruct(world), instruct(world, world.fresh)
    Notice.get(Notice.about == memo.id).read(by=world.rep)
    Notice.forget("instruction", memo.id)
    assert [notice.about for notice in Notice.select()] == [other.id]


def test_it_goes_with_its_customer(world):
    instruct(world)
    Customer.delete().where(Customer.id == world.overdue.id).execute()
    assert not Notice.select().exists()


def test_nothing_is_told_of_what_was_refused(world):
    with pytest.raises(NotAllowed):
        Task.plan(world.fresh, "寄样本", today(), responsible=world.manager, by=world.colleague)
    assert not Notice.select().exists()


# -- a handover taken back


def test_a_handover_is_taken_back_without_a_trace_at_its_receiver(world):
    """R-NEXT: a slip; the trail knows."""
    task = hand_on(world)
    task.reassignments.get().undo(by=world.rep)
    assert Task.get_by_id(task.id).responsible == world.rep
    assert not task.reassignments.exists() and not Notice.select().exists()
    assert AuditEvent.select().where(AuditEvent.action == "task.reassignment_undone").count() == 1


def test_also_by_somebody_who_helps_and_has_no_step_there_any_more(world):
    Collaboration.create(customer=world.overdue, user=world.colleague, invited_by=world.rep)
    helper = User.get_by_id(world.colleague.id)
    task = Task.plan(world.overdue, "寄样本", today(), by=helper)
    task.reassign(world.rep, by=helper).undo(by=helper)
    assert Task.get_by_id(task.id).responsible == helper


def test_only_whoever_handed_it_on_takes_it_back(world):
    handed = hand_on(world).reassignments.get()
    for person in (world.manager, world.colleague, world.inspector):
        with pytest.raises(NotAllowed):
            handed.undo(by=person)


@pytest.mark.parametrize("later", ["done", "handed on again", "taken back"])
def test_not_once_something_else_has_become_of_the_step(world, later):
    task = hand_on(world)
    handed = task.reassignments.get()
    {
        "done": lambda: task.complete(by=world.manager),
        "handed on again": lambda: task.reassign(world.rep, by=world.manager),
        "taken back": lambda: task.reassignments.get().undo(by=world.rep),
    }[later]()
    with pytest.raises(Stale):
        handed.undo(by=world.rep)


def test_a_handover_taken_back_by_two_at_once_is_taken_back_once(fresh_database):
    world = World()
    handed = hand_on(world).reassignments.get()

    def undo(_turn) -> bool:
        try:
            return type(handed).get_by_id(handed.id).undo(by=world.rep) is None
        except (Stale, type(handed).DoesNotExist):
            return False

    assert sum(at_once(undo, range(6))) == 1
    assert AuditEvent.select().where(AuditEvent.action == "task.reassignment_undone").count() == 1


# -- the kinds


def kinds_told(source: str) -> set[str]:
    """The kinds that a source tells of by name."""
    calls = {node: ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}
    places = {"Notice.tell": 1, "Notice.forget": 0}
    named = {ast.unparse(call.args[places[verb]]) for call, verb in calls.items() if verb in places}
    seen = {word.arg for call, verb in calls.items() if verb == "Notice.seen" for word in call.keywords} - {"by"}
    return seen | {name.strip("'").rpartition(".")[2].lower() for name in named}


def test_every_kind_that_is_told_is_known():
    told = set().union(*(kinds_told(path.read_text(encoding="utf-8")) for path in (ROOT / "webapp").rglob("*.py")))
    assert told == set(KINDS)


def test_a_slip_in_a_kinds_name_would_be_noticed():
    assert kinds_told('Notice.tell([1], "handed on", customer, 1)') == {"handed on"}
    assert kinds_told("Notice.seen(instructions=[1], by=by)") == {"instructions"}


def test_a_step_that_was_handed_on_and_is_voided_is_no_news_until_it_is_to_be_done_after_all(world):
    """R-NEXT: what is voided is not done, and nobody is told that it is."""
    task = hand_on(world)
    task.void("客户不要样品了", by=world.rep)
    assert told(world.manager) == []
    Task.get_by_id(task.id).reinstate(by=world.rep)
    assert told(world.manager) == [("handed_on", False)]


def test_a_withdrawn_record_takes_along_what_was_told_of_its_steps_whoever_has_them_now(world):
    """R-WITHDRAW."""
    step = {"action": "寄样品", "due_on": today()}
    values = {"at": now(), "method": "电话", "content": CONTENT}
    followup = FollowUp.record(world.overdue, values, [step], by=world.rep)
    Task.get(Task.followup == followup).reassign(world.manager, by=world.rep)
    followup.withdraw("写错了客户", by=world.rep)
    assert told(world.manager) == []


def test_whoever_gets_a_step_reads_why_and_taking_it_back_takes_back_the_day_too(world):
    """What is overdue is handed on by a day to come, as one act, and taken back as one."""
    task = world.overdue.tasks.get()
    was, tomorrow = task.due_on, today() + timedelta(days=1)
    handed = task.arrange(tomorrow, world.manager, "请周经理出面", by=world.rep)
    (row,) = Notices(world.manager).unread()
    assert row.text == f"{task.action}。请周经理出面" and row.due_on == tomorrow
    handed.undo(by=world.rep)
    task = Task.get_by_id(task.id)
    assert (task.due_on, task.responsible) == (was, world.rep) and not task.reschedulings.count()
    assert Customer.get_by_id(world.overdue.id).next_due_on == was


def test_a_day_that_was_changed_again_stays_when_the_handing_on_is_taken_back(world):
    task = world.overdue.tasks.get()
    handed = task.arrange(today() + timedelta(days=1), world.manager, by=world.rep)
    Task.get_by_id(task.id).reschedule(today() + timedelta(days=9), by=world.rep)
    handed.undo(by=world.rep)
    assert Task.get_by_id(task.id).due_on == today() + timedelta(days=9)


def test_words_that_were_corrected_meanwhile_are_not_acknowledged_by_an_older_page(world):
    """R-MEMO: 已阅 is of what was read."""
    memo = instruct(world)
    memo.correct("不要上门，先报价", by=world.manager)
    with pytest.raises(Stale):
        memo.acknowledge(version=1, by=world.rep)
    memo.acknowledge(version=2, by=world.rep)
    assert Acknowledgement.get().memo == memo
