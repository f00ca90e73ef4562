"""R-NO: what a number may be made after, and what becomes of it."""

from datetime import date

import pytest

from webapp.text.numbering import fault_of_pattern, fault_of_prefix, number, scope

DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("pattern", "made", "counted"),
    [
        ("C{YYYYMMDD}{seq:3}", "C20240501007", "C20240501#"),
        ("{PREFIX}{YYYY}{seq:3}", "SZ2024007", "SZ2024#"),
        ("{PREFIX}-{YYYYMM}.{seq:4}", "SZ-202405.0007", "SZ-202405.#"),
        ("{seq:1}", "7", "#"),
    ],
)
def test_a_number_is_made_of_its_day_its_prefix_and_its_place(pattern, made, counted):
    assert (number(pattern, DAY, "SZ", 7), scope(pattern, DAY, "SZ")) == (made, counted)
    assert not fault_of_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "流水号"),
        ("C{YYYYMMDD}", "流水号"),
        ("{seq:3}{seq:3}", "只能有一处"),
        ("{YY}{seq:3}", "大括号里只认得"),
        ("{seq}", "大括号里只认得"),
        ("{seq:0}", "大括号里只认得"),
        ("{seq:12}", "大括号里只认得"),
        ("{prefix}{seq:3}", "大括号里只认得"),
        ("C{YYYY}}{seq:3}", "大括号里只认得"),
        ("苏{seq:3}", "英文字母"),
        ("C/{seq:3}", "英文字母"),
        ("C {seq:3}", "英文字母"),
        ("-{seq:3}", "英文字母"),
        ("C{YYYYMMDD}{YYYYMMDD}{seq:4}", "最多 20 个字"),
    ],
)
def test_a_pattern_that_numbers_cannot_be_made_after_is_refused(pattern, why):
    assert why in fault_of_pattern(pattern)


@pytest.mark.parametrize("prefix", ["", "GJ", "SZ-1", "3.a"])
def test_a_prefix_is_of_letters_and_digits(prefix):
    assert not fault_of_prefix(prefix)


@pytest.mark.parametrize("prefix", ["苏州", "a/b", "a b", "-a", "a\n", "{YYYY}"])
def test_another_prefix_is_refused(prefix):
    assert fault_of_prefix(prefix)
