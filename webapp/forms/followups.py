from wtforms import DateField, DateTimeLocalField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from webapp.database import now
from webapp.formatting import from_local, local
from webapp.forms import Form, line, lines, options
from webapp.models.followup import ATTITUDES, METHODS, TOOLS

TEXTS = ("topic", "content", "need_change", "objections", "our_participants", "their_participants", "consensus", "issue_type", "remarks")


EARLIEST = 1990


def plausible(_form, field) -> None:
    """Years no office remembers are slips of the finger."""
    if field.data and field.data.year < EARLIEST:
        raise ValidationError(f"请核对年份：{field.data.year}")


class FollowUpForm(Form):
    """One contact and its next step, as the composer asks for it."""

    method = RadioField("方式", choices=options(*METHODS), default="电话", validate_choice=False)
    tool = SelectField("工具", choices=options(*TOOLS, blank="不填"), validate_choice=False)
    at = DateTimeLocalField(
        "时间", default=lambda: local(now()).replace(second=0, microsecond=0, tzinfo=None), validators=[plausible]
    )
    topic = line("主题", 80)
    content = lines("跟进内容", required="请写下谈了什么")
    attitude = RadioField("客户态度", choices=options(*ATTITUDES), default="中性", validate_choice=False)
    need_change = lines("需求变化")
    objections = lines("异议")
    our_participants = line("我方参与人", 120)
    their_participants = line("客户方参与人", 120)
    consensus = lines("共识")
    issue_type = line("问题类型", 40, description="如：物流时效")
    remarks = lines("备注")
    action = line("下一步", 400)
    due_on = DateField("下一步日期", validators=[Optional()])

    def validate_due_on(self, field) -> None:
        if field.data and not self.action.data:
            raise ValidationError("写了日期，请也写明下一步做什么")

    def values(self) -> dict:
        """The follow-up's columns."""
        texts = {name: self[name].data or "" for name in TEXTS}
        return {
            "at": from_local(self.at.data) if self.at.data else now(),
            "method": self.method.data,
            "tool": self.tool.data or "",
            "attitude": self.attitude.data or "",
            **texts,
        }

    def steps(self) -> list[dict]:
        """The next steps; none where the person wrote none."""
        return [{"action": self.action.data, "due_on": self.due_on.data}] if self.action.data else []


class CorrectionForm(Form):
    """更正: the same record, put right in place."""

    method = SelectField("方式", choices=options(*METHODS))
    at = DateTimeLocalField("时间", validators=[InputRequired("请填写时间"), plausible])
    topic = line("主题", 80)
    content = lines("更正内容", required="请写下谈了什么", description="原来的文字会留在历史里。")
    attitude = SelectField("客户态度", choices=options(*ATTITUDES, blank="未填"))
    their_participants = line("客户方参与人", 120)
    consensus = lines("共识")

    def values(self) -> dict:
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return {**values, "at": from_local(self.at.data)}
