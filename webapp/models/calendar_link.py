"""日历订阅: the address under which a calendar program finds one person's own steps (R-WORKLIST)."""

import secrets

from peewee import EXCLUDED, CharField, ForeignKeyField

from webapp.clock import now
from webapp.database import BaseModel, UtcDateTimeField, transaction
from webapp.errors import NotAllowed
from webapp.models.audit import AuditEvent
from webapp.models.session import digest
from webapp.models.user import User
from webapp.prepared import Prepared


class CalendarLink(BaseModel):
    """One a person. Whoever has its token reads the steps without a login; the table keeps only its hash."""

    user = ForeignKeyField(User, unique=True, backref="calendar_links", on_delete="CASCADE")
    token_hash = CharField(64, unique=True)
    made_at = UtcDateTimeField()

    @classmethod
    def make(cls, *, by) -> str:
        """The token of one's new link, to be shown once. The one before stops at once."""
        cls.require_subscriber(by)
        token = secrets.token_urlsafe(32)
        insert = cls.insert(user=by, token_hash=digest(token), made_at=now())
        update = {column: EXCLUDED[column.column_name] for column in (cls.token_hash, cls.made_at)}
        with transaction():
            insert.on_conflict(conflict_target=[cls.user], update=update).execute()
            AuditEvent.record("calendar_link.made", by=by, subject=by.username)
        return token

    @classmethod
    def end(cls, *, by) -> None:
        """Stop one's link; a second time changes nothing."""
        with transaction():
            if cls.delete().where(cls.user == by).execute():
                AuditEvent.record("calendar_link.ended", by=by, subject=by.username)

    @classmethod
    def of(cls, user: User) -> "CalendarLink | None":
        """The person's, where they have one."""
        return _of.first(user=user.id)

    @staticmethod
    def whose(token: str) -> User | None:
        """The person whose link it is; nobody's where it was stopped, or the account is."""
        return _whose.first(token_hash=digest(token))

    @staticmethod
    def require_subscriber(user: User) -> None:
        if not user.can_work:
            raise NotAllowed("督察和管理员没有自己的下一步，不用订阅")


_of = Prepared(lambda user: CalendarLink.select().where(CalendarLink.user == user))
_whose = Prepared(
    lambda token_hash: (
        User.select()
        .join(CalendarLink, on=CalendarLink.user == User.id)
        .where(CalendarLink.token_hash == token_hash, User.disabled_at.is_null())
    )
)
