"""Birthdays, as people write them (R-CARE)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.errors import DomainError
from webapp.text import birthdays


@pytest.mark.parametrize(
    ("written", "kept", "key"),
    [
        ("3-15", "03-15", "s0315"),
        ("3月15日", "03-15", "s0315"),
        ("三月十五", "03-15", "s0315"),
        ("1985-3-15", "1985-03-15", "s0315"),
        ("1985年3月15号", "1985-03-15", "s0315"),
        ("19850315", "1985-03-15", "s0315"),
        ("2-29", "02-29", "s0229"),
        ("农历八月十五", "农历08-15", "l0815"),
        ("农历 1962 年 8 月 15 日", "农历1962-08-15", "l0815"),
        ("阴历腊月廿三", "农历12-23", "l1223"),
        ("农历正月初一", "农历01-01", "l0101"),
        ("农历冬月三十", "农历11-30", "l1130"),
        ("农历闰六月初八", "农历闰06-08", "x0608"),
        ("", "", ""),
    ],
)
def test_one_is_kept_in_one_spelling(written, kept, key):
    assert birthdays.spelled(written) == kept and birthdays.key(kept) == key
    assert birthdays.spelled(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "属虎",
        "13-01",
        "2-30",
        "1985-2-29",
        "0-0",
        "农历13月1日",
        "农历8月31",
        "1850-1-1",
        "2999-01-01",
        "闰6-8",
        "四十五-1",
        "初初-1",
        "十初-1",
        "农历初初月初一",
    ],
)
def test_what_is_none_is_refused(written):
    with pytest.raises(DomainError):
        birthdays.spelled(written)


@given(st.text(max_size=30) | st.text("初十廿卅正冬腊〇零一二三九月日号年农历闰-./0129 ", max_size=12))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        kept = birthdays.spelled(text)
    except DomainError:
        return
    assert birthdays.spelled(kept) == kept and bool(birthdays.key(kept)) == bool(kept)


def test_a_year_may_be_left_out():
    assert birthdays.without_year("农历1962-08-15") == "农历08-15"
    assert birthdays.without_year("1985-03-15") == "03-15" and birthdays.without_year("03-15") == "03-15"
