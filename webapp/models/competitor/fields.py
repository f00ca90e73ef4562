"""竞争对手: what people fill in about a competitor at a customer (R-COMP). A field more is a column and its line in
FIELDS."""

from peewee import CharField, TextField

from webapp.database import BaseModel
from webapp.models.field import Field, Sheet


class CompetitorColumns(BaseModel):
    """The columns of a competitor."""

    name = CharField(80)
    features = TextField(default="")
    opinion = TextField(default="")
    strategy = TextField(default="")


FIELDS = Sheet(
    (
        Field(
            "name",
            "竞争对手",
            required="请填写竞争对手的名称",
            headings=("主要竞争对手名称", "主要竞争对手", "竞品"),
        ),
        Field(
            "features",
            "对手产品特点",
            "lines",
            rows=2,
            headings=("竞争对手产品或服务的主要特点", "竞品特点"),
        ),
        Field(
            "opinion",
            "客户对其评价",
            "lines",
            rows=2,
            headings=("客户对竞争对手的评价/偏好", "客户对竞品的评价"),
        ),
        Field(
            "strategy",
            "对手策略与优势",
            "lines",
            rows=2,
            headings=("竞争对手的销售策略/优势", "竞品优势"),
        ),
    )
)
