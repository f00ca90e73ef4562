"""R-MOVE-SAFE with many hands at once: nothing lost, nothing doubled, nothing silently overwritten."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.world import CONTENT, World, file_customer, plan_for
from webapp.clock import now, today
from webapp.database import db, is_sqlite, transaction
from webapp.errors import DomainError, Stale
from webapp.models import (
    AuditEvent,
    Classification,
    Completion,
    Contact,
    Customer,
    DimensionValue,
    FollowUp,
    Memo,
    Move,
    Project,
    Task,
    Withdrawal,
)
from webapp.models.classification import StaleMove
from webapp.models.customer.fileable import DuplicatesFound

THREADS, MOVES, CARDS = 40, 25, 20


def at_once(work, turns) -> list:
    """Run `work(turn)` in as many threads as there are turns, each on its own connection."""

    def connected(turn):
        with db.connection_context():
            return work(turn)

    turns = list(turns)
    with ThreadPoolExecutor(len(turns)) as pool:
        return list(pool.map(connected, turns))


def move_about(numbers: list[int], columns: list[DimensionValue], by, seed: int) -> Counter:
    """Move random cards, each as it was last seen; count what came of it."""
    chance, outcome = random.Random(seed), Counter()
    for _ in range(MOVES):
        card = Classification.get(
            Classification.customer == chance.choice(numbers), Classification.dimension == columns[0].dimension
        )
        target = chance.choice([value for value in columns if value.id != card.value_id])
        try:
            card.customer.move_to(target, version=card.version, reason="看板整理", origin="drag", by=by)
            outcome["moved"] += 1
        except StaleMove:
            outcome["stale"] += 1
    return outcome


def test_forty_people_move_twenty_cards(fresh_database):
    world = World()
    cards = [file_customer(f"并发{n}号贸易有限公司", f"139123480{n:02d}", by=world.rep).id for n in range(CARDS)]
    columns = list(world.value("potential").dimension.values)
    filed = Move.select().count()
    outcomes = at_once(lambda seed: move_about(cards, columns, world.manager, seed), range(THREADS))
    outcome = sum(outcomes, Counter())
    assert outcome.total() == THREADS * MOVES
    assert Move.select().count() - filed == outcome["moved"] > 0
    for card in cards:
        assert_one_unbroken_line(card)
    assert AuditEvent.verify() is None


def assert_one_unbroken_line(customer: int) -> None:
    """The card stands once, where its last move put it, and each move starts where the one before ended."""
    (card,) = Classification.select().where(Classification.customer == customer)
    moves = list(Move.select().where(Move.customer == customer).order_by(Move.id))
    assert [move.from_value_id for move in moves] == [None, *(move.to_value_id for move in moves[:-1])]
    assert (card.value_id, card.version) == (moves[-1].to_value_id, len(moves))


def test_two_first_values_at_once_one_wins(fresh_database):
    world = World()
    grades = [world.value(slug, "grade") for slug in "abcabcab"]

    def grade(value) -> bool:
        try:
            return bool(Customer.get_by_id(world.fresh.id).move_to(value, version=0, by=world.rep))
        except StaleMove:
            return False

    assert sum(at_once(grade, grades)) == 1
    assert world.fresh.moves.where(Move.dimension == grades[0].dimension).count() == 1


def test_an_undo_by_two_happens_once(fresh_database):
    world = World()
    move = world.fresh.move_to(world.value("intent"), by=world.rep)

    def undo(_turn) -> bool:
        try:
            return bool(Customer.get_by_id(world.fresh.id).undo_move(move, by=world.rep))
        except StaleMove:
            return False

    assert sum(at_once(undo, range(8))) == 1
    assert world.fresh.value_label("stage") == "潜在客户"


def test_follow_ups_at_once_are_all_counted(fresh_database):
    world = World()

    def record(turn) -> None:
        values = {"at": now() - timedelta(hours=turn), "method": "电话", "content": CONTENT}
        step = {"action": "寄送样本", "due_on": today() + timedelta(days=turn)}
        FollowUp.record(Customer.get_by_id(world.fresh.id), values, [step], by=world.rep)

    at_once(record, range(16))
    customer = Customer.get_by_id(world.fresh.id)
    assert (customer.followup_count, customer.next_due_on) == (16, today())
    assert customer.schedule_facts()["followup_count"] == 16


def test_moves_and_follow_ups_at_once_leave_the_right_urgency(fresh_database):
    world = World()

    def act(turn) -> None:
        customer = Customer.get_by_id(world.overdue.id)
        if turn % 2:
            plan_for(customer, "寄送样本", today() - timedelta(days=turn), by=world.rep)
            return
        with suppress(StaleMove):
            customer.move_to(world.value("abc"[turn % 3], "grade"), by=world.rep)

    at_once(act, range(12))
    customer = Customer.get_by_id(world.overdue.id)
    assert {card.urgency for card in customer.classifications} == {customer.urgency()}


def test_a_step_ticked_off_by_many_is_done_once(fresh_database):
    world = World()
    step = world.overdue.tasks.get()
    at_once(lambda _turn: Task.get_by_id(step.id).complete(by=world.rep), range(8))
    assert Completion.select().where(Completion.task == step).count() == 1
    assert AuditEvent.select().where(AuditEvent.action == "task.completed").count() == 1


def test_every_verb_on_one_customer_waits_in_one_order(fresh_database):
    world = World()
    contact = world.fresh.contacts.get()
    said = {"at": now(), "method": "电话", "content": CONTENT}
    planned = Task.plan(world.fresh, "寄送样本", today(), by=world.rep)
    followup = FollowUp.record(world.fresh, said, by=world.rep)

    def act(turn) -> None:
        customer, mine = Customer.get_by_id(world.fresh.id), Contact.get_by_id(contact.id)
        step = Task.get_by_id(planned.id)

        def acts(number: str) -> list:
            person = {"name": "新人", "phone": f"13512{number}", "is_primary": True}
            return [
                lambda: Contact.add(customer, person, by=world.rep),
                lambda: mine.revise({"is_primary": True, "department": number}, by=world.rep),
                lambda: Project.of(customer).revise({"status": number}, by=world.rep),
                lambda: Memo.write(customer, "note", "年底搬迁", by=world.rep),
                lambda: customer.revise({"remarks": number}, by=world.rep),
                lambda: customer.verify("电话核实", by=world.rep),
                lambda: step.complete(by=world.rep),
                lambda: step.reopen(by=world.rep),
                lambda: step.void("不用做了", by=world.rep),
                lambda: step.reinstate(by=world.rep),
                lambda: FollowUp.record(customer, said, by=world.rep).withdraw("记错了客户", by=world.rep),
                lambda: step.reschedule(today() + timedelta(days=int(number) % 90), by=world.rep),
                lambda: step.reassign(world.manager if int(number) % 2 else world.rep, by=world.manager),
                lambda: FollowUp.record(customer, said, by=world.rep),
                lambda: FollowUp.get_by_id(followup.id).correct({"topic": number}, by=world.rep),
            ]

        for round_ in range(3):
            kinds = acts(f"{turn:02}{round_:04}")
            with suppress(DomainError):  # of what somebody corrected, or of a step that somebody did, a moment ago
                kinds[turn % len(kinds)]()

    at_once(act, range(30))
    assert world.fresh.contacts.where(Contact.is_primary).count() == 1
    assert Project.select().where(Project.customer == world.fresh).count() == 1
    step = Task.get_by_id(planned.id)
    assert step.completions.count() + step.voidings.count() == (not step.is_open)
    assert AuditEvent.verify() is None


def test_two_first_saves_of_a_project_make_one(fresh_database):
    world = World()
    base = {"name": "", "status": ""}

    def save(turn) -> None:
        values = {**base, ("name", "status")[turn % 2]: "新厂区"}
        Project.of(Customer.get_by_id(world.fresh.id)).revise(values, base=base, by=world.rep)

    at_once(save, range(8))
    project = Project.get(Project.customer == world.fresh)
    assert (project.name, project.status) == ("新厂区", "新厂区")


def test_one_company_filed_by_three_at_once_is_filed_once(fresh_database):
    world = World()
    people = [world.rep, world.colleague, world.outsider]

    def file(turn) -> str:
        try:
            return file_customer("同时建档有限公司", f"1351234000{turn}", by=people[turn]).number
        except DuplicatesFound as found:
            return ",".join(duplicate.name for duplicate in found.duplicates)

    outcome = sorted(at_once(file, range(3)))
    filed = Customer.get(Customer.name == "同时建档有限公司")
    assert outcome == sorted([filed.number, filed.name, filed.name])
    following = file_customer("下一家有限公司", "13512340009", by=world.rep)
    assert int(following.number[1:]) == int(filed.number[1:]) + 1


class Desk:
    """A customer with everything on it, and what the person there is about to do."""

    def __init__(self, world: World):
        self.by, self.manager, self.customer = world.rep, world.manager, world.fresh
        self.said = {"at": now(), "method": "电话", "content": CONTENT}
        self.step = Task.plan(self.customer, "寄送样本", today(), by=self.by)
        self.done = Task.plan(self.customer, "送检测报告", today(), by=self.by)
        self.done.complete(by=self.by)
        self.handed = Task.plan(self.customer, "回访", today(), by=self.by).reassign(self.manager, by=self.by)
        self.followup = FollowUp.record(self.customer, self.said, by=self.by)
        self.instruction = Memo.write(self.customer, "instruction", "本周内上门", by=self.manager)
        self.move = self.customer.move_to(world.value("intent"), by=self.by)
        self.contact, self.deal = self.customer.contacts.get(), world.value("deal")
        self.contact.customer = self.customer  # loaded with it, as a page does


VERBS = {
    "plan": lambda at: Task.plan(at.customer, "回电话", today(), by=at.by),
    "complete": lambda at: at.step.complete(by=at.by),
    "reopen": lambda at: at.done.reopen(by=at.by),
    "reschedule": lambda at: at.step.reschedule(today() + timedelta(days=3), by=at.by),
    "reassign": lambda at: at.step.reassign(at.manager, by=at.by),
    "undo a reassignment": lambda at: at.handed.undo(by=at.by),
    "record": lambda at: FollowUp.record(at.customer, at.said, [{"action": "回电", "due_on": today()}], by=at.by),
    "correct": lambda at: at.followup.correct({"topic": "交期"}, by=at.by),
    "withdraw": lambda at: at.followup.withdraw("记错了客户", by=at.by),
    "withdraw a contact": lambda at: at.contact.withdraw("不是他们的人", by=at.by),
    "void": lambda at: at.step.void("不用做了", by=at.by),
    "correct a memo": lambda at: at.instruction.correct("本月内上门", by=at.manager),
    "write": lambda at: Memo.write(at.customer, "note", "年底搬迁", by=at.by),
    "acknowledge": lambda at: at.instruction.acknowledge(by=at.by),
    "add": lambda at: Contact.add(at.customer, {"name": "新人", "phone": "13512340001"}, by=at.by),
    "revise a contact": lambda at: at.contact.revise({"department": "采购部"}, by=at.by),
    "revise the project": lambda at: Project.of(at.customer).revise({"status": "施工中"}, by=at.by),
    "revise": lambda at: at.customer.revise({"remarks": "周五不接电话"}, by=at.by),
    "verify": lambda at: at.customer.verify("电话核实", by=at.by),
    "move": lambda at: at.customer.move_to(at.deal, by=at.by),
    "undo a move": lambda at: at.customer.undo_move(at.move, by=at.by),
    "pin": lambda at: at.customer.pin(at.deal.dimension, True, by=at.by),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_writes_nothing_before_it_holds_the_customer(fresh_database, verb):
    """Somebody takes the customer away (an import's undo): whoever comes then waits, with nothing in hand, and is told.

    With a row written first the two would wait for each other, and the database would throw one of them out.
    """
    desk = Desk(World())
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            held = Customer.select().where(Customer.id == desk.customer.id)
            (held if is_sqlite() else held.for_update("FOR UPDATE")).execute()
            acting = pool.submit(at_once, lambda _turn: VERBS[verb](desk), range(1))
            until(lambda: is_sqlite() or acting.done() or somebody_waits())
            Customer.delete().where(Customer.id == desk.customer.id).execute()
        with pytest.raises(Stale):
            acting.result()
    assert AuditEvent.verify() is None


def until(holds) -> None:
    for _ in range(1_000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("nobody came to wait")


def somebody_waits() -> bool:
    return bool(db.execute_sql("SELECT COUNT(*) FROM pg_locks WHERE NOT granted").fetchone()[0])


def test_a_file_is_taken_back_or_worked_on_and_never_both(fresh_database):
    """R-WITHDRAW: whoever comes second is told."""
    world = World()

    def either(turn: int) -> bool:
        customer = cards[turn]  # each has a card of their own open before anybody does anything
        try:
            if turn % 2:
                customer.withdraw("录错了", by=world.rep)
            else:
                FollowUp.record(customer, {"at": now(), "method": "电话", "content": CONTENT}, by=world.rep)
        except DomainError:
            return False
        return True

    files = [file_customer(f"录错{name}有限公司", f"1391234810{name}", by=world.rep) for name in range(4)]
    cards = [Customer.get_by_id(files[turn // 2].id) for turn in range(8)]
    done = at_once(either, range(8))
    for place, filed in enumerate(files):
        recorded, withdrawn = done[place * 2 : place * 2 + 2]
        assert recorded is not withdrawn
        assert Customer.select().where(Customer.id == filed.id).exists() is recorded
        assert FollowUp.select().where(FollowUp.customer == filed.id).count() == recorded
    assert AuditEvent.verify() is None


def test_two_who_withdraw_at_once_withdraw_once(fresh_database):
    """R-WITHDRAW."""
    world = World()
    memo = Memo.write(world.fresh, "note", "送货走东门", by=world.rep)

    def withdraw(_turn) -> bool:
        with suppress(DomainError):
            return bool(memo.withdraw("写错了", by=world.rep))
        return False

    assert sorted(at_once(withdraw, range(4))) == [False, False, False, True]
    assert Withdrawal.select().count() == 1
