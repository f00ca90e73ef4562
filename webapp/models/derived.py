"""What is derived from what people wrote of customers and contacts: for comparing, finding, sorting and showing."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from webapp.database import transaction
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.fileable import names_of
from webapp.models.rows import insert_tuples
from webapp.models.search import SearchTerm, Terms, marked, terms_of
from webapp.text.identifiers import phone_key

SLICE = 500


class Derived(NamedTuple):
    """A customer with its contacts, and what each ought to hold."""

    customer: Customer
    names: dict
    phones: list[tuple[Contact, str]]
    terms: Terms

    @classmethod
    def of(cls, customer: Customer, contacts: list[Contact]) -> "Derived":
        for contact in contacts:
            contact.phone_key = phone_key(contact.phone)
        phones = [(contact, contact.phone_key) for contact in contacts]
        return cls(customer, names_of(customer.__data__), phones, terms_of(customer, contacts))


def work_out_anew() -> None:
    """Write it for every customer as this release spells it; some hundreds at a time, so that others can write
    meanwhile."""
    for ids in _slices():
        with transaction():
            found = _derived(ids)
            for customer, names, phones, _terms in found:
                for contact, _key in phones:
                    contact.save()
                _write(customer, names | customer.schedule_facts())
            SearchTerm.delete().where(SearchTerm.customer << ids).execute()
            insert_tuples(SearchTerm, SearchTerm.columns(), (row for one in found for row in _rows(one)))


def wrong() -> Iterator[Customer]:
    """Those of whom something derived is not what it ought to be."""
    for ids in _slices():
        stored = defaultdict(set)
        for row in SearchTerm.select(*SearchTerm.columns()).where(SearchTerm.customer << ids).tuples():
            stored[row[1]].add(tuple(row))
        keys = dict(Contact.select(Contact.id, Contact.phone_key).where(Contact.customer << ids).tuples())
        for one in _derived(ids):
            names = {name: getattr(one.customer, name) for name in one.names}
            is_right = names == one.names and all(keys[contact.id] == key for contact, key in one.phones)
            if not is_right or stored[one.customer.id] != set(_rows(one)):
                yield one.customer


def _derived(ids: list[int]) -> list[Derived]:
    contacts = defaultdict(list)
    for contact in Contact.select().where(Contact.customer << ids):
        contacts[contact.customer_id].append(contact)
    customers = Customer.select().where(Customer.id << ids).order_by(Customer.id)
    return [Derived.of(customer, contacts[customer.id]) for customer in customers]


def _rows(one: Derived) -> Iterator[tuple[str, int, bool]]:
    return ((term, one.customer.id, is_public) for term, is_public in marked(one.terms))


def _write(customer: Customer, values: dict) -> None:
    for name, value in values.items():
        if getattr(customer, name) != value:
            setattr(customer, name, value)
    customer.save()


def _slices() -> Iterator[list[int]]:
    last, ids = 0, [0]
    while ids:
        query = Customer.select(Customer.id).where(Customer.id > last).order_by(Customer.id).limit(SLICE)
        if ids := [id_ for (id_,) in query.tuples()]:
            yield ids
            last = ids[-1]
