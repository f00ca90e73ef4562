"""Whole phone numbers and e-mails somebody asked for: counted and on record, so that asking is no way to find out what
one may not see (R-MASK)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from peewee import CharField, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.user import User
from webapp.text import identifiers, masking

MOST_A_DAY = 200
DAY = timedelta(days=1)


class Lookup(BaseModel):
    """查号: one number or address a person asked for, masked. Kept for a day; what lasts stands in the trail."""

    user = ForeignKeyField(User, backref="lookups", index=False, on_delete="CASCADE")
    asked = CharField(120)
    at = UtcDateTimeField(default=now)

    class Meta:
        indexes = ((("user", "at"), False),)

    @classmethod
    def note(cls, *, phone: str = "", email: str = "", by: User) -> None:
        """Put it on record that these were asked for, once a day each. Raises DomainError, beside the phone, for
        somebody who has asked for too many today."""
        asked = {masking.phone(key) for key in identifiers.phone_keys(phone) if len(key) >= identifiers.LEAST_WHOLE}
        asked |= {masking.email(email)} if "@" in email else set()
        if not asked:
            return
        before = {row.asked for row in cls.select(cls.asked).where(cls.user == by, cls.at > now() - DAY)}
        if asked - before:
            cls._enter(sorted(asked - before), by)
        if len(asked | before) > MOST_A_DAY:
            raise DomainError(f"一天最多查 {MOST_A_DAY} 个号码，今天已经查满，请明天再查", "phone")

    @classmethod
    def _enter(cls, asked: list[str], by: User) -> None:
        with transaction():
            cls.delete().where(cls.at < now() - DAY).execute()
            for one in asked:
                cls.create(user=by, asked=one[: cls.asked.max_length])
                AuditEvent.record("duplicates.asked", by=by, subject=one[: AuditEvent.subject.max_length])


@contextmanager
def told_of_others(*, phone: str = "", email: str = "", by: User) -> Iterator[None]:
    """Around a verb that may tell of another customer with the same number: whoever is told has asked."""
    try:
        yield
    except DomainError as refusal:
        if getattr(refusal, "duplicates", ()):
            Lookup.note(phone=phone, email=email, by=by)
        raise
