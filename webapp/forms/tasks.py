from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options, plausible
from webapp.models.user import User


class Responsible(Form):
    """Who does a step: those who work on the customer."""

    responsible = SelectField("谁来做", coerce=lambda value: int(value or 0), validate_choice=False)

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

    @property
    def chosen(self) -> User:
        id_ = self.responsible.data
        is_other = id_ != self.present.id and id_ in dict(self.people)
        return User.get_by_id(id_) if is_other else self.present


class TaskForm(Responsible):
    action = line("下一步", 400, required="请写明下一步做什么")
    due_on = DateField("日期", validators=[InputRequired("请选择日期"), plausible])


class ReschedulingForm(Responsible):
    due_on = DateField("新的日期", validators=[InputRequired("请选择新的日期"), plausible])
    reason = line("原因", 200)
