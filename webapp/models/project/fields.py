"""项目: what people fill in about a customer's project (R-PROJECT). A field more is a column and its line in FIELDS."""

from peewee import BooleanField, CharField, TextField

from webapp.database import BaseModel, DayField
from webapp.models.field import Field, Sheet


class ProjectColumns(BaseModel):
    """The columns of a project. `is_agent` is None while nobody has asked."""

    name = CharField(80, default="")
    description = TextField(default="")
    status = CharField(40, default="")
    completes_on = DayField(null=True)
    is_agent = BooleanField(null=True)
    regional_linkage = TextField(default="")


FIELDS = Sheet(
    (
        Field("name", "项目名称", headings=("项目",)),
        Field("description", "项目描述", "lines", rows=2),
        Field("status", "项目状态", help="项目开发到了哪个节点", headings=("项目节点",)),
        Field("completes_on", "预计完成日期", "day", headings=("预计完成时间",)),
        Field("is_agent", "是否代理", "yes or no", blank="未填"),
        Field("regional_linkage", "区域联动", "lines", help="该单位在其它城市的项目情况", longest_typed=400),
    )
)
