"""Takes an import back (R-IMPORT)."""

from collections import defaultdict
from collections.abc import Iterable

from webapp.database import is_sqlite
from webapp.models.audit import AuditEvent
from webapp.models.classification import Classification, Move
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.followup import FollowUp
from webapp.models.project import Project
from webapp.models.search import SearchTerm
from webapp.models.task import Task

from .change import ImportChange
from .directory import chunks
from .fingerprint import fingerprints
from .trail import Told, record_customers
from .updating import assign

_MODELS = {model._meta.table_name: model for model in (Contact, Classification, Move, Project, FollowUp, Task)}
_NAMES = frozenset({"name", "short_name"})
_AT_ONCE = 500


def undo_changes(batch, *, by) -> list[Customer]:
    """Undo every change of a batch, within the caller's transaction, and record it. Returns the customers left alone,
    edited since.

    The customers are locked before anything is looked at, and the trail's end is taken last (webapp/database.py).
    """
    customers, details = _changes(batch)
    _hold(customers)
    marks = fingerprints(customers)
    untouched = {id_ for id_, change in customers.items() if marks.get(id_) == change.after}
    found = {customer.id: customer for chunk in chunks(marks) for customer in Customer.select().where(Customer.id << chunk)}
    _remove([id_ for id_ in untouched if customers[id_].before is None])
    for id_ in sorted(untouched):
        if customers[id_].before is not None:
            _restore(found[id_], customers[id_].before, details[id_])
    event = AuditEvent.record("import.undone", by=by, subject=batch.filename[:80], batch=batch.id)
    record_customers("customer.import_undone", (_told(found[id_]) for id_ in sorted(untouched)), event)
    return sorted((customer for id_, customer in found.items() if id_ not in untouched), key=lambda customer: customer.number)


def _hold(customers: Iterable[int]) -> None:
    """Lock them by ascending id, as strongly as deleting them will ask for: a weaker lock would let others half-way in."""
    if not is_sqlite():
        for chunk in chunks(sorted(customers)):
            Customer.select(Customer.id).where(Customer.id << chunk).order_by(Customer.id).for_update("FOR UPDATE").execute()


def _told(customer: Customer) -> Told:
    return Told(customer.id, customer.branch_id, customer.number, {})


def _changes(batch) -> tuple[dict[int, ImportChange], dict[int, list[ImportChange]]]:
    """The changes of customers themselves, and those of what hangs on them, latest first."""
    customers, details = {}, defaultdict(list)
    for change in ImportChange.select().where(ImportChange.batch == batch).order_by(ImportChange.id.desc()):
        if change.table == Customer._meta.table_name:
            customers[change.row_id] = change
        else:
            details[change.after["customer"]].append(change)
    return customers, details


def _remove(ids: list[int]) -> None:
    """Delete customers the import created, with all that hangs on them."""
    for chunk in chunks(ids, _AT_ONCE):
        Customer.delete().where(Customer.id << chunk).execute()


def _restore(customer: Customer, before: dict, details: list[ImportChange]) -> None:
    for detail in details:
        _restore_row(_MODELS[detail.table], detail)
    assign(customer, _values(Customer, before))
    tables = {_MODELS[detail.table] for detail in details}
    if tables & {FollowUp, Task, Classification}:
        customer.refresh_schedule()
    if Contact in tables or _NAMES & before.keys():
        SearchTerm.reindex(customer)


def _restore_row(model, detail: ImportChange) -> None:
    if detail.before is None:
        model.delete().where(model.id == detail.row_id).execute()
    else:
        assign(model.get_by_id(detail.row_id), _values(model, detail.before))


def _values(model, before: dict) -> dict:
    return {column: model._meta.fields[column].python_value(value) for column, value in before.items()}
