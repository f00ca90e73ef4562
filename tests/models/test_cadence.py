"""R-CADENCE, R-PROMISE: how often a customer is to be contacted, and which days are proposed for it."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.imports.lists import FOLLOWUPS, imported, imported_sample
from tests.test_workdays import AS_ANNOUNCED, BARE, DAYS
from tests.world import CONTENT, plan_for
from webapp.clock import local, now, today
from webapp.database import db
from webapp.errors import DomainError
from webapp.imports.customer_import import CustomerImport
from webapp.models import Classification, Customer, Dimension, DimensionValue, FollowUp, Move, Task, cadence
from webapp.models.cadence import cadence_of, contact_due, offers, proposed, spread

RHYTHMS = st.none() | st.integers(1, 400)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=[BARE, AS_ANNOUNCED], ids=["bare", "announced"])
def calendar(request, monkeypatch):
    monkeypatch.setattr(cadence, "calendar_in_force", lambda: request.param)
    return request.param


@pytest.fixture
def announced(monkeypatch):
    """2024 to 2026 as they were announced, nothing of other years."""
    monkeypatch.setattr(cadence, "calendar_in_force", lambda: AS_ANNOUNCED)


def value(days: int | None, outcome: str = "", role: str = "") -> DimensionValue:
    return DimensionValue(cadence_days=days, outcome=outcome, dimension=Dimension(role=role))


# -- the rhythm


@given(st.lists(RHYTHMS))
def test_the_strictest_of_what_applies(asked):
    found = cadence_of(map(value, asked))
    assert found in asked if any(asked) else found is None
    assert all(found <= days for days in asked if days)


@given(st.lists(RHYTHMS), RHYTHMS)
def test_nobody_is_asked_to_follow_up_a_lost_customer(asked, days):
    assert cadence_of([*map(value, asked), value(days, "lost", "stage")]) is None
    assert cadence_of([value(7), value(days, "lost", "")]) == min(7, days or 7)  # 流失 in another dimension says less


@given(DAYS, RHYTHMS, st.none() | DAYS)
def test_the_next_contact_is_due_after_the_rhythm_and_not_within_a_pause(since, days, paused_until):
    due_on = contact_due(since, days, paused_until)
    if days is None:
        assert due_on is None
        return
    by_rhythm = since + timedelta(days=days)
    assert due_on in (by_rhythm, paused_until) and due_on >= by_rhythm
    assert paused_until is None or due_on >= paused_until


# -- the days that are proposed


@SHARED
@given(DAYS, RHYTHMS)
@example(date(2024, 2, 28), 1)
@example(date(2025, 12, 31), 3)
def test_every_offered_day_is_to_come_and_stands_once(calendar, day, days):
    offered = offers(day, days)
    assert min(offer.day for offer in offered) == day + timedelta(days=1)
    assert set(Counter(offer.day for offer in offered).values()) == {1}
    assert set(Counter(offer.label for offer in offered).values()) == {1}


@SHARED
@given(DAYS, RHYTHMS)
def test_the_day_of_the_rhythm_stands_last_and_is_the_first_working_one_since(calendar, day, days):
    by_rhythm, earliest = offers(day, days)[-1], day + timedelta(days=days or cadence.USUAL_DAYS)
    assert by_rhythm.label == ("按节奏" if days else "一个月后")
    assert by_rhythm.day == proposed(day, days) and calendar.works(by_rhythm.day) and by_rhythm.day >= earliest
    between = (by_rhythm.day - earliest).days
    assert not any(calendar.works(earliest + timedelta(days=passed)) for passed in range(between))


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2024-02-28", 7, "明天 2024-02-29, 3 天后 2024-03-02, 下周一 2024-03-04, 按节奏 2024-03-06"),
        ("2026-02-28", 1, "明天 2026-03-01, 3 天后 2026-03-03, 按节奏 2026-03-02"),
        ("2025-12-30", 3, "明天 2025-12-31, 3 天后 2026-01-02, 下周一 2026-01-05, 按节奏 2026-01-04"),
        ("2026-05-10", None, "明天 2026-05-11, 3 天后 2026-05-13, 一个月后 2026-06-09"),
        ("2026-05-08", 30, "明天 2026-05-09, 3 天后 2026-05-11, 按节奏 2026-06-08"),
        ("2026-09-29", 2, "明天 2026-09-30, 3 天后 2026-10-02, 下周一 2026-10-05, 按节奏 2026-10-08"),
        ("2026-10-03", 7, "明天 2026-10-04, 3 天后 2026-10-06, 下周一 2026-10-05, 按节奏 2026-10-10"),
        ("2027-09-30", 1, "3 天后 2027-10-03, 下周一 2027-10-04, 按节奏 2027-10-01"),
    ],
    ids=["leap day", "no leap day", "year end", "Sunday", "Friday", "National Day", "make-up Saturday", "unannounced"],
)
def test_days_of_real_calendars(announced, day, days, expected):
    offered = offers(date.fromisoformat(day), days)
    said = [f"{offer.label} {offer.day}" for offer in offered]
    assert sorted(said) == sorted(expected.split(", ")) and said[-1] == expected.split(", ")[-1]


# -- many things over days


@SHARED
@given(st.integers(0, 60), DAYS, st.integers(1, 20))
def test_things_are_spread_over_working_days(calendar, count, first, per_day):
    days = spread(count, first, per_day)
    assert len(days) == count and days == sorted(days)
    assert all(calendar.works(day) and day >= first for day in days)
    *full, _ = Counter(days).values() or [0]
    assert set(full) <= {per_day}
    used = sorted(set(days))
    assert [calendar.after(day, 1) for day in used[:-1]] == used[1:] and used[:1] == [calendar.next_working(first)][
        :count
    ]


# -- what is stored of a customer


def by_hand(customer: Customer) -> tuple:
    """Rhythm and day as the rows say, one after the other."""
    held = Classification.select().where(Classification.customer == customer)
    days = cadence_of(place.value for place in held)
    said = [followup.at for followup in customer.followups]
    steps = sorted((task.due_on, task.id, task.is_pause) for task in customer.tasks if task.is_open)
    paused_until = steps[0][0] if steps and steps[0][2] else None
    return days, contact_due(local(max(said, default=customer.created_at)).date(), days, paused_until)


def assert_agrees(customer: Customer) -> None:
    stored = Customer.get_by_id(customer.id)
    assert (stored.cadence_days, stored.contact_due_on) == by_hand(stored)
    assert {name: getattr(stored, name) for name in stored.schedule_facts()} == stored.schedule_facts()


def record(customer, by, ago: int = 0, steps=()) -> FollowUp:
    said = {"at": now() - timedelta(days=ago), "method": "电话", "content": CONTENT}
    return FollowUp.record(customer, said, steps, by=by)


def correct(customer, world) -> None:
    for followup in customer.followups.limit(1):
        followup.correct({"at": now() - timedelta(days=20)}, by=world.rep)


def withdraw(customer, world) -> None:
    for followup in customer.followups.order_by(FollowUp.id.desc()).limit(1):
        followup.withdraw("记错了客户", by=world.rep)


def complete(customer, world) -> None:
    for task in customer.tasks.where(Task.is_open).limit(1):
        task.complete(by=world.rep)


def reopen(customer, world) -> None:
    for task in customer.tasks.where(~Task.is_open).limit(1):
        task.reopen(by=world.rep)


def undo(customer, world) -> None:
    for move in customer.moves.order_by(Move.id.desc()).limit(1):
        customer.undo_move(move, by=world.rep)


def move(slug: str, dimension: str = "stage"):
    return lambda customer, world: customer.move_to(world.value(slug, dimension), by=world.rep, reason="客户停产")


ACTS = {
    "record": lambda customer, world: record(customer, world.rep),
    "record of before": lambda customer, world: record(customer, world.rep, 9),
    "record with a step": lambda customer, world: record(
        customer, world.rep, steps=[{"action": "寄样品", "due_on": today() + timedelta(days=3)}]
    ),
    "correct": correct,
    "withdraw": withdraw,
    "plan": lambda customer, world: plan_for(customer, "寄样品", today() - timedelta(days=2), by=world.rep),
    "pause": lambda customer, world: Task.pause(customer, "项目停工", today() + timedelta(days=60), by=world.rep),
    "complete": complete,
    "reopen": reopen,
    "lose": move("lost"),
    "win": move("deal"),
    "grade": move("a", "grade"),
    "grade otherwise": move("c", "grade"),
    "undo": undo,
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=7))
@example(["lose", "undo"])
@example(["record", "pause", "lose", "win", "reopen"])
@example(["pause", "plan", "reopen"])
@example(["pause", "record with a step", "withdraw"])
def test_what_is_stored_is_what_the_rows_say(world, acts):
    """Whatever is done, in whatever order; what the rules refuse changes nothing."""
    with db.atomic() as transaction:
        for act in acts:
            customer = Customer.get_by_id(world.fresh.id)
            with suppress(DomainError), db.atomic():
                ACTS[act](customer, world)
            assert_agrees(customer)
            open_ = [task.is_pause for task in customer.tasks.where(Task.is_open)]
            assert open_ == [True] or not any(open_)  # 无需再跟进 stands alone
        transaction.rollback()


def test_who_is_lost_has_no_rhythm_and_who_comes_back_has(world):
    customer = world.interested
    assert_agrees(customer)
    customer.move_to(world.value("lost"), by=world.rep, reason="客户停产")
    assert Customer.get_by_id(customer.id).contact_due_on is None
    assert_agrees(customer)
    customer.undo_move(customer.moves.order_by(Move.id.desc()).get(), by=world.rep)
    assert Customer.get_by_id(customer.id).cadence_days == 7
    assert_agrees(customer)


def test_a_pause_puts_off_what_the_rhythm_asks_for(world):
    until = today() + timedelta(days=60)
    Task.pause(world.no_next, "项目停工", until, by=world.rep)
    assert Customer.get_by_id(world.no_next.id).contact_due_on == until
    Task.plan(world.no_next, "复工后报价", today() + timedelta(days=2), by=world.rep)
    assert Customer.get_by_id(world.no_next.id).contact_due_on == today() + timedelta(days=3)  # 4 days ago, and 7


def test_imported_customers_have_their_rhythm_new_or_known(world):
    """In bulk, by an update, and after both are undone."""
    first = imported_sample(FOLLOWUPS, world)
    for customer in Customer.select():
        assert_agrees(customer)
    update = imported(f"客户名称,需求等级,客户价值\n{world.won.name},A类,高价值", world)
    assert Customer.get_by_id(world.won.id).cadence_days == 7
    assert_agrees(world.won)
    for batch in (update, first):
        CustomerImport(batch).undo(by=world.manager)
    assert Customer.get_by_id(world.won.id).cadence_days == 30
    for customer in Customer.select():
        assert_agrees(customer)
