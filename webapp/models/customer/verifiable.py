"""The second look at a customer's file (二次核对), and by when another is due (R-VERIFY, R-CADENCE)."""

from datetime import date, timedelta

from peewee import Case, fn

from webapp.clock import local, now, today
from webapp.database import seconds_between, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.settings import Settings

A_DAY = 24 * 60 * 60
WAYS_TO_VERIFY = ("电话核实", "上门核实", "工商公示查询", "名片或资料", "其他")


class Verifiable:
    def unverify(self) -> None:
        """Nobody has looked at the file as it is now; the caller saves."""
        self.verified_at, self.verified_by, self.verified_how = None, None, ""

    def verify(self, how: str, *, by) -> None:
        """二次核对: another look, of one of the WAYS_TO_VERIFY, found the file right (R-VERIFY). It may be done again,
        and is to be when the file is due (R-CADENCE)."""
        self.require_verifier(by)
        if how not in WAYS_TO_VERIFY:
            raise DomainError("请选择是怎样核对的", "how")
        with transaction():
            self.hold()
            self.verified_at, self.verified_by, self.verified_how = now(), by, how
            self.save()
            AuditEvent.record("customer.verified", by=by, customer=self, subject=self.number, how=how)

    def require_verifier(self, user) -> None:
        if not user.can_edit(self):
            raise NotAllowed("核对由负责人或分站负责人进行")

    def file_late_by(self) -> int:
        """How many days ago the file of a customer that is followed up should have been edited or verified, 0 for not
        yet (R-CADENCE)."""
        seen_on = local(max(self.updated_at, self.verified_at or self.updated_at)).date()
        late_by = (today() - file_due(seen_on, self.update_days or Settings.file_update_days)).days
        return late_by if late_by > 0 and not self.is_lost() else 0

    @classmethod
    def seen_at(cls):
        """The column of the moment at which the file was last edited or verified."""
        return Case(None, [(cls.verified_at > cls.updated_at, cls.verified_at)], cls.updated_at)

    @classmethod
    def file_overtime(cls, midnight, usual_days):
        """For a query: for how many seconds the file had been late when that day began; 0 or less for not at all. The
        day itself never counts, as in `file_late_by`."""
        return seconds_between(cls.seen_at(), midnight) - fn.COALESCE(cls.update_days, usual_days) * A_DAY


def file_due(seen_on: date, days: int) -> date:
    """The last day for a file that was seen on that day to be looked through again."""
    return seen_on + timedelta(days=days)
