"""What is derived from what people wrote of customers and contacts: for comparing, finding, sorting and showing."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from peewee import ModelSelect

from webapp.database import locked, transaction
from webapp.models.contact import KEYS, Contact, keys_of
from webapp.models.customer import Customer
from webapp.models.customer.fileable import names_of
from webapp.models.rows import insert_tuples
from webapp.models.search import SearchTerm, Terms, marked, terms_of

SLICE = 500


class Derived(NamedTuple):
    """A customer, and what it ought to hold. Its contacts hold what they ought to, `keys` are those stored of them."""

    customer: Customer
    names: dict
    contacts: list[Contact]
    keys: list[dict[str, str]]
    terms: Terms

    @classmethod
    def of(cls, customer: Customer, contacts: list[Contact]) -> "Derived":
        keys = [_keys(contact) for contact in contacts]
        for contact in contacts:
            for name, key in keys_of(contact.__data__).items():
                setattr(contact, name, key)
        return cls(customer, names_of(customer.__data__), contacts, keys, terms_of(customer, contacts))

    @property
    def is_right(self) -> bool:
        names = {name: getattr(self.customer, name) for name in self.names}
        return names == self.names and self.keys == [_keys(contact) for contact in self.contacts]


def _keys(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in KEYS}


def work_out_anew() -> None:
    """Write what is derived of every customer as this release spells it; some hundreds at a time, so that others can
    write meanwhile."""
    for ids in _slices():
        with transaction():
            found = _derived(locked(_customers(ids)))
            for one in found:
                for contact in one.contacts:
                    contact.save()
                _write(one.customer, one.names | one.customer.schedule_facts())
            SearchTerm.delete().where(SearchTerm.customer << ids).execute()
            insert_tuples(SearchTerm, SearchTerm.columns(), (row for one in found for row in _rows(one)))


def out_of_date() -> Iterator[Customer]:
    """Customers of whom something derived is not what it ought to be."""
    for ids in _slices():
        stored = defaultdict(set)
        for row in SearchTerm.select(*SearchTerm.columns()).where(SearchTerm.customer << ids).tuples():
            stored[row[1]].add(tuple(row))
        for one in _derived(_customers(ids)):
            if not one.is_right or stored[one.customer.id] != set(_rows(one)):
                yield one.customer


def _customers(ids: list[int]) -> ModelSelect:
    return Customer.select().where(Customer.id << ids).order_by(Customer.id)


def _derived(customers: ModelSelect) -> list[Derived]:
    customers, contacts = list(customers), defaultdict(list)
    for contact in Contact.select().where(Contact.customer << customers):
        contacts[contact.customer_id].append(contact)
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
