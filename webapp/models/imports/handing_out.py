"""What leaves an import batch besides its confirmation: the result list, and files nobody confirmed in time."""

from datetime import timedelta

from webapp.database import now, transaction
from webapp.models.audit import AuditEvent

from .report import result_workbook

# The file stays as it came until it is confirmed: an xls cannot be blanked cell by cell, and the columns may still be
# assigned anew. So identity data in a refused row (R-NOID) stays no longer than a preview is of use.
KEPT_FOR = timedelta(hours=24)


class HandingOut:
    """Verbs of ImportBatch."""

    def hand_out(self, *, by) -> bytes:
        """The result list as xlsx. It holds the refused rows as they came, telephones included (R-REVEAL)."""
        with transaction():
            AuditEvent.record("import.exported", by=by, subject=self.filename[:80], batch=self.id)
        return result_workbook(self.report)

    @classmethod
    def tidy(cls, *, by) -> None:
        """Take back what a process wrote that did not live to finish its list, and drop what expired."""
        for batch in cls.given_up():
            batch.let_go(by=by)
        cls._drop_expired(by=by)

    @classmethod
    def _drop_expired(cls, *, by) -> None:
        """Drop the lists of every branch that were not confirmed within a day, with file and preview."""
        expired = cls.confirmed_at.is_null() & cls.busy_since.is_null() & (cls.created_at < now() - KEPT_FOR)
        for batch in list(cls.select(cls.id, cls.filename).where(expired).order_by(cls.id)):
            with transaction():
                if cls.delete().where(cls.id == batch.id, expired).execute():
                    AuditEvent.record("import.expired", by=by, subject=batch.filename[:80], batch=batch.id)
