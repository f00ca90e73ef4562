from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.imports.cells.dates import parse_date, promised_day

TENTH = date(2024, 5, 10)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-10",
        "2024/5/10",
        "2024.5.10",
        "2024年5月10日",
        "2024 年 5 月 10 日",
        "20240510",
        "45422",
        "２０２４－０５－１０",
        "2024-05-10 星期五",
    ],
)
def test_every_way_of_writing_a_day_is_read(text):
    """R-IMPORT."""
    assert parse_date(text).value == TENTH


@pytest.mark.parametrize(
    "text",
    ["2024-05-10 14:30", "2024/5/10 14:30:59", "2024年5月10日 下午2点30分", "2024-05-10T14:30", "45422.6041666667"],
)
def test_a_time_of_day_is_kept(text):
    assert parse_date(text).value == datetime(2024, 5, 10, 14, 30)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2023-11-", "日期不完整"),
        ("2023-11", "日期不完整"),
        ("2023年11月", "日期不完整"),
        ("5月10日", "没有写年份"),
        ("2024-02-30", "没有这一天"),
        ("上周", "不是日期"),
        ("0024-05-10", "没有这一天"),
    ],
)
def test_half_a_date_is_no_date(text, problem):
    assert parse_date(text).value is None
    assert parse_date(text).problem == problem


def test_an_empty_cell_is_no_problem():
    assert parse_date(" ").problem == ""


@given(
    st.dates(min_value=date(1991, 1, 1), max_value=date(2090, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_any_day_survives_writing_and_reading(day, pattern):
    assert parse_date(day.strftime(pattern)).value == day


@given(st.text(alphabet="0123456789-/.年月日 :上下午点", max_size=20))
def test_no_text_makes_it_fail(text):
    assert parse_date(text).problem is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5月15日前寄送检测报告", date(2024, 5, 15)),
        ("下次6月底前回访", date(2024, 6, 30)),
        ("2025年1月3日签约", date(2025, 1, 3)),
        ("4月30日已约好", date(2024, 4, 30)),
        ("13月1日", None),
        ("保持月度联系", None),
    ],
)
def test_a_promise_takes_the_year_of_its_followup(text, day):
    assert promised_day(text, date(2024, 5, 9)) == day


def test_a_january_promised_in_december_is_next_years():
    assert promised_day("1月5日前回访", date(2024, 12, 20)) == date(2025, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "跟进12月3000吨订单",
        "3月5%返利",
        "10月1期工程",
        "6月20吨",
        "6月 20 吨",
        "8月15箱",
        "2月3.5万",
        "5月10kg",
        "1.5月10个",
    ],
)
def test_a_quantity_is_no_day(text):
    assert promised_day(text, date(2024, 5, 9)) is None


@pytest.mark.parametrize("text", ["5月10日3000吨到货", "5月10前寄样", "5月10号", "5 月 10 日", "5月10，寄20吨"])
def test_a_day_beside_a_quantity_is_one(text):
    assert promised_day(text, date(2024, 5, 9)) == TENTH


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:30 AM", 0),
        ("上午12:30", 0),
        ("12:30 PM", 12),
        ("下午12:30", 12),
        ("12:30", 12),
        ("上午8:30", 8),
        ("1:30pm", 13),
    ],
)
def test_half_past_twelve_is_noon_only_where_it_says_so(text, hour):
    assert parse_date(f"2024-05-10 {text}").value == datetime(2024, 5, 10, hour, 30)
