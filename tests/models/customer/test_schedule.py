"""R-ORDERING and R-PROMISE: what lists and boards sort by follows from the acts themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import Classification, Customer, FollowUp, Task
from webapp.models.customer.schedulable import urgency_key

DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
GRADES = st.none() | st.integers(0, 2)
MOMENTS = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def column(world, slug: str) -> list[str]:
    query = Customer.select(Customer.name).join(Classification).where(Classification.value == world.value(slug))
    return [customer.name for customer in query.order_by(Classification.urgency, Customer.id)]


def test_a_column_starts_with_what_is_overdue_then_due_soonest(world):
    assert column(world, "intent") == ["逾期三天有限公司", "今天到期有限公司", "意向待跟进有限公司"]


def test_a_pinned_card_comes_first_and_goes_back(world):
    stage = world.value("intent").dimension
    world.interested.pin(stage, True, by=world.rep)
    assert column(world, "intent")[0] == world.interested.name
    world.interested.pin(stage, False, by=world.rep)
    assert column(world, "intent")[-1] == world.interested.name


def test_a_pin_survives_a_follow_up_and_a_move(world):
    world.interested.pin(world.value("intent").dimension, True, by=world.rep)
    FollowUp.record(world.interested, {"at": now(), "method": "电话", "content": CONTENT}, by=world.rep)
    world.overdue.move_to(world.value("a", "grade"), by=world.rep)
    assert column(world, "intent")[0] == world.interested.name


def test_on_the_same_day_the_better_grade_comes_first(world):
    for customer in (world.interested, world.overdue, world.due_today):
        customer.tasks.get().reschedule(today(), by=world.rep) if customer.next_due_on != today() else None
    world.due_today.move_to(world.value("a", "grade"), by=world.rep)
    world.interested.move_to(world.value("b", "grade"), by=world.rep)
    assert column(world, "intent") == ["今天到期有限公司", "意向待跟进有限公司", "逾期三天有限公司"]


def test_undoing_a_grade_takes_its_urgency_back(world):
    before = column(world, "intent"), world.overdue.urgency()
    move = world.overdue.move_to(world.value("a", "grade"), by=world.rep)
    world.overdue.undo_move(move, by=world.rep)
    assert (column(world, "intent"), world.overdue.urgency()) == before
    assert world.overdue.classifications.where(Classification.urgency != world.overdue.urgency()).count() == 0


def test_the_next_day_is_that_of_the_earliest_open_step(world):
    late = Task.plan(world.fresh, "签合同", today() + timedelta(9), by=world.rep)
    early = Task.plan(world.fresh, "寄样本", today() + timedelta(2), by=world.rep)
    assert (again(world.fresh).next_due_on, again(world.fresh).next_step) == (early.due_on, "寄样本")
    early.complete(by=world.rep)
    assert (again(world.fresh).next_due_on, again(world.fresh).next_step) == (late.due_on, "签合同")
    late.complete(by=world.rep)
    assert (again(world.fresh).next_due_on, again(world.fresh).next_step) == (None, "")


def test_a_step_without_a_day_comes_after_the_dated_ones(world):
    Task.enter(world.fresh, "导入的一步", None, by=world.rep)
    Task.plan(world.fresh, "寄样本", today(), by=world.rep)
    assert again(world.fresh).next_step == "寄样本"


def test_the_last_contact_is_the_latest_not_the_last_recorded(world):
    for days in (1, 6):
        FollowUp.record(
            world.fresh, {"at": now() - timedelta(days), "method": "电话", "content": CONTENT}, by=world.rep
        )
    customer = again(world.fresh)
    assert customer.followup_count == 2 and (now() - customer.last_followup_at).days == 1


def test_what_is_stored_agrees_with_the_rows(world):
    for customer in Customer.select():
        facts = customer.schedule_facts()
        assert {field: getattr(customer, field) for field in facts} == facts
        assert {row.urgency for row in customer.classifications} == {customer.urgency()}


def again(customer) -> Customer:
    return Customer.get_by_id(customer.id)


@given(st.lists(st.tuples(DAYS, GRADES, MOMENTS), min_size=2, max_size=2))
def test_the_key_orders_by_day_then_grade_then_silence(two):
    def rank(due, grade, last):
        return (due or date.max, 9 if grade is None else grade, last.date() if last else date.min)

    one, other = two
    if rank(*one) == rank(*other):
        assert urgency_key(*one) == urgency_key(*other)
    else:
        assert (urgency_key(*one) < urgency_key(*other)) == (rank(*one) < rank(*other))


@pytest.mark.parametrize(
    ("sooner", "later"),
    [
        ((date(2024, 1, 1), 2, None), (date(2024, 1, 2), 0, None)),
        ((None, 0, None), (None, 1, None)),
        ((None, None, None), (None, None, datetime(2024, 1, 1, tzinfo=UTC))),
    ],
)
def test_some_keys_by_example(sooner, later):
    assert urgency_key(*sooner) < urgency_key(*later)
