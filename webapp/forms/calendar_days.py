from wtforms import DateField, RadioField
from wtforms.validators import InputRequired, Optional

from webapp.forms import Form, line, options, plausible
from webapp.models.calendar_day import CalendarDay


class CalendarDayForm(Form):
    """A day, or several in a row, on which the office works or does not."""

    day = DateField("从哪天", validators=[InputRequired("请选择日期"), plausible])
    until = DateField("到哪天", validators=[Optional(), plausible], description="只有一天就空着")
    kind = RadioField("这几天", choices=options(("off", "放假"), ("work", "上班")), default="off")
    name = line(
        "是什么日子", CalendarDay.name.max_length, required="请写明是什么日子", description="如春节、调休上班、公司年会"
    )

    @property
    def works(self) -> bool:
        return self.kind.data == "work"
