"""跟进: what is said of one contact (R-FU). A field more is a column and its line in FIELDS."""

from peewee import CharField, TextField

from webapp.database import BaseModel, UtcDateTimeField
from webapp.models.field import Field, Sheet

METHODS = tuple("电话 面谈 登门拜访 邀约来访 邮件 会议（线上） 会议（线下） 网络对话 短信 节日问候 其他".split())
TOOLS = ("企业微信", "微信", "QQ", "腾讯会议", "钉钉")
ATTITUDES = ("积极", "中性", "消极")


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


# head: what the composer shows at once; details: what it unfolds, and shows under the content
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
        Field("issue_type", "问题类型", help="如：物流时效", group="details"),
    )
)
