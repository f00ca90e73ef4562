from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, Optional

from webapp.forms import Form, line, lines


class MoveForm(Form):
    """移动到…. `version` is what the card showed; `origin` tells a drag from the menu."""

    dimension = HiddenField(validators=[InputRequired()])
    value = RadioField("移到", validate_choice=False, validators=[InputRequired("请选择移到哪一栏")])
    version = IntegerField(validators=[Optional()])
    origin = HiddenField(default="menu")
    reason = lines("原因", 400, description="会记在跟进时间线上。")


class PinForm(Form):
    dimension = line("维度", 40)
