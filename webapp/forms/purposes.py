from wtforms import SelectMultipleField

from webapp.forms import Form, line, options, told
from webapp.models.followup.fields import FIELDS
from webapp.models.purpose import MOST_ASKED, Purpose, check_asked

CHOICES = options(*((field.name, field.label) for field in FIELDS.group("details")))


class PurposeForm(Form):
    """What a record may be for, and what that asks for first."""

    label = line("名称", Purpose.label.max_length, required="请填写名称", description="如定期回访、报价谈判")
    fields = SelectMultipleField(
        "先填哪几项",
        choices=CHOICES,
        validators=[told(check_asked)],
        description=f"记跟进时直接露出来，其余的收起；最多 {MOST_ASKED} 项。",
    )
