"""What the library says was announced."""

from datetime import date

from webapp.holidays import SINCE, announced
from webapp.models import CalendarDay


def test_it_says_days_off_and_what_is_worked_instead_in_chinese():
    assert announced()[date(2026, 10, 1)] == (False, "国庆节")
    assert announced()[date(2026, 2, 14)] == (True, "春节")
    assert announced()[date(2024, 4, 4)].name == "清明节"
    names = {said.name for said in announced().values()}
    assert all(not name.isascii() and len(name) <= CalendarDay.name.max_length for name in names)


def test_it_begins_where_the_book_begins_and_what_is_not_announced_is_missing():
    assert min(announced()).year == SINCE
    assert date(2026, 5, 6) not in announced() and date(2100, 10, 1) not in announced()
