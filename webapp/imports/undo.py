"""Takes an import back (R-IMPORT)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.database import is_sqlite
from webapp.imports.plan.directory import portions
from webapp.imports.write.updating import assign
from webapp.models import ALL
from webapp.models.audit import AuditEvent, Told
from webapp.models.customer import Customer
from webapp.models.customer.schedulable import SCHEDULED_BY
from webapp.models.fingerprint import fingerprints
from webapp.models.import_batch import ImportChange
from webapp.models.own_field import OWN
from webapp.models.rows import chunks
from webapp.models.search import FOUND_BY, NAMES, SearchTerm

_CUSTOMER = Customer._meta.table_name
_MODELS = {model._meta.table_name: model for model in ALL}
MOST = 300  # changes taken back in one transaction, or those of one customer


def undo_changes(batch, *, by) -> list[Customer]:
    """Undo every change of a batch whose turn it is, some hundreds of customers at a time, and record it.

    Returns the customers left alone, edited since. Each part is a transaction of its own (R-IMPORT): the customers are
    locked before anything is looked at, and the trail's end is taken last (webapp/database.py).
    """
    kept, details = [], _details(batch)
    for notes in portions(_customers(batch), lambda note: 1 + len(details.get(note.row_id, ())), MOST):
        with batch.in_turn():
            kept += _undo({note.row_id: note for note in notes}, details, by)
    return sorted(kept, key=lambda customer: customer.number)


def _undo(notes: dict[int, ImportChange], details: dict[int, list[ImportChange]], by) -> list[Customer]:
    """Undo what was written on these customers, and forget it. Returns those edited since."""
    _hold(notes)
    marks, found = fingerprints(notes), {row.id: row for row in Customer.select().where(Customer.id << list(notes))}
    untouched = [id_ for id_ in found if marks[id_] == notes[id_].after]
    record = [_told(found[id_]) for id_ in untouched]
    Customer.delete().where(Customer.id << [id_ for id_ in untouched if notes[id_].before is None]).execute()
    for id_ in untouched:
        if notes[id_].before is not None:
            _restore(found[id_], notes[id_].before, details.get(id_, []))
    for done in chunks(note.id for id_ in untouched for note in (notes[id_], *details.get(id_, []))):
        ImportChange.delete().where(ImportChange.id << done).execute()
    AuditEvent.record_each("customer.import_undone", record, by=by)
    return [row for id_, row in found.items() if id_ not in set(untouched)]


def _hold(customers: Iterable[int]) -> None:
    """Lock them by ascending id, as strongly as deleting them will ask for: a weaker lock lets others in half-way."""
    if not is_sqlite():
        rows = Customer.select(Customer.id).where(Customer.id << sorted(customers)).order_by(Customer.id)
        rows.for_update("FOR UPDATE").execute()


def _told(customer: Customer) -> Told:
    return Told(customer.id, customer.branch_id, customer.number, {})


def _customers(batch) -> Iterator[ImportChange]:
    """The customers themselves, by ascending id; fetched in portions, each before anything is written."""
    wanted = (ImportChange.batch == batch.id) & (ImportChange.table == _CUSTOMER)
    ids = [id_ for (id_,) in ImportChange.select(ImportChange.id).where(wanted).order_by(ImportChange.row_id).tuples()]
    for chunk in chunks(ids, MOST):
        yield from list(ImportChange.select().where(ImportChange.id << chunk).order_by(ImportChange.row_id))


def _details(batch) -> dict[int, list[ImportChange]]:
    """What was written on each customer that was on file already, latest first."""
    details = defaultdict(list)
    wanted = (ImportChange.batch == batch.id) & (ImportChange.table != _CUSTOMER)
    for change in ImportChange.select().where(wanted).order_by(ImportChange.id.desc()):
        details[change.after["customer"]].append(change)
    return details


def _restore(customer: Customer, before: dict, details: list[ImportChange]) -> None:
    for detail in details:
        _restore_row(_MODELS[detail.table], detail)
    assign(customer, _values(Customer, before))
    models = {_MODELS[detail.table] for detail in details}
    if models & SCHEDULED_BY:
        customer.refresh_schedule()
    if models & FOUND_BY or (NAMES | {OWN}) & before.keys():
        SearchTerm.reindex(customer)


def _restore_row(model, detail: ImportChange) -> None:
    if detail.before is None:
        model.delete().where(model.id == detail.row_id).execute()
    else:
        assign(model.get_by_id(detail.row_id), _values(model, detail.before))


def _values(model, before: dict) -> dict:
    return {column: model._meta.fields[column].python_value(value) for column, value in before.items()}
