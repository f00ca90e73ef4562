"""What every answer carries and every write needs: CSP, no-store, CSRF (R-SECURE)."""

from datetime import datetime, timedelta
from itertools import chain

from flask import Flask, abort, current_app, g, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from webapp import htmx
from webapp.clock import now
from webapp.database import transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.reading import is_ahead

csrf = CSRFProtect()

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
VARIES = {"Vary": f"Accept-Encoding, Cookie, {htmx.VARIES}"}
VARIES_STATIC = {"Vary": "Accept-Encoding"}  # one copy serves everybody


ENCRYPTED_FROM_NOW_ON = {"Strict-Transport-Security": "max-age=31536000"}
TELL_AGAIN = timedelta(minutes=10)


class UnknownHost(DomainError):
    """The request names the book by an address that it does not have."""

    status = 400


def check_host() -> None:
    """Refuse what was sent to another name: links and codes are made of it (R-SECURE)."""
    if not current_app.extensions["genjinbu"].knows_host(request.headers.get("Host", "")):
        raise UnknownHost("这个网址不认得。请用管理员给的网址；要加一个，请管理员设置 GENJINBU_HOSTS")


def note_denied(response):
    """Whoever is refused what they tried stands in the trail: once in a while for each thing they try."""
    user = g.get("user")
    if (
        response.status_code == 403
        and user is not None
        and not is_ahead()
        and _is_news(user.id, request.endpoint or "")
    ):
        with transaction():
            AuditEvent.record("request.denied", by=user, subject=f"{request.method} {request.path}"[:80])
    return response


told: dict[tuple[int, str], datetime] = {}  # who was refused what, and when; by each process for itself


def _is_news(user: int, endpoint: str) -> bool:
    last = told.get((user, endpoint))
    if last and now() - last < TELL_AGAIN:
        return False
    told[user, endpoint] = now()
    return True


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    # a page says it in each of its forms: Flask-WTF would look up its settings each time
    app.jinja_env.globals["csrf_token"] = lambda: g.get("csrf_token") or generate_csrf()
    app.after_request(note_denied)
    always = EVERYWHERE | (ENCRYPTED_FROM_NOW_ON if app.config["SESSION_COOKIE_SECURE"] else {})

    @app.before_request
    def refuse_nul():
        """No text holds a NUL, and PostgreSQL cannot store one."""
        said = (text for _name, texts in request.values.lists() for text in texts)
        names = (file.filename or "" for file in request.files.values())
        if "\0" in request.path or any("\0" in text for text in chain(said, names)):
            abort(400)

    @app.after_request
    def protect(response):
        is_static = request.endpoint == "static"
        response.headers.extend(always | (VARIES_STATIC if is_static else VARIES))
        if not is_static:
            response.headers["Cache-Control"] = "no-store"
        return response
