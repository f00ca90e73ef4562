"""Short ways to import a list in a test."""

from webapp.imports.customer_import import CustomerImport
from webapp.imports.files.columns import Columns
from webapp.imports.files.table import read_table
from webapp.imports.plan.directory import with_history
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.outcomes import ImportPlan
from webapp.imports.plan.planner import plan
from webapp.models import Branch, Customer, ImportBatch
from webapp.models.import_batch import ImportRow

from . import SAMPLES

FOLLOWUPS, REGISTER, UNIVERSAL = "followups-gb18030.csv", "register-traditional.csv", "universal.csv"


def planned(text: str, world, mode: str = "both", branch: Branch | None = None) -> ImportPlan:
    """The plan of a CSV text for the world's Suzhou manager."""
    table = read_table(text.encode(), "客户.csv")
    return plan(table, Columns.now().recognise(table.headers), mode, branch or world.suzhou, world.manager)


def only_row(text: str, world, **options):
    """The single row of a plan, its customer woken."""
    plan = planned(text, world, **options)
    (row,) = plan.rows
    if row.entry:
        wake(plan, row.entry)
    return row


def wake(plan: ImportPlan, entry: Entry) -> Entry:
    known = with_history(Customer.select().where(Customer.id == entry.id))
    entry.wake(plan.packing, known.get(entry.id))
    return entry


def opened(text: str, world, **options) -> ImportBatch:
    return CustomerImport.open(text.encode(), "客户.csv", branch=world.suzhou, by=world.manager, **options).batch


def imported(text: str, world, **options) -> ImportBatch:
    """A CSV text, opened and confirmed."""
    batch = opened(text, world, **options)
    CustomerImport(batch).confirm(by=world.manager)
    return batch


def rows_of(batch: ImportBatch, outcome: str = "") -> list[ImportRow]:
    """What is kept of the rows."""
    return list(ImportRow.of(batch, outcome))


def opened_sample(name: str, world) -> ImportBatch:
    return CustomerImport.open((SAMPLES / name).read_bytes(), name, branch=world.suzhou, by=world.manager).batch


def imported_sample(name: str, world) -> ImportBatch:
    batch = opened_sample(name, world)
    CustomerImport(batch).confirm(by=world.manager)
    return batch


def customer(name: str) -> Customer:
    return Customer.get(Customer.name == name)
