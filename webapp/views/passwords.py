from datetime import timedelta

from flask import Blueprint, g, render_template, request, url_for
from flask_login import current_user

from webapp import auth, htmx
from webapp.clock import now
from webapp.forms.passwords import PasswordForm
from webapp.views import toasts

blueprint = Blueprint("passwords", __name__)


JUST_NOW = timedelta(minutes=10)


@blueprint.get("/password")
def edit():
    return _form(_asked())


@blueprint.post("/password")
def update():
    form = _asked()

    def change() -> str:
        current = form.current.data if "current" in form else None
        return g.user.change_password(current, form.password.data, by=g.user, agent=str(request.user_agent))

    if not form.submit(change):
        return _form(form)
    auth.sign_in(form.given)
    toasts.say("密码已改，别处的登录都已退出")
    return htmx.go(url_for("worklist.index"))


def _asked() -> PasswordForm:
    has_just_come = now() - current_user.session.created_at < JUST_NOW
    return PasswordForm.of(asks_current=not (g.user.must_change_password and has_just_come))


def _form(form: PasswordForm):
    return render_template("passwords/edit.html", form=form), form.http_status
