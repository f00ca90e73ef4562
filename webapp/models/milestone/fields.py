"""重要节点: what people fill in about a milestone (R-MILESTONE). A field more is a column and its line in FIELDS."""

from enum import StrEnum

from peewee import CharField, IntegerField

from webapp.clock import today
from webapp.database import BaseModel, DayField
from webapp.models.field import Field, Sheet


class MilestoneKind(StrEnum):
    """What it is. The book itself notes a renewal, another decision-maker and a complaint."""

    DECIDER = "decider"
    CONTACT = "contact"
    RENEWAL = "renewal"
    COMPLAINT = "complaint"
    VISIT = "visit"
    PROJECT = "project"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    MilestoneKind.DECIDER: "关键决策人变更",
    MilestoneKind.CONTACT: "主要联系人变更",
    MilestoneKind.RENEWAL: "续约到期",
    MilestoneKind.COMPLAINT: "投诉",
    MilestoneKind.VISIT: "重要来访或拜访",
    MilestoneKind.PROJECT: "项目节点",
    MilestoneKind.OTHER: "其他节点",
}
CHOICES = tuple((kind.value, kind.label) for kind in MilestoneKind)


class MilestoneColumns(BaseModel):
    """The columns of a milestone. `remind_days`: so many days before it somebody is reminded; None for never."""

    kind = CharField(12, default=MilestoneKind.OTHER)
    happens_on = DayField(default=today)
    note = CharField(200, default="")
    remind_days = IntegerField(null=True)


FIELDS = Sheet(
    (
        Field("kind", "节点", "select", choices=CHOICES, eyes="open"),
        Field("happens_on", "节点日期", "day", required="请填写节点日期"),
        Field("note", "节点说明"),
        Field(
            "remind_days",
            "提前提醒",
            "number",
            help="提前几天在工作台提醒；不填就不提醒",
            least=0,
            most=365,
            unit="天",
        ),
    )
)
