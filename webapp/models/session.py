"""Sessions that live on the server, and the count of failed logins."""

import hashlib
import secrets
from datetime import datetime, timedelta

from peewee import BooleanField, CharField, DeferredForeignKey, Expression, fn

from webapp.clock import now
from webapp.database import BaseModel, ChineseJSONField, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent

THROTTLE_WINDOW = timedelta(minutes=15)
FAILURES_AT_ONE_PLACE = 5  # of one name from one address: nobody locks a colleague out from elsewhere by a few tries
FAILURES_PER_NAME = 20
FAILURES_PER_ADDRESS = 30
TRIES_KEPT = timedelta(days=1)
TELL_EVERY = timedelta(minutes=1)
TOUCH_EVERY = timedelta(minutes=2)


class LoginRefused(DomainError):
    """Wrong name or password, or too many tries. One sentence for all names: it does not tell which exist."""


class LoginAttempt(BaseModel):
    """One try to log in, kept for throttling: a day, and until the next night run."""

    username = CharField(40)
    address = CharField(60)
    at = UtcDateTimeField(default=now)
    succeeded = BooleanField()

    class Meta:
        indexes = ((("username", "at"), False), (("address", "at"), False))

    @classmethod
    def begin(cls, username: str, address: str, *, by) -> "LoginAttempt":
        """A try, counted before anything is compared, so that a dozen at once are no more than a dozen one by one.

        Raises LoginRefused, on record, when the name, here or anywhere, or the address has failed too often lately."""
        username, address = username[:40], address[:60]
        try:
            with transaction():
                AuditEvent.take_end()  # the others wait, and see this one
                cls._refuse_excess(username, address)
                return cls.create(username=username, address=address, succeeded=False)
        except LoginRefused:
            with transaction():
                if not cls._told_lately(username):
                    AuditEvent.record("session.throttled", by=by, subject=username, address=address)
            raise

    @classmethod
    def _told_lately(cls, username: str) -> bool:
        """Once a minute is enough: whoever tries on must not fill the trail."""
        last = AuditEvent.select(AuditEvent.subject, AuditEvent.at).where(AuditEvent.action == "session.throttled")
        lately = last.order_by(AuditEvent.id.desc()).limit(50)
        return any(told.subject == username and told.at > now() - TELL_EVERY for told in lately)

    def accept(self) -> None:
        self.succeeded = True
        self.save()

    @classmethod
    def _refuse_excess(cls, username: str, address: str) -> None:
        since = now() - THROTTLE_WINDOW
        failed = cls.select(fn.COUNT(cls.id)).where(cls.at > since, ~cls.succeeded)
        of_name = failed.where(cls.username == username)
        if (
            of_name.where(cls.address == address).scalar() >= FAILURES_AT_ONE_PLACE
            or of_name.scalar() >= FAILURES_PER_NAME
        ):
            raise LoginRefused("这个账号试错次数太多，请 15 分钟后再试，或请管理员重设密码")
        if failed.where(cls.address == address).scalar() >= FAILURES_PER_ADDRESS:
            raise LoginRefused("这台电脑试错次数太多，请 15 分钟后再试")

    @classmethod
    def old(cls) -> Expression:
        """Those no longer needed."""
        return cls.at < now() - TRIES_KEPT

    @classmethod
    def forget_failures(cls, username: str) -> None:
        """Let a name in again at once, its password being another now."""
        cls.delete().where(cls.username == username, ~cls.succeeded).execute()


class Session(BaseModel):
    """A signed-in browser. The cookie holds the token, the table only its hash.

    `asked` is what was looked for last, by the page where it was, as long as no address may hold it: somebody's phone.
    """

    token_hash = CharField(64, unique=True)
    user = DeferredForeignKey("User", backref="sessions", on_delete="CASCADE")
    address = CharField(60)
    agent = CharField(200, default="")
    created_at = UtcDateTimeField(default=now)
    seen_at = UtcDateTimeField(default=now)
    asked = ChineseJSONField(default=dict)

    @classmethod
    def open(cls, user, *, address: str, agent: str) -> str:
        """The token of a new session. The caller has checked who it is, and records it."""
        token = secrets.token_urlsafe(32)
        cls.create(token_hash=digest(token), user=user, address=address, agent=agent[:200])
        return token

    @classmethod
    def over(cls, hours: int) -> Expression:
        """Those that lasted as long as one may."""
        return cls.created_at < now() - timedelta(hours=hours)

    def touch(self, moment: datetime) -> None:
        """Note the visit, but not on every request: that would turn each page into a write."""
        if moment - self.seen_at > TOUCH_EVERY:
            with transaction():
                Session.update(seen_at=moment).where(Session.id == self.id).execute()

    def keep_asked(self, page: str, said: dict[str, str]) -> None:
        """Keep what was looked for on that page, for whoever comes back to it."""
        with transaction():
            Session.update(asked={**self._kept(), page: said}).where(Session.id == self.id).execute()

    def asked_on(self, page: str) -> dict[str, str]:
        """What was looked for there last; nothing where nothing was."""
        return self._kept().get(page, {})

    def _kept(self) -> dict[str, dict[str, str]]:
        found = Session.select(Session.asked).where(Session.id == self.id).tuples().first()
        return found[0] if found else {}

    def end(self, *, by) -> None:
        with transaction():
            # by its hash: an id may have been given to the next one by now
            if Session.delete().where(Session.token_hash == self.token_hash).execute():
                AuditEvent.record("session.ended", by=by, subject=by.username)

    @classmethod
    def end_all(cls, user, *, but: "Session | None" = None) -> None:
        """End every session of a person, except perhaps the one they sit at."""
        query = cls.delete().where(cls.user == user)
        (query.where(cls.id != but.id) if but else query).execute()


def digest(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
