"""Takes an import back (R-IMPORT)."""

from collections import defaultdict

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
from .updating import assign

_MODELS = {model._meta.table_name: model for model in (Contact, Classification, Move, Project, FollowUp, Task)}
_AT_ONCE = 500


def undo_changes(batch, by) -> list[Customer]:
    """Undo every change of a batch, within the caller's transaction. Returns the customers left alone, edited since."""
    customers, details = _changes(batch)
    marks = fingerprints(customers)
    untouched = [change for id_, change in customers.items() if marks.get(id_) == change.after]
    _remove([change.row_id for change in untouched if change.before is None], by)
    for change in untouched:
        if change.before is not None:
            _restore(change, details[change.row_id], by)
    left = set(customers) & set(marks) - {change.row_id for change in untouched}
    return [row for chunk in chunks(sorted(left)) for row in Customer.select().where(Customer.id << chunk).order_by(Customer.number)]


def _changes(batch) -> tuple[dict[int, ImportChange], dict[int, list[ImportChange]]]:
    """The changes of customers themselves, and those of what hangs on them, latest first."""
    customers, details = {}, defaultdict(list)
    for change in ImportChange.select().where(ImportChange.batch == batch).order_by(ImportChange.id.desc()):
        if change.table == Customer._meta.table_name:
            customers[change.row_id] = change
        else:
            details[change.after["customer"]].append(change)
    return customers, details


def _remove(ids: list[int], by) -> None:
    """Delete customers the import created, with all that hangs on them."""
    for chunk in chunks(ids, _AT_ONCE):
        for customer in Customer.select(Customer.id, Customer.number, Customer.branch).where(Customer.id << chunk):
            AuditEvent.record("customer.import_undone", by=by, customer=customer, subject=customer.number)
        Customer.delete().where(Customer.id << chunk).execute()


def _restore(change: ImportChange, details: list[ImportChange], by) -> None:
    for detail in details:
        model = _MODELS[detail.table]
        if detail.before is None:
            model.delete().where(model.id == detail.row_id).execute()
        else:
            assign(model.get_by_id(detail.row_id), _values(model, detail.before))
    customer = Customer.get_by_id(change.row_id)
    assign(customer, _values(Customer, change.before))
    customer.refresh_schedule()
    SearchTerm.reindex(customer)
    AuditEvent.record("customer.import_undone", by=by, customer=customer, subject=customer.number)


def _values(model, before: dict) -> dict:
    return {column: model._meta.fields[column].python_value(value) for column, value in before.items()}
