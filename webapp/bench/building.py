"""A database of N customers in branches of a thousand, ready to be served."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from webapp import passwords, schema
from webapp.bench import names
from webapp.bench.bulk import Bulk
from webapp.bench.writing import COLUMNS, Author, filing_days
from webapp.clock import today
from webapp.database import db, is_sqlite, open_database
from webapp.models import (
    AuditEvent,
    AuditHead,
    Branch,
    Classification,
    Customer,
    Dimension,
    DimensionValue,
    Region,
    SearchTerm,
    User,
)
from webapp.models.search import marked, terms_of
from webapp.text.pinyin import pinyin_of

BRANCH_SIZE = 1000
REPS = 5
BATCH = 1000
PASSWORD = "记跟进不怕慢只怕断"
QUICKLY = ("synchronous = off", "cache_size = -400000", "foreign_keys = off")


class Inconsistent(AssertionError):
    """What was built is not what the verbs would have written; its figures would mean nothing."""


class Place(NamedTuple):
    """A customer of the measured branch and where its card stands on the 合作阶段 board."""

    id: int
    number: str
    name: str
    stage: str
    version: int


@dataclass(frozen=True)
class Office:
    """The measured branch, its manager, the inspector who sees all, a rep of the branch with a busy day; `values` are
    the stages' ids by slug."""

    manager: str
    inspector: str
    branch: int
    customers: list[Place]
    values: dict[str, int]
    rep: str = "rep0"

    def customer(self, turn: int) -> Place:
        return self.customers[turn % len(self.customers)]


def build(url: str, instance: Path, customers: int) -> Office:
    """Fill the empty database at `url`. Raises Inconsistent where a sample differs from what the verbs derive."""
    database = open_database(url)
    schema.migrate(instance)
    with db.connection_context():
        if is_sqlite():
            for pragma in QUICKLY:
                db.execute_sql(f"PRAGMA {pragma}")
        _fill(_staff(-(-customers // BRANCH_SIZE)), customers)
        _check(customers)
    database.close_all()  # the quick settings end with their connection
    return find_office()


def _staff(count: int) -> list[list[User]]:
    """The reps of each branch; its manager and the inspector come with them."""
    hashed = passwords.hash(PASSWORD)
    account = {"password_hash": hashed, "must_change_password": False}
    region = Region.create(name="华东区")
    User.create(username="inspector", name="郑明", role="inspector", **account)
    reps = []
    for number in range(count):
        branch = Branch.create(name=f"第{number + 1}分站", region=region)
        User.create(
            username=f"manager{number}", name=names.person(number * 7), role="manager", branch=branch, **account
        )
        reps.append([_rep(number * REPS + place, branch, account) for place in range(REPS)])
    return reps


def _rep(number: int, branch: Branch, account: dict) -> User:
    return User.create(
        username=f"rep{number}", name=names.person(number * 11 + 3), role="rep", branch=branch, **account
    )


def _fill(branches: list[list[User]], customers: int) -> None:
    bulk = Bulk(COLUMNS)
    author = Author(bulk, today())
    for place, (day, number) in enumerate(filing_days(customers, today())):
        reps = branches[place % len(branches)]
        author.write(reps[place // len(branches) % REPS], day, number)
        if place % BATCH == BATCH - 1:
            bulk.write()
    bulk.write()
    bulk.finish()
    AuditHead.place(author.length, author.hash)


def _check(customers: int) -> None:
    """The derived columns, cards, terms and the trail of some customers, against what the verbs would write."""
    for id_ in Random(1).sample(range(1, customers + 1), 20):
        customer = Customer.get_by_id(id_)
        _agree(id_, customer.schedule_facts(), {name: getattr(customer, name) for name in customer.schedule_facts()})
        urgencies = {row.urgency for row in Classification.select().where(Classification.customer == customer)}
        _agree(id_, urgencies, {customer.urgency()})
        stored = {(row.term, row.is_public) for row in SearchTerm.select().where(SearchTerm.customer == customer)}
        _agree(id_, stored, set(marked(terms_of(customer, customer.contacts))))
        _agree(id_, customer.name_sort, pinyin_of(customer.name))
    if customers <= BRANCH_SIZE:
        _agree(0, AuditEvent.verify(), None)


def _agree(customer: int, stored, derived) -> None:
    if stored != derived:
        raise Inconsistent(f"customer {customer}: {stored} instead of {derived}")


def find_office() -> Office:
    """The office of a built database."""
    manager = User.get(User.username == "manager0")
    stages = DimensionValue.select().join(Dimension).where(Dimension.slug == "stage")
    values = {value.slug: value.id for value in stages}
    return Office(manager.username, "inspector", manager.branch_id, _places(manager.branch_id, values), values)


def _places(branch: int, values: dict[str, int]) -> list[Place]:
    cards = Classification.select(
        Customer.id, Customer.number, Customer.name, DimensionValue.slug, Classification.version
    )
    cards = cards.join(Customer, on=Classification.customer == Customer.id).switch(Classification).join(DimensionValue)
    cards = cards.where(Classification.branch == branch, Classification.value << list(values.values()))
    return [Place(*row) for row in cards.order_by(Customer.id).tuples()]
