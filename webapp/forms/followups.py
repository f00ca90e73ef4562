from wtforms import DateField, DateTimeLocalField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from webapp.clock import from_local, now, to_the_minute
from webapp.forms import Form, line, lines, options, plausible
from webapp.forms.fields import asks
from webapp.forms.tasks import Responsible
from webapp.models.followup import FollowUp
from webapp.models.followup.fields import ATTITUDES, FIELDS, METHODS, TOOLS

STEPS = ("", "_2", "_3")  # what the names of a step's two fields end in


@asks(FIELDS, FollowUp)
class RecordForm(Form):
    """What is said of one contact, whether written or put right."""

    tool = SelectField(FIELDS["tool"].label, choices=options(*TOOLS, blank="不填"), validate_choice=False)

    def values(self) -> dict:
        """The follow-up's columns."""
        at = from_local(self.at.data) if self.at.data else to_the_minute(now())
        return {field.name: self[field.name].data or "" for field in FIELDS} | {"at": at, "method": self.method.data}


class FollowUpForm(Responsible, RecordForm):
    """One contact and its next steps, as the composer asks for it."""

    method = RadioField(FIELDS["method"].label, choices=options(*METHODS), default="电话", validate_choice=False)
    attitude = RadioField(FIELDS["attitude"].label, choices=options(*ATTITUDES), default="中性", validate_choice=False)
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

    method = SelectField(FIELDS["method"].label, choices=options(*METHODS), validate_choice=False)
    attitude = SelectField(FIELDS["attitude"].label, choices=options(*ATTITUDES, blank="未填"), validate_choice=False)
    at = DateTimeLocalField(FIELDS["at"].label, validators=[InputRequired("请填写时间"), plausible])
    content = lines(
        FIELDS["content"].label, required=FIELDS["content"].required, description="原来的文字会留在历史里。"
    )

    def values(self) -> dict:
        """As far as they were sent: what a page leaves out stays as it is."""
        return {name: value for name, value in super().values().items() if self[name].raw_data}
