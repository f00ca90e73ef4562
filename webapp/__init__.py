"""Genjinbu (跟进簿), the follow-up book of a branch office."""

from datetime import timedelta

from flask import Flask, g, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import (
    assets,
    auth,
    clock,
    compression,
    error_pages,
    formatting,
    htmx,
    jobs,
    marks,
    passwords,
    pieces,
    security,
    views,
    wording,
)
from webapp.config import ROOT, Config
from webapp.database import db, open_database
from webapp.models import seal, setup
from webapp.paper import press


def create_app(config: Config | None = None, **overrides: str) -> Flask:
    """The WSGI app. `config` defaults to the environment; keyword arguments override single variables."""
    config = config or Config.load(**overrides)
    app = Flask(__name__, static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.extensions["genjinbu"] = config
    app.extensions["jobs"] = jobs.Jobs(config)
    app.config.update(_flask_settings(config))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(formatting.FILTERS | wording.FILTERS)
    app.jinja_env.globals["present_minute"] = formatting.present_minute
    clock.use_timezone(config["OFFICE_TIMEZONE"])
    passwords.use_cost(config.number("PASSWORD_COST"))
    press.keep_in(config.pieces)
    open_database(config.database_url, config.number("POOL_SIZE"))
    seal.use(config.instance, config["AUDIT_KEY"])
    app.before_request(security.check_host)
    _connect_per_request(app)
    for part in (compression, assets, marks, auth, security, htmx, error_pages, views, pieces):
        part.init_app(app)  # auth before security: an ended login is asked for, not a token
    if hops := config.number("PROXIES"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    return app


def _flask_settings(config: Config) -> dict:
    return {
        "SECRET_KEY": config.secret_key(),
        "SESSION_COOKIE_NAME": "genjinbu",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,  # the session's own row says how long it lasts
        "SESSION_COOKIE_SECURE": config["HTTPS"] == "1",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=config.number("SESSION_HOURS")),
        "MAX_CONTENT_LENGTH": config.number("UPLOAD_MB") * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # boards stay open all day
        "WTF_I18N_ENABLED": False,  # the messages are WTForms' own Chinese ones, not Flask-Babel's
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _connect_per_request(app: Flask) -> None:
    """One pooled connection a request. Only what the request opened is closed: tests hold theirs around it."""

    @app.before_request
    def connect():
        if request.endpoint != "static":
            g.opened_connection = db.connect(reuse_if_open=True)
            setup.look()

    @app.teardown_request
    def disconnect(_error):
        setup.look_away()
        if g.pop("opened_connection", False):
            db.close()
