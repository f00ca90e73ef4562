"""Coming in: who is it, and is their session still good?"""

from datetime import timedelta

from peewee import JOIN

from webapp import passwords
from webapp.clock import now
from webapp.database import transaction
from webapp.models.audit import AuditEvent
from webapp.models.organisation import Branch
from webapp.models.session import LoginAttempt, LoginRefused, Session, digest
from webapp.models.user import User
from webapp.models.user.administered import plain_username
from webapp.prepared import Prepared


def log_in(username: str, password: str, *, address: str, agent: str) -> tuple[User, str]:
    """The user and the token of a new session, or LoginRefused. Every try is counted and audited."""
    username = plain_username(username)
    user = User.get_or_none(User.username == username)
    if user:
        user.origin = address
    attempt = LoginAttempt.begin(username, address, by=user)
    accepted = _accepts(user, password)
    with transaction():
        action = "session.opened" if accepted else "session.refused"
        AuditEvent.record(action, by=user, subject=username[:40], address=address)
        token = Session.open(user, address=address, agent=agent) if accepted else ""
        if accepted:
            attempt.accept()
    if not accepted:
        raise LoginRefused("用户名或密码不对")
    return user, token


def _accepts(user: User | None, password: str) -> bool:
    if user is None:
        passwords.waste_time(password)
        return False
    return user.password_matches(password) and user.is_active


def resume(token: str, *, hours: int, idle_minutes: int, touch: bool = True) -> Session | None:
    """The live session of a token, its user and branch loaded by one query; None when over, idle or disabled.

    Without `touch` it stays as idle as it was: a page that asks for news by itself is nobody's visit.
    """
    session = _by_hash.first(token_hash=digest(token))
    moment = now()
    if session is None or session.created_at < moment - timedelta(hours=hours):
        return None
    if session.seen_at < moment - timedelta(minutes=idle_minutes):
        return None
    if touch:
        session.touch(moment)
    return session


def whose(token: str) -> str:
    """The user name of a session that may be over, for as long as it is known; else nothing."""
    found = Session.select(User.username).join(User).where(Session.token_hash == digest(token)).tuples().first()
    return found[0] if found else ""


_by_hash = Prepared(
    lambda token_hash: (
        Session.select(
            Session.id, Session.token_hash, Session.created_at, Session.seen_at, User, Branch.id, Branch.name
        )
        .join(User)
        .join(Branch, JOIN.LEFT_OUTER)
        .where(Session.token_hash == token_hash, User.disabled_at.is_null())
    )
)
