"""跟进: what is said of one contact (R-FU). A field more is a column and its line in FIELDS."""

from peewee import CharField, IntegerField, TextField

from webapp.database import BaseModel, UtcDateTimeField
from webapp.models.field import Field, Sheet
from webapp.models.issue_type import IssueType

METHODS = tuple("电话 面谈 登门拜访 邀约来访 邮件 会议（线上） 会议（线下） 网络对话 短信 节日问候 其他".split())
TOOLS = ("企业微信", "微信", "QQ", "腾讯会议", "钉钉")
ATTITUDES = ("积极", "中性", "消极")
CAUSES = ("联系不上", "需求不明确", "预算不足", "其他")  # why a customer did not respond (R-NOREPLY)
TRY_AGAIN = "换个时间再打"


class FollowUpColumns(BaseModel):
    """The columns of what was said."""

    at = UtcDateTimeField()
    method = CharField(20)
    content = TextField()
    attitude = CharField(4, default="")
    topic = CharField(80, default="")
    tool = CharField(20, default="")
    their_participants = CharField(120, default="")
    our_participants = CharField(120, default="")
    consensus = TextField(default="")
    need_change = TextField(default="")
    objections = TextField(default="")
    remarks = TextField(default="")
    issue_type = CharField(40, default="")
    problem = TextField(default="")
    solution = TextField(default="")
    result = TextField(default="")
    satisfaction = IntegerField(null=True)
    coming_needs = TextField(default="")
    interest = IntegerField(null=True)
    cause = CharField(20, default="")
    adjustment = CharField(200, default="")


# head: what the composer shows at once; details: what it unfolds, and shows under the content; outcome: what it asks
# where nobody responded
FIELDS = Sheet(
    (
        Field("at", "跟进时间", "moment", group="head"),
        Field(
            "method",
            "跟进方式",
            "choice",
            group="head",
            choices=METHODS,
            headings=("沟通方式", "接触方式", "联系渠道"),
        ),
        Field(
            "content",
            "跟进内容",
            "lines",
            required="请写下谈了什么",
            group="head",
            headings=(
                "跟进内容概要",
                "沟通内容",
                "沟通要点",
                "沟通内容摘要",
                "跟进情况",
                "接触内容摘要",
                "跟进记录",
            ),
        ),
        Field("attitude", "客户态度", "choice", group="head", choices=ATTITUDES),
        Field("topic", "主题", group="details", shown=None, headings=("跟进主题",)),
        Field("tool", "工具", "select", group="details", shown=None, choices=TOOLS),
        Field("their_participants", "客户方参与人", group="details", shown=None),
        Field("our_participants", "我方参与人", group="details", shown=None),
        Field("consensus", "共识", "lines", group="details", rows=2, headings=("共识/待办事项",)),
        Field("need_change", "需求变化", "lines", group="details", rows=2),
        Field("objections", "异议", "lines", group="details", rows=2),
        Field("remarks", "备注", "lines", group="details", rows=2),
        Field("issue_type", "问题类型", help="如：物流时效", group="details", suggestions=IssueType.words),
        Field("problem", "问题描述", "lines", group="details", rows=2),
        Field("solution", "解决办法", "lines", group="details", rows=2),
        Field("result", "解决结果", "lines", group="details", rows=2),
        Field(
            "satisfaction",
            "满意度",
            "number",
            help="1–5 分",
            group="details",
            least=1,
            most=5,
        ),
        Field("coming_needs", "后续需求", "lines", group="details", rows=2),
        Field(
            "interest",
            "意向度",
            "number",
            help="1–10 分",
            group="details",
            least=1,
            most=10,
        ),
        Field("cause", "未响应原因", "choice", group="outcome", choices=CAUSES, shown=None),
        Field("adjustment", "调整策略", group="outcome", shown=None),
    )
)
