from webapp.errors import DomainError
from webapp.forms import Form, hidden, line
from webapp.models.contact.fields import FIELDS as CONTACT
from webapp.models.customer.fields import FIELDS
from webapp.text import identifiers, naming

FACTS = ("name", "uscc", "phone", "email")


class Compared:
    """What 查重 and 建档 have in common: fields to compare with the customers on file (R-DUP, R-NAME)."""

    def compared(self) -> dict[str, str]:
        """The facts, as far as nothing is wrong with them."""
        return {name: "" if self[name].errors else self[name].data or "" for name in FACTS}

    def check_facts(self) -> None:
        """See what of them is wrong, and of nothing else."""
        for name in FACTS:
            self[name].validate(self)

    @property
    def has_wrong_facts(self) -> bool:
        return any(self[name].errors for name in FACTS)

    def doubts(self) -> list[str]:
        name = self.compared()["name"]
        return naming.doubts(name, is_company=self.kind.data != "individual") if name else []


def _whole(numbers: str) -> None:
    """Raise DomainError for less than a number: nothing is compared with a part of one."""
    if numbers and not any(len(key) >= identifiers.LEAST_WHOLE for key in identifiers.phone_keys(numbers)):
        raise DomainError("请写完整的号码", "phone")


class DuplicateForm(Compared, Form):
    """查重: is this company already ours?"""

    kind = hidden()
    name = line(FIELDS["name"].label, 80)
    uscc = line(FIELDS["uscc"].label, 30, spelled=FIELDS["uscc"].spelled)
    phone = line(CONTACT["phone"].label, 60, spelled=_whole, description="可以写两个号码，中间用逗号或空格隔开")
    email = line(CONTACT["email"].label, 120, spelled=CONTACT["email"].spelled)
