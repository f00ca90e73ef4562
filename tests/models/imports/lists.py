"""Short ways to import a list in a test."""

from webapp.models import Branch, Customer, ImportBatch
from webapp.models.imports.columns import recognise
from webapp.models.imports.outcomes import ImportPlan
from webapp.models.imports.plan import plan
from webapp.models.imports.table import read_table

from . import SAMPLES

FOLLOWUPS, REGISTER, UNIVERSAL = "followups-gb18030.csv", "register-traditional.csv", "universal.csv"


def planned(text: str, world, mode: str = "both", branch: Branch | None = None) -> ImportPlan:
    """The plan of a CSV text for the world's Suzhou manager."""
    table = read_table(text.encode(), "客户.csv")
    return plan(table, recognise(table.headers), mode, branch or world.suzhou, world.manager)


def only_row(text: str, world, **options):
    """The single row of a plan."""
    (row,) = planned(text, world, **options).rows
    return row


def opened(text: str, world, **options) -> ImportBatch:
    return ImportBatch.open(text.encode(), "客户.csv", branch=world.suzhou, by=world.manager, **options)


def imported(text: str, world, **options) -> ImportBatch:
    """A CSV text, opened and confirmed."""
    batch = opened(text, world, **options)
    batch.confirm(by=world.manager)
    return batch


def opened_sample(name: str, world) -> ImportBatch:
    return ImportBatch.open((SAMPLES / name).read_bytes(), name, branch=world.suzhou, by=world.manager)


def imported_sample(name: str, world) -> ImportBatch:
    batch = opened_sample(name, world)
    batch.confirm(by=world.manager)
    return batch


def customer(name: str) -> Customer:
    return Customer.get(Customer.name == name)
