"""What of customers and contacts is derived from what people wrote: kept for comparing, finding, sorting and showing."""

from collections.abc import Iterator

from webapp.database import transaction
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.fileable import names_of
from webapp.models.rows import insert_tuples
from webapp.models.search import SearchTerm, marked, terms_of
from webapp.text.identifiers import phone_key

SLICE = 500


def work_out_anew() -> None:
    """Write it for every customer as this release spells it; some hundreds at a time, so that others can write
    meanwhile."""
    for ids in _slices():
        with transaction():
            customers = list(Customer.select().where(Customer.id << ids))
            contacts = list(Contact.select().where(Contact.customer << ids))
            for contact in contacts:
                _write(contact, {"phone_key": phone_key(contact.phone)})
            for customer in customers:
                _write(customer, names_of(customer.__data__) | customer.schedule_facts())
            of = {id_: [contact for contact in contacts if contact.customer_id == id_] for id_ in ids}
            SearchTerm.delete().where(SearchTerm.customer << ids).execute()
            insert_tuples(
                SearchTerm,
                (SearchTerm.term, SearchTerm.customer, SearchTerm.is_public),
                (
                    (term, customer.id, is_public)
                    for customer in customers
                    for term, is_public in marked(terms_of(customer, of[customer.id]))
                ),
            )


def _write(row, values: dict) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    row.save()


def _slices() -> Iterator[list[int]]:
    last = 0
    while ids := [
        id_
        for (id_,) in Customer.select(Customer.id).where(Customer.id > last).order_by(Customer.id).limit(SLICE).tuples()
    ]:
        yield ids
        last = ids[-1]
