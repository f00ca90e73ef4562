"""记录: what is put on a customer's card by a form of its own, and stands there by itself: an order, a competitor, …"""

from collections.abc import Iterator
from datetime import date, datetime

from peewee import Expression, Value

from webapp.clock import midnight, now, to_the_minute, today
from webapp.database import transaction
from webapp.errors import NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.correctable import Correctable, Revision
from webapp.models.field import Sheet
from webapp.models.user import User
from webapp.models.withdrawal import Said, Withdrawable, before
from webapp.models.written import checked


class Record(Correctable, Withdrawable):
    """A noun of this kind has `customer`, `by`, `at` (where it stands on the timeline), `recorded_at`, `version` and
    the columns of `sheet`; `word` is what it is called. `dated_by` is the column of the day on which it happened, where
    that is another than the day it was put down. Where it is shown, the columns in `head` stand in its first line and
    that of `body` below it, without their labels.

    It says, where that is not the usual, who may put one on record (`is_recorded_by`, in words `recorders`), what else
    must be right (`check`) and what else changes with it (`follow`, `leave_behind`)."""

    sheet: Sheet
    word: str
    recorders = "负责人、分站负责人和协同人"
    dated_by = ""
    head: tuple[str, ...] = ()
    body = ""

    @classmethod
    def record(cls, customer, values: dict, *, by, **beside) -> "Record":
        """Put one on record: `values` are columns of the sheet, `beside` are others. DomainError beside each field that
        is wrong."""
        cls.require_recorder(customer, by)
        values = cls.checked(values, required=True)
        with transaction():
            customer.hold()
            row = cls.create(customer=customer, by=by, at=cls.stands_at(values), **values, **beside)
            row.follow(by=by)
            AuditEvent.record(f"{cls.noun()}.recorded", by=by, customer=customer, subject=str(row.id))
        return row

    @classmethod
    def checked(cls, values: dict, *, required: bool = False) -> dict:
        """The values as they are kept."""
        values = checked(cls.sheet, cls, values, required=required)
        cls.check(values)
        return values

    @classmethod
    def are_kept_by_book(cls):
        """For a query: those that follow something else, and are put right there."""
        return Value(False)

    @classmethod
    def check(cls, values: dict) -> None:
        """Raise DomainError for values that do not go together."""

    @classmethod
    def is_recorded_by(cls, user: User, customer) -> bool:
        """May this person put one on record?"""
        return user.works_on(customer)

    @classmethod
    def require_recorder(cls, customer, user: User) -> None:
        if not cls.is_recorded_by(user, customer):
            raise NotAllowed(f"{cls.word}由{cls.recorders}填写")

    def follow(self, *, by) -> None:
        """What else changes with what it says now. The caller has held the customer."""

    def leave_behind(self, *, by) -> None:
        """What becomes of that when it is taken back."""

    @classmethod
    def stands_at(cls, values: dict) -> datetime:
        """Where it stands on the timeline: of another day than today at its beginning, and nothing is yet to come."""
        happened_on: date | None = values.get(cls.dated_by)
        return midnight(happened_on) if happened_on and happened_on < today() else now()

    # -- put right (R-WHO)

    def correct(self, values: dict, *, version: int | None = None, by) -> None:
        """Put it right; what it said before stays in its history. The same again changes nothing. Stale where it is not
        the version that was seen."""
        self.require_corrector(by)
        stands = {name: getattr(self, name) for name in self.sheet.names}
        told = {name: value for name, value in values.items() if not _same(stands[name], value)}
        values = self.checked(stands | told)
        before = {name: stands[name] for name, value in values.items() if stands[name] != value}
        if not before:
            return
        with transaction():
            self.customer.hold()
            moved = {"at": self.stands_at(values)} if self.dated_by in before else {}
            self.put_right(values | moved, version)
            plain = {name: _plain(value) for name, value in before.items()}
            Revision.create(customer=self.customer_id, noun=self.noun(), row=self.id, before=plain, by=by)
            self.follow(by=by)
            trail = {"subject": str(self.id), "fields": sorted(before)}
            AuditEvent.record(f"{self.noun()}.corrected", by=by, customer=self.customer, **trail)

    def require_corrector(self, user: User) -> None:
        self.require_recorder(self.customer, user)

    def require_reader_of_history(self, user: User) -> None:
        self.require_recorder(self.customer, user)

    def revision_rows(self):
        return Revision.select().where(*self._revised())

    def _revised(self) -> tuple[Expression, ...]:
        return Revision.noun == self.noun(), Revision.row == self.id

    def told_before(self, revision: Revision) -> Iterator[tuple[str, str, str]]:
        return self.sheet.told(revision.before)

    # -- taken back (R-WITHDRAW)

    came_key = "recorded_at"

    def in_words(self) -> Iterator[Said]:
        for field in self.sheet:
            if text := field.worded(getattr(self, field.name)):
                yield Said(field.label, text, eyes=field.eyes)
        yield from before(self)

    def leave(self, *, by) -> None:
        Revision.delete().where(*self._revised()).execute()
        self.leave_behind(by=by)
        self.delete_instance()


def _same(stands, told) -> bool:
    """People tell moments to the minute."""
    if isinstance(stands, datetime) and isinstance(told, datetime):
        return to_the_minute(stands) == told
    return stands == told


def _plain(value):
    return value.isoformat() if isinstance(value, (date, datetime)) else value
