from flask import Blueprint, g, render_template, url_for

from webapp import htmx
from webapp.forms.users import AccountForm, NewAccountForm
from webapp.models.handover import Handover
from webapp.models.user import SYSTEM, User
from webapp.screens.people import people
from webapp.views import toasts
from webapp.views.finding import get_or_404
from webapp.views.settings.page import Page

blueprint = Blueprint("users", __name__, url_prefix="/users")
page = Page(
    "账号",
    "谁在用跟进簿：角色、分站、密码和登录",
    "users",
    "settings.users.index",
    lambda user: user.has_settings,
    "账号由管理员和分站负责人查看",
)


@blueprint.get("")
def index():
    return render_template("users/index.html", groups=people(g.user), may=g.user.can_set, page=page)


@blueprint.get("/new")
def new():
    g.user.require_keeping_accounts()
    return _opening(NewAccountForm())


@blueprint.post("")
def create():
    g.user.require_keeping_accounts()
    form = NewAccountForm()

    def open_account() -> tuple[User, str]:
        return User.open_account(form.username.data, form.name.data, form.role.data, form.chosen, by=g.user)

    if not form.submit(open_account):
        return _opening(form)
    return _tell(*form.given, "已开设账号")


@blueprint.get("/<int:row>/edit")
def edit(row: int):
    account = _find(row)
    return _editing(account, AccountForm.of(account))


@blueprint.post("/<int:row>")
def update(row: int):
    account, form = _find(row), AccountForm()
    if not form.submit(lambda: account.revise_account(form.name.data, form.role.data, form.chosen, by=g.user)):
        return _editing(account, form)
    return _done("账号已改")


@blueprint.get("/<int:row>/password/new")
def ask_password(row: int):
    return htmx.dialog("users/_password.html", "重设密码", account=_find(row))


@blueprint.post("/<int:row>/password")
def reset_password(row: int):
    """A new one, shown this once."""
    account = _find(row)
    return _tell(account, account.reset_password(by=g.user), "密码已重设")


@blueprint.post("/<int:row>/logout")
def end_sessions(row: int):
    account = _find(row)
    account.end_sessions(by=g.user)
    return _done(f"{account.name}已在所有地方退出登录")


@blueprint.post("/<int:row>/disabling")
def disable(row: int):
    account = _find(row)
    if (ties := account.ties()).are_left:
        return _tied(account, ties)
    account.disable(by=g.user)
    return _done(f"{account.name}的账号已停用")


@blueprint.post("/<int:row>/disabling/reversal")
def enable(row: int):
    account = _find(row)
    account.enable(by=g.user)
    return _done(f"{account.name}的账号已恢复")


def _find(row: int) -> User:
    """One of them, for whoever keeps them."""
    g.user.require_keeping_accounts()
    return get_or_404(User.select().where(User.username != SYSTEM), User.id == row)


def _opening(form: NewAccountForm):
    return htmx.dialog("users/_form.html", "新增账号", form=form, account=None, heading="新增账号")


def _editing(account: User, form: AccountForm):
    return htmx.dialog("users/_form.html", "修改账号", form=form, account=account, heading="修改账号")


def _tell(account: User, password: str, words: str):
    return htmx.dialog("users/_told.html", words, account=account, password=password, heading=words)


def _tied(account: User, ties):
    """未完成交接: what is left leads to the handover."""
    told = {"account": account, "ties": ties, "handover": Handover.open_of(account)}
    return htmx.dialog("users/_tied.html", "还不能停用", status=422, **told)


def _done(words: str):
    toasts.say(words)
    return htmx.go(url_for("settings.users.index"))
