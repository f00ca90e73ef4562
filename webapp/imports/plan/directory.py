"""What the book already knows of the companies in a list, fetched in a bounded number of queries (R-IMPORT)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime

from peewee import JOIN, Field

from webapp.imports.parts.draft import Draft
from webapp.models.classification import Classification
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup import FollowUp
from webapp.models.organisation import Branch
from webapp.models.project import Project
from webapp.models.rows import chunks
from webapp.models.user import User
from webapp.text import naming
from webapp.text.identifiers import phone_key

_LEAST_STEM = 2


def portions(items: Iterable, weight: Callable[..., int], most: int) -> Iterator[list]:
    """The items in lists for one transaction each, full once they weigh so much together."""
    portion, heavy = [], 0
    for item in items:
        portion.append(item)
        heavy += weight(item)
        if heavy >= most:
            yield portion
            portion, heavy = [], 0
    if portion:
        yield portion


@dataclass
class Known:
    """A customer on file with what hangs on it."""

    customer: Customer
    contacts: list[Contact] = field(default_factory=list)
    classifications: dict[str, Classification] = field(default_factory=dict)
    project: Project | None = None
    followups: set[tuple[datetime, str]] = field(default_factory=set)

    @property
    def state(self) -> int:
        """Another one once anybody has changed the customer, or what hangs on it: a card may have been moved without a
        change of the customer itself."""
        row = self.customer
        own = row.number, row.name, row.version, row.updated_at, row.followup_count, row.owner_id
        hanging = [*self.contacts, *self.classifications.values(), *([self.project] if self.project else [])]
        return hash((own, frozenset(map(_state, hanging))))


class Directory:
    """Customers that share a number, name, credit code, name stem or phone with one of some rows of the list."""

    def __init__(self, drafts: Iterable[Draft]):
        drafts = [draft for draft in drafts if not draft.rejection]
        self._found: dict[int, Customer] = {}
        self.by_number = self._index(Customer.number, {draft.number for draft in drafts})
        self.by_name = self._index(Customer.name_key, {naming.key(draft.name) for draft in drafts})
        self.by_code = self._index(Customer.uscc, {draft.customer.get("uscc", "") for draft in drafts})
        stems = {stem for draft in drafts if len(stem := naming.stem(draft.name)) >= _LEAST_STEM}
        self.by_stem = self._index(Customer.name_stem, stems)
        self.by_phone = self._phones({key for draft in drafts for key in phone_keys(draft)})

    def _index(self, column: Field, keys: set[str]) -> dict[str, list[Customer]]:
        found = defaultdict(list)
        for chunk in chunks(sorted(keys - {""})):
            query = _whole(Customer.select(Customer, User, Branch))
            for customer in query.where(column << chunk).order_by(Customer.id):
                customer = self._found.setdefault(customer.id, customer)
                found[getattr(customer, column.name)].append(customer)
        return found

    def _phones(self, keys: set[str]) -> dict[str, list[Customer]]:
        found = defaultdict(list)
        for chunk in chunks(sorted(keys)):
            query = _whole(Contact.select(Contact.phone_key, Customer, User, Branch).join(Customer))
            for contact in query.where(Contact.phone_key << chunk).order_by(Contact.id):
                found[contact.phone_key].append(self._found.setdefault(contact.customer.id, contact.customer))
        return found

    @property
    def ids(self) -> Set[int]:
        return self._found.keys()

    def of_branch(self, branch: Branch) -> Iterator[Customer]:
        """Those of the branch that a row may be of: not every one that is merely alike."""
        for index in (self.by_number, self.by_name, self.by_code):
            for customers in index.values():
                yield from (customer for customer in customers if customer.branch_id == branch.id)


def _whole(query):
    """The query of customers, with whose they are and of which branch."""
    return query.join_from(Customer, User, JOIN.LEFT_OUTER, on=Customer.owner).join_from(Customer, Branch)


def on_file(customers: Iterable[Customer]) -> dict[int, Known]:
    """These customers with their contacts, classes and project."""
    known = {customer.id: Known(customer) for customer in customers}
    for chunk in chunks(known):
        for contact in Contact.select().where(Contact.customer << chunk).order_by(Contact.id):
            known[contact.customer_id].contacts.append(contact)
        for found in _classifications(chunk):
            known[found.customer_id].classifications[found.value.dimension.slug] = found
        for project in Project.select().where(Project.customer << chunk):
            known[project.customer_id].project = project
    return known


def with_history(customers: Iterable[Customer]) -> dict[int, Known]:
    """The same with their follow-ups."""
    known = on_file(customers)
    for chunk in chunks(known):
        query = FollowUp.select(FollowUp.customer, FollowUp.at, FollowUp.content)
        for row in query.where(FollowUp.customer << chunk):
            known[row.customer_id].followups.add((row.at, row.content))
    return known


def _state(row: Contact | Classification | Project) -> tuple:
    return type(row), row.id, row.updated_at if isinstance(row, Project) else row.version


def _classifications(customers: list[int]):
    query = Classification.select(Classification, DimensionValue, Dimension)
    query = query.join(DimensionValue, on=Classification.value == DimensionValue.id).join(Dimension)
    return query.where(Classification.customer << customers)


def phone_keys(draft: Draft) -> list[str]:
    """The digits of every valid phone in the row."""
    return [phone_key(phone) for contact in draft.contacts if (phone := contact.values.get("phone"))]
