"""What a customer needs, may buy and is worth: parts of the card with forms of their own (R-NEED, R-PROSPECT,
R-VALUE-EVAL). Their columns stand with the others in fields.py."""

from dataclasses import replace

from webapp.models.field import Field
from webapp.text import money


def part_of_card(group: str, *fields: Field) -> tuple[Field, ...]:
    """The fields of one, which the left column of the page does not show again."""
    return tuple(replace(field, group=group, shown=None) for field in fields)


NEEDS = part_of_card(
    "needs",
    Field("pain_points", "痛点", "lines", rows=2, headings=("主要痛点", "客户痛点")),
    Field("latent_needs", "潜在需求", "lines", rows=2, headings=("潜在需求/兴趣点",)),
    Field("expected_solution", "期望解决方案", "lines", rows=2, headings=("解决方案方向",)),
    Field("expected_value", "预期价值", "lines", rows=2),
    Field("time_requirement", "时间要求", headings=("时间线", "购买时间线/紧急性", "购买时间线")),
    Field(
        "need_urgency",
        "需求紧急程度",
        "choice",
        choices=("一个月内", "一到三个月", "三个月以上"),
        blank="未定",
        headings=("紧急程度", "紧急度"),
    ),
    Field("budget", "预算与价格敏感度", headings=("预算/价格敏感度", "预算")),
    Field("preferences", "产品偏好", "lines", rows=2, headings=("偏好产品/服务特点", "偏好")),
    Field("special_requests", "特殊要求", "lines", rows=2, headings=("其他特殊要求",)),
    Field("need_traits", "需求特征"),
)
PROSPECT = part_of_card(
    "prospect",
    Field(
        "interest",
        "兴趣程度",
        "number",
        help="1–10，10 为最高",
        least=1,
        most=10,
        headings=("对该项目的兴趣程度", "意向度"),
    ),
    Field("expected_purchase_on", "意向购买时间", "day", headings=("预计购买时间", "预计成交时间", "预计成交日期")),
    Field(
        "expected_amount",
        "意向购买金额",
        "money",
        eyes="amount",
        least=0,
        most=money.MOST,
        headings=("意向购买金额估计", "预计金额", "意向金额", "预计成交金额"),
    ),
)
VALUE = part_of_card(
    "value",
    Field("industry_scale", "行业规模", "choice", choices=("大", "中", "小"), blank="未定"),
    Field("budget_trend", "预算趋势", "choice", choices=("上升", "持平", "下降"), blank="未定"),
    Field("referrals", "转介绍客户", "number", help="介绍来几位客户", least=0, most=999, unit="位"),
    Field("stability", "关系稳定性", "choice", choices=("稳定", "一般", "有风险"), blank="未定"),
)
