"""R-NO: numbers are generated, unique and never reused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.world import file_customer
from webapp.clock import today
from webapp.database import db, transaction
from webapp.models import Customer, NumberSequence
from webapp.models.sequence import next_customer_numbers, numbered
from webapp.models.settings import Settings

DAY = date(2024, 5, 1)


def next_customer_number(day: date) -> str:
    return next_customer_numbers(day, 1)[0]


def test_the_default_number_carries_the_day(world):
    assert [next_customer_number(DAY) for _ in range(2)] == ["C20240501001", "C20240501002"]


def test_each_day_starts_anew(world):
    next_customer_number(DAY)
    assert next_customer_number(date(2024, 5, 2)) == "C20240502001"


def test_numbers_grow_past_999(world):
    NumberSequence.create(scope="C20240501#", value=999)
    assert next_customer_number(DAY) == "C202405011000"


def test_the_other_pattern_restarts_each_year(world):
    Settings.write("number_pattern", "{PREFIX}{YYYY}{seq:3}", by=world.admin)
    Settings.write("number_prefix", "SZ", by=world.admin)
    found = [next_customer_number(day) for day in (DAY, date(2024, 6, 1), date(2025, 1, 1))]
    assert found == ["SZ2024001", "SZ2024002", "SZ2025001"]


def test_a_prefix_that_is_not_set_is_left_out(world):
    assert numbered("{PREFIX}{seq:4}", DAY) == "0001"


def test_an_imported_number_is_kept_and_stepped_over(world):
    next_free = int(Customer.unused_number().removeprefix(f"C{today():%Y%m%d}")) + 1
    taken = f"C{today():%Y%m%d}{next_free:03d}"
    Customer.update(number=taken).where(Customer.id == world.won.id).execute()
    assert (
        file_customer("下一个有限公司", "13912349001", by=world.rep).number == f"C{today():%Y%m%d}{next_free + 1:03d}"
    )


def test_many_are_given_at_once_and_nobody_else_gets_them(world):
    NumberSequence.create(scope="C20240501#", value=7)
    assert next_customer_numbers(DAY, 3) == ["C20240501008", "C20240501009", "C20240501010"]
    assert next_customer_number(DAY) == "C20240501011"


def test_of_many_those_that_are_taken_are_stepped_over(world):
    first, second, third = Customer.unused_numbers(3)
    day, start = first[:-3], int(third[-3:])
    Customer.update(number=f"{day}{start + 2:03}").where(Customer.id == world.won.id).execute()
    assert Customer.unused_numbers(3, but={f"{day}{start + 3:03}"}) == [
        f"{day}{start + place:03}" for place in (1, 4, 5)
    ]


def test_the_number_of_a_failed_filing_goes_to_the_next(world):
    with pytest.raises(ZeroDivisionError), transaction():
        next_customer_number(DAY)
        raise ZeroDivisionError
    assert next_customer_number(DAY) == "C20240501001"


def test_eight_at_once_never_share_a_number(fresh_database):
    def draw(_turn) -> str:
        with db.connection_context(), transaction():
            return next_customer_number(DAY)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(draw, range(80)))
    assert sorted(numbers) == [f"C20240501{n:03d}" for n in range(1, 81)]
