"""With whose eyes a customer is looked at: what people wrote, whole or masked (R-MASK)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from peewee import Expression, Field, Value

from webapp.models.contact import Contact
from webapp.models.former import Former
from webapp.prepared import Prepared
from webapp.text import masking, money
from webapp.text.masking import Known


class Eyes(NamedTuple):
    """How much of a customer one person sees: whoever works on it all of it, anybody else nothing by which somebody
    could be reached or told. `known` is what is hidden wherever it is written. Whether they see `amounts` of money is
    another matter (R-AMOUNT)."""

    whole: bool
    known: Known = masking.NOTHING
    amounts: bool = False

    @classmethod
    def of(cls, user, customer) -> "Eyes":
        """The person's."""
        whole = user.works_on(customer)
        return cls(whole, masking.NOTHING if whole else known_at(customer.id), user.sees_amounts(customer))

    def text(self, free: str, kind: str = "text") -> str:
        """What somebody wrote; an `account` all of which would tell too much, what is `open` tells nothing, an `amount`
        is for some alone."""
        if kind == "amount":
            return free if self.amounts else money.HIDDEN
        if self.whole or kind == "open":
            return free
        return masking.account(free) if kind == "account" else masking.text(free, self.known)

    def told(self, field, value) -> str:
        """The words of what stands in a field."""
        words = field.worded(value)
        return self.text(words, field.eyes) if words else ""

    def name(self, customer) -> str:
        """The customer's; of a person, 个人客户, as 周*."""
        return customer.name if self.whole else customer.public_name

    def address(self, customer) -> str:
        """The customer's; of a person to the district."""
        if self.whole:
            return customer.full_address
        return customer.district_address if customer.is_person else self.text(customer.full_address)


WHOLE = Eyes(True)


class Owned(NamedTuple):
    """What tells who works on a customer."""

    id: int
    owner_id: int
    branch_id: int


def eyes_at(customers: Iterable[Owned], user) -> dict[int, Eyes]:
    """The person's at each of these customers, by the customer's id."""
    customers = set(customers)
    others = {customer.id for customer in customers if not user.works_on(customer)}
    known = known_of(others) if others else defaultdict(Known)
    return {
        customer.id: Eyes(customer.id not in others, known[customer.id], user.sees_amounts(customer))
        for customer in customers
    }


def eyes_in_lists(customers: Iterable[Owned], user) -> dict[int, Eyes]:
    """The same where everybody reads masked text, whoever's customers they are."""
    customers = {customer.id: customer for customer in customers}
    known = known_of(customers)
    return {id_: Eyes(False, known[id_], user.sees_amounts(customer)) for id_, customer in customers.items()}


def known_at(customer: int) -> Known:
    """What is known of the people at this customer: of the contacts, of a customer who is one, and what they were
    called before."""
    return Known.told([tuple(person) for _, *person in _people_at_one(customer=customer)])


def known_of(customers: Iterable[int]) -> defaultdict[int, Known]:
    """The same of some customers, by customer."""
    people = defaultdict(list)
    for id_, *person in _people(customers=list(customers)):
        people[id_].append(tuple(person))
    return defaultdict(Known, {id_: Known.told(theirs) for id_, theirs in people.items()})


def names_hidden(customer) -> tuple[str, ...]:
    """What a customer is called, where that is nobody's business (个人客户): whatever is written of them may say it."""
    return (customer.name, customer.short_name) if customer.is_person else ()


def places_hidden(customer) -> tuple[str, ...]:
    """Where a person who is a customer lives, beyond the district."""
    return (customer.address,) if customer.is_person else ()


def _people_at(are_these: Callable[[Field], Expression]):
    """Contacts as KNOWN_BY has them, and as such each of `names_hidden` and `places_hidden` and what was so once, of
    customers whose ids `are_these`."""
    customer = Contact.customer.rel_model
    contacts = Contact.select(Contact.customer, *(getattr(Contact, field) for field in masking.KNOWN_BY))
    query = contacts.where(are_these(Contact.customer))
    blank = Value("")
    formers = Former.select(Former.customer, Former.name, Former.word, *[blank] * (len(masking.KNOWN_BY) - 2))
    query = query.union_all(formers.where(are_these(Former.customer)))
    for name, place in ((customer.name, blank), (customer.short_name, blank), (blank, customer.address)):
        persons = customer.select(customer.id, name, place, *[blank] * (len(masking.KNOWN_BY) - 2))
        query = query.union_all(persons.where(are_these(customer.id), customer.are_persons()))
    return query


_people = Prepared(lambda customers: _people_at(lambda id_: id_ << customers), row=tuple)
_people_at_one = Prepared(lambda customer: _people_at(lambda id_: id_ == customer), row=tuple)
