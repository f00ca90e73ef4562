from datetime import date

from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from webapp.database import row_id
from webapp.forms import Form, hidden, is_plausible, line, options, plausible
from webapp.forms.fields import NumberField
from webapp.models.task import Task
from webapp.models.task.arrangeable import Rescheduling
from webapp.models.task.pausable import LONGEST_PAUSE_REASON
from webapp.models.user import User
from webapp.screens.next_days import NONE, OTHER, PAUSE

WORDS = frozenset({NONE, OTHER, PAUSE})  # what `when` says besides a day

NOBODY = "", "请选择"


def id_or_none(value) -> int | None:
    """An id as a page sends it; nothing for what is none."""
    try:
        return row_id(value)
    except (TypeError, ValueError):
        return None


class Responsible(Form):
    """Who does a step: those who work on the customer."""

    responsible = SelectField("谁来做", coerce=id_or_none, validate_choice=False)

    @classmethod
    def among(cls, people: tuple[tuple[int, str], ...], **data):
        """The form for a step that one of these people (id, name) does: the first unless another is chosen."""
        form = cls(responsible=people[0][0], **data)
        form.responsible.choices = options(*people)
        return form

    @classmethod
    def of(cls, customer, present: User, **data):
        """The form for a step of this customer, which is `present`'s unless somebody else is chosen."""
        people = customer.people(present)
        form = cls.among(people, **data)
        form.people, form.present = people, present
        return form

    def validate_responsible(self, field) -> None:
        """Nobody is taken for somebody else who cannot do it any more."""
        if field.raw_data and field.data not in dict(self.people):
            raise ValidationError("请重新选择谁来做")

    @property
    def chosen(self) -> User:
        id_ = self.responsible.data
        is_other = id_ != self.present.id and id_ in dict(self.people)
        return User.get_by_id(id_) if is_other else self.present


class Dated(Form):
    """Asks for a day: one of those proposed, or another."""

    when = RadioField("下次", validate_choice=False)
    due_on = DateField("日期", validators=[Optional(), plausible])

    def validate_when(self, field) -> None:
        """A page offers days of these years, and a few words."""
        if field.data and field.data not in WORDS and not is_plausible(self.offered):
            raise ValidationError("请重新选择日子")

    @property
    def offered(self) -> date | None:
        """The day that is chosen among those proposed."""
        try:
            return date.fromisoformat(self.when.data or "")
        except ValueError:
            return None

    @property
    def day(self) -> date | None:
        """The day that was pressed, whatever had been typed into the field that a press puts out of sight; the one that
        is typed where that was pressed."""
        return None if self.when.data in (NONE, PAUSE) else self.offered or self.due_on.data


class DatedOrPaused(Dated):
    """Asks for a day; or for none for a while, and why (无需再跟进)."""

    pause_reason = line("为什么暂时不用跟进", LONGEST_PAUSE_REASON)
    pause_until = DateField("到哪天再看", validators=[Optional(), plausible])


class TaskForm(Responsible, Dated):
    """加一步; without words it is 再联系."""

    action = line("下一步", Task.action.max_length)


class ReschedulingForm(Responsible, Dated):
    """改期, 转交."""

    reason = line("原因", Rescheduling.reason.max_length)
    standing = hidden(40)


class ReassignmentForm(ReschedulingForm):
    """改派: to somebody else than whose step it is."""

    @classmethod
    def to_another(cls, customer, present: User, **data):
        """The form with everybody else to choose from; where there is one alone, it is them."""
        others = tuple(pair for pair in User.working_on(customer) if pair[0] != present.id)
        form = cls.among(others if len(others) == 1 else (NOBODY, *others), **data)
        form.people, form.present = others, present
        return form

    def validate_responsible(self, field) -> None:
        if not self.people:
            raise ValidationError("没有别的人跟这位客户，只能改期")
        if field.data not in dict(self.people):
            raise ValidationError("请选择改派给谁")


class EachReschedulingForm(Dated):
    """全部改期: from a day on, so many a day."""

    per_day = NumberField(
        "每天最多几项",
        default=20,
        validators=[InputRequired("请填写每天最多几项"), NumberRange(1, 200, "应在 1 到 200 之间")],
    )
    reason = line("原因", Rescheduling.reason.max_length)


class PauseForm(Form):
    """无需再跟进."""

    pause_reason = line("为什么暂时不用跟进", LONGEST_PAUSE_REASON, required="请写明为什么暂时不用再跟进")
    pause_until = DateField("到哪天再看", validators=[InputRequired("请选择到哪天再看"), plausible])
