from flask import Blueprint, g, render_template, url_for
from flask_login import current_user

from webapp import htmx
from webapp.forms.passwords import PasswordForm
from webapp.views import toasts

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/password")
def edit():
    return _form(PasswordForm())


@blueprint.post("/password")
def update():
    form, keep = PasswordForm(), current_user.session
    if not form.submit(lambda: g.user.change_password(form.current.data, form.password.data, by=g.user, keep=keep)):
        return _form(form)
    toasts.say("密码已改，别处的登录都已退出")
    return htmx.go(url_for("worklist.index"))


def _form(form: PasswordForm):
    return render_template("passwords/edit.html", form=form), form.http_status
