"""合并: two files of the same customer side by side (R-BIN)."""

from functools import cached_property
from typing import NamedTuple

from webapp.models.customer import Customer
from webapp.models.customer.comparable import Duplicate
from webapp.models.customer.fields import FIELDS
from webapp.models.user import User


class Differing(NamedTuple):
    """A field that the two say differently."""

    name: str
    label: str
    own: str
    theirs: str

    @property
    def prefers_theirs(self) -> bool:
        """Only the other says anything."""
        return not self.own


class Comparison:
    """What there is to choose between the one that is kept and the other."""

    def __init__(self, kept: Customer, gone: Customer):
        self.kept, self.gone = kept, gone

    @cached_property
    def differing(self) -> list[Differing]:
        found = []
        for field in FIELDS:
            own, theirs = (getattr(one, field.name) for one in (self.kept, self.gone))
            if own != theirs and theirs not in ("", None):
                told = (field.worded(value) if value not in ("", None) else "" for value in (own, theirs))
                found.append(Differing(field.name, field.label, *told))
        return found


def similar_to(customer: Customer, user: User) -> list[Duplicate]:
    """Customers of the branch that may be the same."""
    contact = customer.contacts.first()
    facts = {"name": customer.name, "uscc": customer.uscc, "phone": contact.phone if contact else ""}
    found = Customer.find_duplicates(**facts, but=customer, by=user)
    return [one for one in found if one.customer.branch_id == customer.branch_id]
