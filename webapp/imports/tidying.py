"""What becomes of lists that nobody goes on with: the night run's part in imports (R-IMPORT, R-NOID)."""

from datetime import timedelta

from peewee import Expression

from webapp.clock import now
from webapp.database import transaction
from webapp.imports.customer_import import CustomerImport
from webapp.models.audit import AuditEvent
from webapp.models.import_batch import ImportBatch, ImportRow

# The file stays as it came until it is confirmed: an xls cannot be blanked cell by cell, and the columns may still be
# assigned anew. So identity data in a refused row (R-NOID) stays no longer than a preview is of use.
KEPT_FOR = timedelta(hours=24)
CELLS_KEPT_FOR = timedelta(days=7)


def tidy(*, by) -> None:
    """All of it at once, for whoever is about to write a list from the command line."""
    while let_go_of_broken(by=by) or drop_expired(by=by) or drop_cells():
        pass


def let_go_of_broken(*, by) -> int:
    """Take back what a process wrote that did not live to finish its list; how many lists it were.

    It takes transactions of its own, and of each list one process alone takes hold, however many ask."""
    broken = ImportBatch.given_up()
    for batch in broken:
        CustomerImport(batch).let_go(by=by)
    return len(broken)


def expired() -> Expression:
    """Lists that were not confirmed within a day: they are shown no more, and go in the night."""
    is_waiting = ImportBatch.confirmed_at.is_null() & ImportBatch.busy_since.is_null()
    return is_waiting & (ImportBatch.created_at < now() - KEPT_FOR)


def drop_expired(*, by) -> int:
    """Drop the oldest expired list of any branch, with file and preview; 0 where there is none."""
    batch = ImportBatch.select(ImportBatch.id, ImportBatch.filename).where(expired()).order_by(ImportBatch.id).first()
    if batch is None:
        return 0
    with transaction():
        if ImportBatch.delete().where(ImportBatch.id == batch.id, expired()).execute():
            AuditEvent.record("import.expired", by=by, subject=batch.filename[:80], batch=batch.id)
    return 1


def with_old_cells() -> Expression:
    """Lists whose refused rows still stand there as they came: to be mended and sent in again, for some days."""
    return (ImportBatch.confirmed_at < now() - CELLS_KEPT_FOR) & (ImportBatch.has_cells == True)  # noqa: E712


def drop_cells() -> int:
    """Forget the refused rows of the oldest such list; 0 where there is none."""
    batch = ImportBatch.select(ImportBatch.id).where(with_old_cells()).order_by(ImportBatch.id).first()
    if batch is None:
        return 0
    with transaction():
        ImportRow.update(cells=None).where(ImportRow.batch == batch, ImportRow.cells.is_null(False)).execute()
        ImportBatch.update(has_cells=False).where(ImportBatch.id == batch.id).execute()
    return 1
