from collections.abc import Mapping

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.forms import Form, line, options
from webapp.forms.duplicates import Compared
from webapp.forms.editing import EditedForm, ReasonedForm
from webapp.forms.fields import asks
from webapp.forms.own_fields import offer_what_it_holds
from webapp.forms.tasks import Dated, id_or_none
from webapp.models.contact import Contact
from webapp.models.contact.fields import FIELDS as CONTACT
from webapp.models.contact.fields import NO_WAY, WAYS
from webapp.models.customer import Customer
from webapp.models.customer.fields import FILE, NEEDS, PROSPECT, VALUE
from webapp.models.task import BARE
from webapp.models.user import User
from webapp.models.written import LONGEST_REASON
from webapp.text import naming


@asks(FILE, Customer)
class CustomerForm(Form):
    """客户资料 as it is edited."""

    def is_used(self, group: str) -> bool:
        """Is one of that part's fields filled, or wrong? Then the part that is folded away must be open."""
        return self.is_used_beyond(*(name for name in self._fields if name not in {f.name for f in FILE.group(group)}))

    def values(self) -> dict:
        """The customer's own columns, as far as they were sent: what a page leaves out stays as it is."""
        told = {field.name: field.data for field in self if field.name in FILE.names and field.raw_data}
        return told | self.own_values()


@asks(CONTACT.only("position", "email", "qq", "wechat"), Contact)
class FilingForm(Compared, Dated, CustomerForm):
    """建档: the file together with its first contact.

    `confirmed_name` is the doubtful name the person has said is the full one; another name is doubted anew (R-NAME).
    """

    contact_name = line("联系人", 40, required="请填写联系人姓名")
    phone = line(CONTACT["phone"].label, 30, spelled=CONTACT["phone"].spelled, description=NO_WAY)
    duplicate_reason = line("仍要另建的理由", LONGEST_REASON)
    confirmed_name = line(FILE["name"].label, 80)
    action = line("第一步", 400)
    owner = SelectField("负责人", coerce=id_or_none, validate_choice=False)

    def offer_owners(self, present: User) -> None:
        """For whoever says whose the customers are: those of the branch who may own them, themselves first."""
        if not present.can_assign:
            del self.owner
            return
        others = [pair for pair in User.owning_in(present.branch_id) if pair[0] != present.id]
        self.owner.choices = options((present.id, f"{present.name}（自己）"), *others)

    def other_owner(self, present: User) -> int | None:
        """Whose it shall be, if not the filer's own."""
        chosen = self.owner.data if "owner" in self else None
        return chosen if chosen != present.id else None

    @property
    def reason(self) -> str:
        return self.duplicate_reason.data or ""

    @property
    def is_name_confirmed(self) -> bool:
        return naming.tidy(self.confirmed_name.data) == naming.tidy(self.name.data)

    def validate_phone(self, _field) -> None:
        if not any(self[way].data for way in WAYS):
            raise ValidationError(NO_WAY)

    def validate_confirmed_name(self, _field) -> None:
        if self.doubts() and not self.is_name_confirmed:
            raise ValidationError("请核对；没有写错就勾上“这就是全称”")

    def step(self) -> dict:
        """The first next step: a customer on file is promised something (R-PROMISE)."""
        return {"action": self.action.data or BARE, "due_on": self.day}

    def contact(self) -> dict:
        values = {name: self[name].data or "" for name in ("position", *WAYS)}
        return {"name": self.contact_name.data or "", **values}


class EditForm(ReasonedForm, CustomerForm):
    """改资料."""

    def show(self, values: Mapping[str, object]) -> None:
        super().show(values)
        offer_what_it_holds(self)


class PartForm(EditedForm):
    """One part of the file, on the card."""

    def values(self) -> dict:
        return {name: self[name].data for name in self.fields_edited}


@asks(NEEDS, Customer)
class NeedsForm(PartForm):
    """客户需求 (R-NEED)."""


@asks(PROSPECT, Customer)
class ProspectForm(PartForm):
    """购买意向 (R-PROSPECT)."""


@asks(VALUE, Customer)
class ValueForm(PartForm):
    """价值评估: what people say of it themselves (R-VALUE-EVAL)."""
