from wtforms import BooleanField

from webapp.clock import today
from webapp.forms.editing import ReasonedForm
from webapp.forms.fields import asks
from webapp.models.contact import ROLES, Contact
from webapp.models.contact.fields import FIELDS


@asks(FIELDS, Contact)
class ContactForm(ReasonedForm):
    """联系人. Phones, e-mails and QQ are checked by the model, which names the field."""

    is_primary = BooleanField(ROLES["is_primary"])
    is_decision_maker = BooleanField(ROLES["is_decision_maker"])

    has_left = BooleanField("已离职")

    def values(self) -> dict:
        values = {name: self[name].data for name in self.fields_edited}
        return values | {"left_on": today()} if self.has_left.data and not self.left_on.data else values

    @property
    def fields_edited(self) -> list[str]:
        return [name for name in super().fields_edited if name != "has_left"]
