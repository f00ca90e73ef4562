"""Amounts, as people type them and as they are shown (R-AMOUNT)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.errors import DomainError
from webapp.text import money


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12400", 1_240_000),
        ("12,400.50", 1_240_050),
        ("１２，４００．５", 1_240_050),
        ("￥12,400 元", 1_240_000),
        ("12.4万", 12_400_000),
        ("1.2 亿元", 12_000_000_000),
        ("0", 0),
        ("-50", -5_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, fen):
    assert money.fen(typed) == fen


@pytest.mark.parametrize("typed", ["", "十二万", "1,24", "12..4", "1e9", "12 块", "9" * 31, "12.345", "nan", "0x10"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(DomainError):
        money.fen(typed)


@given(st.integers(0, money.MOST))
def test_what_is_shown_is_read_again(fen):
    assert money.fen(money.shown(fen)) == money.fen(money.yuan(fen)) == fen


def test_nothing_is_shown_as_nothing():
    assert money.shown(None) == money.yuan(None) == ""
