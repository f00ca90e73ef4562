"""With whose eyes a customer is looked at: what people wrote, whole or masked (R-MASK)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from webapp.models.contact import Contact
from webapp.prepared import Prepared
from webapp.text import masking
from webapp.text.masking import Known


class Eyes(NamedTuple):
    """How much of a customer one person sees: whoever works on it all of it, anybody else nothing by which somebody
    could be reached or told. `known` is what is hidden wherever it is written."""

    whole: bool
    known: Known = masking.NOTHING

    @classmethod
    def of(cls, user, customer, contacts: Iterable[Contact] | None = None) -> "Eyes":
        """The person's. `contacts` are the customer's, where they are at hand."""
        if user.works_on(customer):
            return WHOLE
        known = known_of([customer.id])[customer.id] if contacts is None else Known.of(contacts)
        if customer.is_person:  # what is written of them may name them
            known = known.with_name(customer.name)
        return cls(False, known)

    def text(self, free: str, kind: str = "text") -> str:
        """What somebody wrote; an `account` all of which would tell too much."""
        if self.whole:
            return free
        return masking.account(free) if kind == "account" else masking.text(free, self.known)

    def name(self, customer) -> str:
        """The customer's; of a person, 个人客户, as 周*."""
        return customer.name if self.whole else customer.public_name

    def address(self, customer) -> str:
        """The customer's; of a person to the district."""
        if self.whole:
            return customer.full_address
        return customer.district_address if customer.is_person else self.text(customer.full_address)


WHOLE = Eyes(True)


def known_of(customers: Iterable[int]) -> defaultdict[int, Known]:
    """What is known of the people at these customers, by customer."""
    people = defaultdict(list)
    for contact in _people(customers=list(customers)):
        people[contact.customer].append(contact)
    return defaultdict(Known, {customer: Known.of(found) for customer, found in people.items()})


class _Person(NamedTuple):
    customer: int
    name: str
    qq: str
    wechat: str
    email: str


_people = Prepared(
    lambda customers: Contact.select(Contact.customer, Contact.name, Contact.qq, Contact.wechat, Contact.email).where(
        Contact.customer << customers
    ),
    row=_Person,
)
