from wtforms import BooleanField

from webapp.forms.editing import ReasonedForm
from webapp.forms.fields import asks
from webapp.models.contact import ROLES, Contact
from webapp.models.contact.fields import FIELDS


@asks(FIELDS, Contact)
class ContactForm(ReasonedForm):
    """联系人. Phones, e-mails and QQ are checked by the model, which names the field."""

    is_primary = BooleanField(ROLES["is_primary"])
    is_decision_maker = BooleanField(ROLES["is_decision_maker"])

    def values(self) -> dict:
        return {name: self[name].data for name in self.fields_edited}
