"""For whose eyes a sheet is printed: what of customers, contacts, free text and staff it shows (R-MASK).

Forms read what people wrote through these and in no other way.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.models.customer import Customer, CustomerKind
from webapp.models.settings import Settings
from webapp.paper.press.faces import printable
from webapp.text import masking


@dataclass(frozen=True)
class Eyes:
    """Masked, unless somebody who works on the customers asked for it whole. The office says whether its own people
    stand on its own copies by their full names."""

    unmasked: bool = False
    staff_in_full: bool = True

    @classmethod
    def of(cls, unmasked: bool) -> Eyes:
        return cls(unmasked, unmasked or Settings.staff_in_full_on_paper)

    def text(self, free: str) -> str:
        """Free text; masked as it will stand there, for what is invisible must not part a number from its pattern."""
        return free if self.unmasked else masking.text(printable(free))

    def staff(self, name: str) -> str:
        return name if self.staff_in_full else masking.name(name)

    def account(self, account: str) -> str:
        return account if self.unmasked else masking.account(account)

    def personal(self, fact: object) -> str:
        """A fact of a person that is no way to reach them, such as the age: whether it is known."""
        return str(fact) if self.unmasked and fact else "*" if fact else ""

    def card(self, contact) -> masking.ContactCard:
        card = masking.card(contact, revealed=self.unmasked)
        return card._replace(title=self.text(card.title))

    def customer(self, customer: Customer) -> str:
        """The name; of a person, 个人客户, as 周*."""
        if not self.unmasked and customer.kind == CustomerKind.INDIVIDUAL:
            return masking.name(customer.name)
        return self.text(customer.name)

    def address(self, customer: Customer) -> str:
        """The address; of a person only to the district."""
        if not self.unmasked and customer.kind == CustomerKind.INDIVIDUAL:
            return customer.district_address
        return self.text(customer.full_address)
