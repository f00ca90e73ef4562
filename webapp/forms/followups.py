from wtforms import DateField, DateTimeLocalField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from webapp.clock import from_local, now
from webapp.forms import Form, line, lines, options, plausible
from webapp.forms.tasks import Responsible
from webapp.models.followup import ATTITUDES, METHODS, TOOLS

TEXTS = (
    "topic",
    "content",
    "need_change",
    "objections",
    "our_participants",
    "their_participants",
    "consensus",
    "issue_type",
    "remarks",
)
STEPS = ("", "_2", "_3")  # what the names of a step's two fields end in


class RecordForm(Form):
    """What is said of one contact, whether written or put right."""

    tool = SelectField("工具", choices=options(*TOOLS, blank="不填"), validate_choice=False)
    at = DateTimeLocalField("时间", validators=[plausible])
    topic = line("主题", 80)
    content = lines("跟进内容", required="请写下谈了什么")
    need_change = lines("需求变化")
    objections = lines("异议")
    our_participants = line("我方参与人", 120)
    their_participants = line("客户方参与人", 120)
    consensus = lines("共识")
    issue_type = line("问题类型", 40, description="如：物流时效")
    remarks = lines("备注")

    def values(self) -> dict:
        """The follow-up's columns."""
        return {
            "at": from_local(self.at.data) if self.at.data else now().replace(second=0, microsecond=0),
            "method": self.method.data,
            "tool": self.tool.data or "",
            "attitude": self.attitude.data or "",
            **{name: self[name].data or "" for name in TEXTS},
        }


class FollowUpForm(Responsible, RecordForm):
    """One contact and its next steps, as the composer asks for it."""

    method = RadioField("方式", choices=options(*METHODS), default="电话", validate_choice=False)
    attitude = RadioField("客户态度", choices=options(*ATTITUDES), default="中性", validate_choice=False)
    at = DateTimeLocalField("时间", validators=[Optional(), plausible])
    action = line("下一步", 400)
    due_on = DateField("下一步日期", validators=[Optional(), plausible])
    action_2 = line("再一步", 400)
    due_on_2 = DateField("日期", validators=[Optional(), plausible])
    action_3 = line("再一步", 400)
    due_on_3 = DateField("日期", validators=[Optional(), plausible])

    def validate_due_on(self, field) -> None:
        """A day without a step; the other way round the model says it."""
        if field.data and not self[field.name.replace("due_on", "action")].data:
            raise ValidationError("写了日期，请也写明下一步做什么")

    validate_due_on_2 = validate_due_on_3 = validate_due_on

    def steps(self) -> list[dict]:
        """The next steps; none where the person wrote none."""
        written = ((self[f"action{end}"].data, self[f"due_on{end}"].data) for end in STEPS)
        return [
            {"action": action, "due_on": due_on, "responsible": self.chosen} for action, due_on in written if action
        ]


class CorrectionForm(RecordForm):
    """更正: the same record, put right in place."""

    method = SelectField("方式", choices=options(*METHODS), validate_choice=False)
    attitude = SelectField("客户态度", choices=options(*ATTITUDES, blank="未填"), validate_choice=False)
    at = DateTimeLocalField("时间", validators=[InputRequired("请填写时间"), plausible])
    content = lines("更正内容", required="请写下谈了什么", description="原来的文字会留在历史里。")
