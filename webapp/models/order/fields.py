"""订单: what people fill in about an order or contract (R-ORDER). A field more is a column and its line in FIELDS."""

from peewee import BigIntegerField, BooleanField, CharField, TextField

from webapp.clock import today
from webapp.database import BaseModel, DayField
from webapp.models.field import Field, Sheet
from webapp.text import money


class OrderColumns(BaseModel):
    """The columns of an order. `amount` is in fen."""

    ordered_on = DayField(default=today)
    amount = BigIntegerField()
    content = TextField()
    contract_number = CharField(40, default="")
    is_long_term = BooleanField(default=False)
    renews_on = DayField(null=True)
    remarks = TextField(default="")


FIELDS = Sheet(
    (
        Field(
            "ordered_on",
            "订单日期",
            "day",
            required="请填写订单日期",
            headings=("签约日期", "签订日期", "合同日期", "下单日期", "成交日期", "购买日期"),
        ),
        Field(
            "amount",
            "订单金额",
            "money",
            required="请填写金额；框架合同还没有金额就填 0",
            eyes="amount",
            least=0,
            most=money.MOST,
            headings=("金额", "合同金额", "成交金额", "签约金额", "购买金额"),
        ),
        Field(
            "content",
            "订单内容",
            "lines",
            required="请写明订了什么",
            rows=2,
            headings=("合同内容", "购买产品", "成交产品", "订购产品"),
        ),
        Field("contract_number", "合同编号", headings=("合同号", "订单编号", "订单号")),
        Field("is_long_term", "长期合同", "yes or no", headings=("是否长期合同", "长期合作协议")),
        Field(
            "renews_on",
            "续约日期",
            "day",
            help="到期要续约的日子，会提前提醒",
            headings=("合同到期日", "合同到期日期", "续签日期", "到期日期"),
        ),
        Field("remarks", "订单备注", "lines", rows=2),
    )
)
