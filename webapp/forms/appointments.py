from wtforms import SelectField

from webapp.forms import Form, options
from webapp.forms.tasks import id_or_none
from webapp.models.user import User


class AppointmentForm(Form):
    """Who of the branch looks after the customer."""

    person = SelectField("客户成功经理", coerce=id_or_none, validate_choice=False)

    @classmethod
    def of(cls, customer, present: User) -> "AppointmentForm":
        form = cls(data={"person": customer.success_manager_id})
        form.person.choices = options(*User.colleagues(customer, present), blank="不指定")
        return form
