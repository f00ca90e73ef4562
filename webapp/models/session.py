"""Sessions that live on the server, and the count of failed logins."""

import hashlib
import secrets
from datetime import timedelta

from peewee import JOIN, BooleanField, CharField, ForeignKeyField, fn

from webapp import passwords
from webapp.database import BaseModel, UtcDateTimeField, now, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.prepared import Prepared

THROTTLE_WINDOW = timedelta(minutes=15)
FAILURES_AT_ONE_PLACE = 5  # of one name from one address: nobody locks a colleague out from elsewhere by a few tries
FAILURES_PER_NAME = 20
FAILURES_PER_ADDRESS = 30
TRIES_KEPT = timedelta(days=1)
TOUCH_EVERY = timedelta(minutes=2)


class LoginRefused(DomainError):
    """Wrong name or password, or too many tries. One sentence for all names: it does not tell which exist."""


class LoginAttempt(BaseModel):
    """One try to log in, kept for throttling."""

    username = CharField(40)
    address = CharField(60)
    at = UtcDateTimeField(default=now)
    succeeded = BooleanField()

    class Meta:
        indexes = ((("username", "at"), False), (("address", "at"), False))

    @classmethod
    def refuse_excess(cls, username: str, address: str) -> None:
        """Raise when the name, here or anywhere, or the address has failed too often lately."""
        since = now() - THROTTLE_WINDOW
        failed = cls.select(fn.COUNT(cls.id)).where(cls.at > since, ~cls.succeeded)
        of_name = failed.where(cls.username == username[:40])
        if (
            of_name.where(cls.address == address).scalar() >= FAILURES_AT_ONE_PLACE
            or of_name.scalar() >= FAILURES_PER_NAME
        ):
            raise LoginRefused("这个账号试错次数太多，请 15 分钟后再试，或请管理员重设密码")
        if failed.where(cls.address == address).scalar() >= FAILURES_PER_ADDRESS:
            raise LoginRefused("这台电脑试错次数太多，请 15 分钟后再试")

    @classmethod
    def forget_failures(cls, username: str) -> None:
        """Let a name in again at once, its password being another now."""
        cls.delete().where(cls.username == username, ~cls.succeeded).execute()


class Session(BaseModel):
    """A signed-in browser. The cookie holds the token, the table only its hash."""

    token_hash = CharField(64, unique=True)
    user = ForeignKeyField(User, backref="sessions", on_delete="CASCADE")
    address = CharField(60)
    agent = CharField(200, default="")
    created_at = UtcDateTimeField(default=now)
    seen_at = UtcDateTimeField(default=now)

    @classmethod
    def log_in(cls, username: str, password: str, *, address: str, agent: str, hours: int = 12) -> tuple[User, str]:
        """The user and the token of a new session, or LoginRefused. Every try is counted and audited.

        `hours` is how long a session lasts at most: those that are over go, and tries older than a day.
        """
        LoginAttempt.refuse_excess(username, address)
        user = User.get_or_none(User.username == username)
        accepted = cls._accepts(user, password)
        with transaction():
            LoginAttempt.create(username=username[:40], address=address, succeeded=accepted)
            if user:
                user.origin = address
            action = "session.opened" if accepted else "session.refused"
            AuditEvent.record(action, by=user, subject=username[:40], address=address)
            token = cls._open(user, address, agent) if accepted else ""
            if accepted:
                cls._sweep(hours)
        if not accepted:
            raise LoginRefused("用户名或密码不对")
        return user, token

    @classmethod
    def _sweep(cls, hours: int) -> None:
        """Delete what is over. After the audit entry, which queues the logins: two sweeps at once would wait for each other."""
        LoginAttempt.delete().where(LoginAttempt.at < now() - TRIES_KEPT).execute()
        cls.delete().where(cls.created_at < now() - timedelta(hours=hours)).execute()

    @staticmethod
    def _accepts(user: User | None, password: str) -> bool:
        if user is None:
            passwords.waste_time(password)
            return False
        return user.password_matches(password) and user.is_active

    @classmethod
    def _open(cls, user: User, address: str, agent: str) -> str:
        token = secrets.token_urlsafe(32)
        cls.create(token_hash=_digest(token), user=user, address=address, agent=agent[:200])
        return token

    @classmethod
    def resume(cls, token: str, *, hours: int, idle_minutes: int, touch: bool = True) -> "Session | None":
        """The live session of a token, its user and branch loaded by one query; None when over, idle or disabled.

        Without `touch` it stays as idle as it was: a page that asks for news by itself is nobody's visit.
        """
        session = next(iter(_by_hash(token_hash=_digest(token))), None)
        moment = now()
        if session is None or session.created_at < moment - timedelta(hours=hours):
            return None
        if session.seen_at < moment - timedelta(minutes=idle_minutes):
            return None
        if touch:
            session._touch(moment)
        return session

    def _touch(self, moment) -> None:
        """Note the visit, but not on every request: that would turn each page into a write."""
        if moment - self.seen_at > TOUCH_EVERY:
            with transaction():
                Session.update(seen_at=moment).where(Session.id == self.id).execute()

    def end(self, *, by) -> None:
        with transaction():
            Session.delete().where(Session.id == self.id).execute()
            AuditEvent.record("session.ended", by=by, subject=by.username)

    @classmethod
    def end_all(cls, user: User, *, but: "Session | None" = None) -> None:
        """End every session of a person, except perhaps the one they sit at."""
        query = cls.delete().where(cls.user == user)
        (query.where(cls.id != but.id) if but else query).execute()


_by_hash = Prepared(
    lambda token_hash: (
        Session.select(Session.id, Session.created_at, Session.seen_at, User, Branch.id, Branch.name)
        .join(User)
        .join(Branch, JOIN.LEFT_OUTER)
        .where(Session.token_hash == token_hash, User.disabled_at.is_null())
    )
)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
