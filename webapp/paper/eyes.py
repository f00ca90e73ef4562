"""For whose eyes a sheet is printed: what of customers, contacts, free text and staff it shows (R-MASK).

Forms read what people wrote through these and in no other way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.models import eyes
from webapp.models.customer import Customer
from webapp.models.field import Field
from webapp.models.settings import Settings
from webapp.paper.press.faces import printable
from webapp.text import masking
from webapp.text.masking import Known


@dataclass(frozen=True)
class Eyes:
    """Masked, unless somebody who works on the customers asked for it whole. The office says whether its own people
    stand on its own copies by their full names."""

    of_pages: eyes.Eyes = eyes.Eyes(False)
    staff_in_full: bool = True

    @classmethod
    def of(cls, unmasked: bool, customers: Iterable[Customer] = (), amounts: bool = False) -> Eyes:
        """For a batch of customers: what is known of the people at any of them is masked on all its sheets. On those
        that are not, `amounts` says whether money is told."""
        if unmasked:
            return cls(eyes.WHOLE._replace(amounts=amounts))
        known = Known.together(eyes.known_of(customer.id for customer in customers).values())
        return cls(eyes.Eyes(False, known), Settings.staff_in_full_on_paper)

    @property
    def unmasked(self) -> bool:
        return self.of_pages.whole

    def text(self, free: str) -> str:
        """Free text; masked as it will stand there, for what is invisible must not part a number from its pattern."""
        return free if self.unmasked else self.of_pages.text(printable(free))

    def told(self, field: Field, value: object) -> str:
        """The words of what stands in a field of the office's own."""
        words = field.worded(value)
        return self.of_pages.text(words if self.unmasked else printable(words), field.eyes) if words else ""

    def staff(self, name: str) -> str:
        """Who did something; a list may have brought a number along with the name."""
        shown = name if self.staff_in_full else masking.name(name)
        return shown if self.unmasked else masking.text(printable(shown))

    def account(self, account: str) -> str:
        return self.of_pages.text(account, "account")

    def personal(self, fact: object) -> str:
        """A fact of a person that is no way to reach them, such as the age: whether it is known."""
        return str(fact) if self.unmasked and fact else "*" if fact else ""

    def card(self, contact) -> masking.ContactCard:
        card = masking.card(contact, self.of_pages.known, revealed=self.unmasked)
        return card if self.unmasked else card._replace(title=self.text(card.title))

    def customer(self, customer: Customer) -> str:
        """The name; of a person, 个人客户, as 周*."""
        name = self.of_pages.name(customer)
        return name if self.unmasked else masking.text(printable(name))

    def address(self, customer: Customer) -> str:
        """The address; of a person only to the district."""
        return self.of_pages.address(customer)
