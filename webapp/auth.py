"""Who is at the keyboard: Flask-Login on top of the sessions kept in the database."""

from functools import cache
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from webapp import htmx
from webapp.models import login
from webapp.models.session import Session
from webapp.models.user import User
from webapp.reading import is_ahead

OPEN_ENDPOINTS = frozenset({"static", "sessions.new", "sessions.create", "health.show", "calendar_links.feed"})
FORM_PAGES = {"create": "new", "update": "edit"}
BEFORE_PASSWORD_CHANGE = OPEN_ENDPOINTS | {"passwords.edit", "passwords.update", "sessions.destroy"}

manager = LoginManager()
# it would mark a browser that was updated as one to be asked again, and nothing here asks
manager.session_protection = None


class CookieSessions(SecureCookieSessionInterface):
    """Flask's own, without making a signer for every request or saying once more what an answer varies by."""

    get_signing_serializer = cache(SecureCookieSessionInterface.get_signing_serializer)

    def save_session(self, app: Flask, session, response) -> None:
        if session.modified:
            super().save_session(app, session, response)


class SignedIn(UserMixin):
    """A live session as Flask-Login wants to see it; its id is the session's token."""

    def __init__(self, token: str, session: Session | None = None):
        self.token, self.session = token, session

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    app.session_interface = CookieSessions()
    manager.init_app(app, add_context_processor=False)  # it asks the database, also for the page that says it is gone
    app.before_request(require_login)


@manager.user_loader
def resume(token: str) -> SignedIn | None:
    config = current_app.extensions["genjinbu"]
    # an open board asks for news by itself, a browser reads ahead: nobody need be there
    touch = "If-None-Match" not in request.headers and not is_ahead()
    found = login.resume(
        token, hours=config.number("SESSION_HOURS"), idle_minutes=config.number("IDLE_MINUTES"), touch=touch
    )
    return SignedIn(token, found) if found else None


def require_login():
    """Set g.user, or send the person to the login; everything but the login itself needs one."""
    if request.endpoint == "static":
        return None
    g.user = _present_user()
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if g.user is None:
        return _to_login()
    if g.user.must_change_password and request.endpoint not in BEFORE_PASSWORD_CHANGE:
        return htmx.go(url_for("passwords.edit"))
    return None


def _present_user() -> User | None:
    if not current_user.is_authenticated:
        return None
    user = current_user.session.user
    user.origin = request.remote_addr or ""
    return user


def _to_login():
    if htmx.htmx:
        return htmx.ask_to_log_in(url_for("sessions.new"))
    page = request.full_path.rstrip("?") if request.method == "GET" else _page_of_form()
    return redirect(url_for("sessions.new", next=page if page != "/" else None), 303)


def _page_of_form() -> str | None:
    """The page a form was sent from. A refused form stands at the address it was sent to:
    then the page that begins it."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host and came_from.path != request.path:
        return urlunsplit(("", "", came_from.path, came_from.query, ""))
    blueprint, _, act = (request.endpoint or "").partition(".")
    begun = f"{blueprint}.{FORM_PAGES.get(act)}"
    return url_for(begun, **request.view_args) if begun in current_app.view_functions else None


def sign_in(token: str) -> None:
    """Begin a new browser session and set g.user; whatever the old cookie held is gone."""
    if current_user.is_authenticated and current_user.token != token:
        current_user.session.end(by=current_user.session.user)  # this browser was signed in already
    session.clear()
    g.pop("csrf_token", None)  # made for the old session: Flask-WTF would hand it out again
    session.permanent = True
    login_user(resume(token))
    g.user = _present_user()


def ended_user() -> str:
    """The user name of the session that has ended in this browser; nothing where none has, or nobody knows."""
    token = session.get("_user_id", "")
    return "" if not token or current_user.is_authenticated else login.whose(token)


def sign_out(user: User) -> None:
    current_user.session.end(by=user)
    logout_user()
    session.clear()
