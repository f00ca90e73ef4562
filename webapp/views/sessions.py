from urllib.parse import urlsplit

from flask import Blueprint, g, request, url_for
from flask_wtf.csrf import generate_csrf

from webapp import auth, htmx
from webapp.forms.sessions import LoginForm
from webapp.models import login
from webapp.models.settings import Settings
from webapp.views import toasts

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/login")
def new():
    return _form(LoginForm(next=request.args.get("next", ""), username=auth.ended_user()))


@blueprint.post("/login")
def create():
    form = LoginForm()
    place = {"address": _address(), "agent": _agent()}
    if not form.submit(lambda: login.log_in(form.username.data, form.password.data, **place)):
        return _form(form)
    _, token = form.given
    auth.sign_in(token)
    if htmx.htmx:
        return htmx.announce(htmx.fragment("sessions/_renewed.html"), htmx.session_renewed(generate_csrf()))
    return htmx.go(_own_page(form.next.data) or url_for("worklist.index"))


@blueprint.post("/logout")
def destroy():
    auth.sign_out(g.user)
    toasts.say("已退出登录")
    response = htmx.go(url_for("sessions.new"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _form(form: LoginForm):
    shown = {"has_ended": bool(auth.ended_user()), "company": Settings.company_name}
    return htmx.answer("sessions/new.html", "sessions/_dialog.html", status=form.http_status, form=form, **shown)


def _own_page(target: str | None) -> str | None:
    """Only a path of our own: `//elsewhere` and full addresses lead away, line breaks into the headers."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable():
        return None
    return None if urlsplit(target).netloc else target


def _address() -> str:
    return (request.remote_addr or "")[:60]


def _agent() -> str:
    return request.headers.get("User-Agent", "")
