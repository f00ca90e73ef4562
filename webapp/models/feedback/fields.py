"""服务反馈: what a customer says of the service (R-FEEDBACK). A field more is a column and its line in FIELDS."""

from peewee import CharField, IntegerField, TextField

from webapp.clock import today
from webapp.database import BaseModel, DayField
from webapp.models.field import Field, Sheet
from webapp.models.issue_type import IssueType

LEAST, MOST = 1, 5
SCALE = "5 非常满意 … 1 非常不满意"


class FeedbackColumns(BaseModel):
    """The columns of a feedback; ratings are from 1 to 5."""

    given_on = DayField(default=today)
    satisfaction = IntegerField()
    product = IntegerField(null=True)
    delivery = IntegerField(null=True)
    response = IntegerField(null=True)
    price = IntegerField(null=True)
    evaluation = TextField(default="")
    issue_type = CharField(40, default="")
    problem = TextField(default="")
    solution = TextField(default="")
    result = TextField(default="")
    suggestion = TextField(default="")


def _rating(name: str, label: str, **options) -> Field:
    return Field(name, label, "number", least=LEAST, most=MOST, unit="分", **options)


FIELDS = Sheet(
    (
        Field("given_on", "反馈日期", "day", required="请填写反馈日期"),
        _rating("satisfaction", "总体满意度", required="请填写总体满意度", help=SCALE, headings=("服务满意度评分",)),
        _rating("product", "产品评分"),
        _rating("delivery", "交付评分"),
        _rating("response", "服务响应评分"),
        _rating("price", "价格评分"),
        Field("evaluation", "具体评价", "lines", rows=2),
        Field("issue_type", "反馈的问题类型", suggestions=IssueType.words),
        Field("problem", "反馈的问题", "lines", rows=2),
        Field("solution", "解决方案", "lines", rows=2),
        Field("result", "处理结果", "lines", rows=2),
        Field("suggestion", "改进建议", "lines", rows=2),
    )
)
