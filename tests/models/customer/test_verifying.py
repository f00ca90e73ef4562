"""R-VERIFY and R-CADENCE: a file is looked through again and again, the sooner the more the customer is worth."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.clock import from_local, local, midnight, today
from webapp.errors import NotAllowed
from webapp.models import AuditEvent, Customer, DimensionValue
from webapp.models.cadence import update_days_of
from webapp.models.customer.verifiable import file_due
from webapp.models.settings import Settings

USUAL = 90  # as it comes
DAYS = st.integers(1, 120)
AGO = st.integers(0, 260)
TIMES = st.times() | st.sampled_from([time.min, time.max, time(23, 59, 59, 999_600)])


def seen(
    customer: Customer, *, edited: datetime, verified: datetime | None = None, days: int | None = None
) -> Customer:
    """The customer as somebody left its file at these moments."""
    values = {"updated_at": edited, "verified_at": verified, "update_days": days}
    Customer.update(values).where(Customer.id == customer.id).execute()
    return Customer.get_by_id(customer.id)


def ago(days: int, at: time = time(12)) -> datetime:
    return from_local(datetime.combine(today() - timedelta(days=days), at))


def is_found_late(customer: Customer, usual: int = USUAL) -> bool:
    overtime = Customer.file_overtime(midnight(today()).astimezone(UTC).replace(tzinfo=None), usual)
    return Customer.select().where(Customer.id == customer.id, overtime > 0).exists()


@given(days=st.lists(st.none() | st.integers(0, 400)))
def test_the_strictest_of_its_values_holds(days):
    asked = [one for one in days if one]
    found = update_days_of(DimensionValue(update_days=one) for one in days)
    assert found == (min(asked) if asked else None)


@given(seen_on=st.dates(max_value=datetime(2100, 1, 1).date()), days=DAYS, more=DAYS)
def test_a_longer_cycle_is_never_due_sooner(seen_on, days, more):
    assert seen_on < file_due(seen_on, days) < file_due(seen_on, days + more)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edited=st.tuples(AGO, TIMES), verified=st.none() | st.tuples(AGO, TIMES), days=st.none() | DAYS)
def test_the_database_counts_the_days_as_the_calendar_does(world, edited, verified, days):
    """The later of the two counts, by days of the office: whatever the time of the day was."""
    customer = seen(world.fresh, edited=ago(*edited), verified=verified and ago(*verified), days=days)
    last = min(edited[0], verified[0] if verified else edited[0])
    assert customer.file_late_by() == max(0, last - (days or USUAL))
    assert is_found_late(customer) is (customer.file_late_by() > 0)


def test_a_move_brings_its_cycle_along_and_its_undo_takes_it_away(world):
    def kept() -> int | None:
        customer = Customer.get_by_id(world.fresh.id)
        assert customer.schedule_facts()["update_days"] == customer.update_days
        return customer.update_days

    assert kept() is None
    DimensionValue.update(update_days=45).where(DimensionValue.id == world.value("medium", "value").id).execute()
    world.fresh.move_to(world.value("medium", "value"), by=world.rep)
    assert kept() == 45
    move = world.fresh.move_to(world.value("core", "relationship"), by=world.rep)
    assert kept() == 30
    world.fresh.undo_move(move, by=world.rep)
    assert kept() == 45


def test_the_office_says_how_long_a_file_usually_lasts(world):
    customer = seen(world.fresh, edited=ago(50))
    assert customer.file_late_by() == 0
    Settings.write("file_update_days", 45, by=world.admin)
    assert customer.file_late_by() == 5


def test_verifying_again_begins_the_cycle_anew(world):
    customer = seen(world.fresh, edited=ago(300), verified=ago(100))
    assert customer.file_late_by() == 10
    customer.verify("电话核实", by=world.rep)
    customer.verify("电话核实", by=world.manager)
    again = Customer.get_by_id(customer.id)
    assert (again.file_late_by(), again.verified_by, local(again.verified_at).date()) == (0, world.manager, today())
    assert AuditEvent.select().where(AuditEvent.action == "customer.verified").count() == 2


def test_an_edit_begins_the_cycle_anew(world):
    customer = seen(world.fresh, edited=ago(300), verified=ago(299))
    customer.revise({"main_business": "精密轴承"}, by=world.rep)
    assert Customer.get_by_id(customer.id).file_late_by() == 0


def test_nobody_looks_after_the_file_of_a_lost_customer(world):
    assert seen(world.lost, edited=ago(500)).file_late_by() == 0


def test_whoever_only_helps_verifies_nothing(world):
    with pytest.raises(NotAllowed):
        world.helped.verify("电话核实", by=world.service)
