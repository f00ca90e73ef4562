from datetime import date

import pytest

from webapp.imports.cells.methods import Method, parse_method
from webapp.imports.cells.steps import Step, split_steps
from webapp.imports.cells.tags import split_status, split_tags

SAID_ON = date(2024, 5, 9)


@pytest.mark.parametrize("text", ["高价值-流失客户(预警)", "高价值 - 流失客户（预警）", "高价值、流失客户【预警】"])
def test_tags_are_split_and_brackets_become_notes(text):
    """R-TAGS."""
    tags = split_tags(text)
    assert tags.words == ["高价值", "流失客户"]
    assert tags.notes == ["预警"]


def test_a_status_carries_a_short_note():
    assert split_status("活跃-意向续约") == ("活跃", "意向续约")
    assert split_status("沉睡(3个月无互动)") == ("沉睡", "3个月无互动")
    assert split_status("") == ("", "")


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("电话-企业微信", Method("电话", "企业微信")),
        ("面谈", Method("面谈")),
        ("上门拜访", Method("登门拜访")),
        ("线下会议", Method("会议（线下）")),
        ("会议（线上）", Method("会议（线上）")),
        ("微信", Method("网络对话", "微信")),
        ("腾讯会议", Method("会议（线上）", "腾讯会议")),
        ("飞鸽传书", Method(unread="飞鸽传书")),
        ("", Method()),
    ],
)
def test_a_method_and_its_tool_are_read(text, method):
    """R-FU."""
    assert parse_method(text) == method


def test_each_dated_clause_is_a_step_of_its_own():
    """R-NEXT."""
    assert split_steps("5月15日前寄送检测报告,5月22日跟进预算审批进度", SAID_ON) == [
        Step("5月15日前寄送检测报告", date(2024, 5, 15)),
        Step("5月22日跟进预算审批进度", date(2024, 5, 22)),
    ]


def test_an_undated_clause_belongs_to_the_step_before_it():
    assert split_steps("6月1日前发送竞品对比分析表,保持月度联系", SAID_ON) == [
        Step("6月1日前发送竞品对比分析表,保持月度联系", date(2024, 6, 1))
    ]


def test_a_step_without_a_day_has_none():
    assert split_steps("保持联系，尽快报价。", SAID_ON) == [Step("保持联系，尽快报价", None)]
    assert split_steps(" ", SAID_ON) == []
