from flask import Blueprint, flash, g, render_template, url_for
from flask_login import current_user

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.passwords import PasswordForm

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/password")
def edit():
    return _form(PasswordForm())


@blueprint.post("/password")
def update():
    form = PasswordForm()
    if not form.validate():
        return _form(form, 422)
    try:
        g.user.change_password(form.current.data, form.password.data, by=g.user, keep=current_user.session)
    except DomainError as refusal:
        form.refuse(refusal)
        return _form(form, 422)
    flash("密码已改，别处的登录都已退出")
    return htmx.go(url_for("worklist.index"))


def _form(form: PasswordForm, status: int = 200):
    return render_template("passwords/edit.html", form=form), status
