"""投诉: what is put down when a complaint arrives (R-COMPLAINT). A field more is a column and its line in FIELDS."""

from peewee import CharField, TextField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField
from webapp.models.field import Field, Sheet
from webapp.models.issue_type import IssueType

CHANNELS = ("电话", "来访", "微信", "邮件", "现场", "转交", "其他")


class ComplaintColumns(BaseModel):
    """The columns of what was complained of."""

    complained_at = UtcDateTimeField(default=now)
    channel = CharField(20, default="电话")
    issue_type = CharField(40, default="")
    description = TextField()


FIELDS = Sheet(
    (
        Field("complained_at", "投诉时间", "moment", required="请填写投诉时间"),
        Field("channel", "投诉渠道", "choice", choices=CHANNELS),
        Field("issue_type", "投诉的问题类型", help="如：物流时效", suggestions=IssueType.words),
        Field("description", "投诉内容", "lines", required="请写明客户投诉什么"),
    )
)
