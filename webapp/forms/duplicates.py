from webapp.forms import Form, hidden, line
from webapp.models.contact.fields import FIELDS as CONTACT
from webapp.models.customer.fields import FIELDS
from webapp.text import naming


class Compared:
    """What 查重 and 建档 have in common: fields to compare with the customers on file (R-DUP, R-NAME)."""

    def compared(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("name", "uscc", "phone", "email")}

    def doubts(self) -> list[str]:
        name = self.name.data or ""
        return naming.doubts(name, is_company=self.kind.data != "individual") if name else []


class DuplicateForm(Compared, Form):
    """查重: is this company already ours?"""

    kind = hidden()
    name = line(FIELDS["name"].label, 80)
    uscc = line(FIELDS["uscc"].label, 30)
    phone = line(CONTACT["phone"].label, 30)
    email = line(CONTACT["email"].label, 120)
