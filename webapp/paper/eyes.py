"""For whose eyes a sheet is printed: what of contacts, free text and staff it shows (R-MASK)."""

from __future__ import annotations

from dataclasses import dataclass

from webapp import masking
from webapp.models.setting import Setting

STAFF_IN_FULL = "staff_in_full_on_paper"


@dataclass(frozen=True)
class Eyes:
    """Masked, unless somebody who works on the customers asked for it whole. The office says whether its own people
    stand on its own copies by their full names."""

    unmasked: bool = False
    staff_in_full: bool = True

    @classmethod
    def of(cls, unmasked: bool) -> Eyes:
        return cls(unmasked, unmasked or bool(Setting.read(STAFF_IN_FULL, True)))

    def text(self, free: str) -> str:
        return free if self.unmasked else masking.text(free)

    def staff(self, name: str) -> str:
        return name if self.staff_in_full else masking.name(name)

    def account(self, account: str) -> str:
        return account if self.unmasked else masking.account(account)

    def card(self, contact) -> masking.ContactCard:
        return masking.card(contact, revealed=self.unmasked)
