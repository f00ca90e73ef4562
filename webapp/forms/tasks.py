from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from webapp.forms import Form, line, options, plausible
from webapp.models.user import User


class Responsible(Form):
    """Who does a step: those who work on the customer."""

    responsible = SelectField("谁来做", coerce=lambda value: int(value or 0), validate_choice=False)

    @classmethod
    def of(cls, customer, present: User, **data):
        """The form for a step of this customer, which is `present`'s unless somebody else is chosen."""
        form = cls(responsible=present.id, **data)
        form.people = {person.id: person for person in [present, *User.working_on(customer)]}
        form.responsible.choices = options(*((person.id, person.name) for person in form.people.values()))
        form.present = present
        return form

    @property
    def chosen(self) -> User:
        return self.people.get(self.responsible.data, self.present)


class TaskForm(Responsible):
    action = line("下一步", 400, required="请写明下一步做什么")
    due_on = DateField("日期", validators=[InputRequired("请选择日期"), plausible])


class ReschedulingForm(Responsible):
    due_on = DateField("新的日期", validators=[InputRequired("请选择新的日期"), plausible])
    reason = line("原因", 200)
