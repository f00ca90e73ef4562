"""What every answer carries and every write needs: CSP, no-store, CSRF (R-SECURE)."""

from flask import Flask, abort, request
from flask_wtf import CSRFProtect

from webapp import htmx

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


def init_app(app: Flask) -> None:
    csrf.init_app(app)

    @app.before_request
    def refuse_nul():
        """No text holds a NUL, and PostgreSQL cannot store one."""
        said = (text for _name, texts in request.values.lists() for text in texts)
        if "\0" in request.path or any("\0" in text for text in said):
            abort(400)

    @app.after_request
    def protect(response):
        is_static = request.endpoint == "static"
        response.headers.extend(EVERYWHERE | (VARIES_STATIC if is_static else VARIES))
        if not is_static:
            response.headers["Cache-Control"] = "no-store"
        return response
