"""Whole phone numbers and e-mails somebody asked for: counted and on record, so that asking is no way to find out what
one may not see (R-MASK)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from peewee import CharField, Expression, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models import seal
from webapp.models.audit import AuditEvent
from webapp.models.user import User
from webapp.text import identifiers, masking, naming

MOST_A_DAY = 200
DAY = timedelta(days=1)


class Lookup(BaseModel):
    """查号: one number or address a person asked for, as a hash under the trail's key, for behind one mask hide ten
    thousand numbers. Kept for a day, and until the next night run; what lasts stands in the
    trail, masked."""

    user = ForeignKeyField(User, backref="lookups", index=False, on_delete="CASCADE")
    asked = CharField(120)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "at"), False),)

    @classmethod
    def old(cls) -> Expression:
        """Those that count no more."""
        return cls.at < now() - DAY

    @classmethod
    def note(cls, *, phone: str = "", email: str = "", people: Iterable[str] = (), by: User) -> None:
        """Put it on record that these were asked for, once a day each: phones, an e-mail, the names of persons. Raises
        DomainError, beside the phone, for somebody who has asked for too many today."""
        keys = [key for key in identifiers.phone_keys(phone) if len(key) >= identifiers.LEAST_WHOLE]
        shown = {_hash(key): masking.phone(key) for key in keys}
        shown |= {_hash(email.strip().lower()): masking.email(email)} if "@" in email else {}
        shown |= {_hash(naming.key(name)): masking.name(name) for name in people}
        if not shown:
            return
        before = {row.asked for row in cls.select(cls.asked).where(cls.user == by, cls.at > now() - DAY)}
        if new := {asked: mask for asked, mask in shown.items() if asked not in before}:
            cls._enter(new, by)
        if len(shown.keys() | before) > MOST_A_DAY:
            raise DomainError(f"一天最多查 {MOST_A_DAY} 个号码，今天已经查满，请明天再查", "phone")

    @classmethod
    def _enter(cls, shown: dict[str, str], by: User) -> None:
        with transaction():
            for asked, mask in shown.items():
                cls.create(user=by, asked=asked)
                AuditEvent.record("duplicates.asked", by=by, subject=mask[: AuditEvent.subject.max_length])


def _hash(asked: str) -> str:
    return seal.present().digest(asked, None)


@contextmanager
def told_of_others(*, phone: str = "", email: str = "", by: User) -> Iterator[None]:
    """Around a verb that may tell of another customer with the same number: whoever is told has asked."""
    try:
        yield
    except DomainError as refusal:
        if found := getattr(refusal, "duplicates", ()):
            refusal.noted = partial(Lookup.note, phone=phone, email=email, people=people_of(found, by), by=by)
            _note(refusal.noted)
        raise


def _note(note: Callable[[], None]) -> None:
    try:
        note()
    except DomainError as too_many:
        too_many.noted = note
        raise


def people_of(duplicates, by: User) -> list[str]:
    """The names of those found who are persons (个人客户), and none of this person's business."""
    found = (duplicate.customer for duplicate in duplicates)
    return [customer.name for customer in found if customer.is_person and not by.works_on(customer)]
