"""`user`: the accounts of the office."""

import click

from webapp.cli import chinese
from webapp.cli.branches import find_branch
from webapp.cli.console import framed, table
from webapp.cli.office import with_database
from webapp.errors import DomainError
from webapp.formatting import day
from webapp.models import Branch, User
from webapp.models.roles import ROLE_LABELS, Role
from webapp.models.user import SYSTEM
from webapp.models.user.administered import plain_username

ROLES = {label: role for role, label in ROLE_LABELS.items()}


@click.group(cls=chinese.Group)
def user() -> None:
    """账号：开设、重设密码、停用、列出。"""


@user.command()
@click.argument("username", metavar="用户名")
@click.option("--name", metavar="姓名", required=True, help="姓名")
@click.option(
    "--role",
    metavar="角色",
    required=True,
    type=click.Choice([*(role.value for role in Role), *ROLES]),
    help="角色：" + "、".join(f"{role} {role.label}" for role in Role),
)
@click.option("--branch", metavar="分站", help="所属分站；业务员、分站负责人和客服必填")
@with_database
def add(_config, username: str, name: str, role: str, branch: str | None) -> None:
    """开设账号，首次密码只显示一次。"""
    account, password = User.open_account(
        username, name, ROLES.get(role, role), branch and find_branch(branch), by=User.system()
    )
    _show_password(account, password)


@user.command("reset-password")
@click.argument("username", metavar="用户名")
@with_database
def reset_password(_config, username: str) -> None:
    """重设密码；这个账号已登录的地方全部退出。"""
    account = find_user(username)
    _show_password(account, account.reset_password(by=User.system()))


@user.command()
@click.argument("username", metavar="用户名")
@with_database
def disable(_config, username: str) -> None:
    """停用账号，立即生效。"""
    account = find_user(username)
    if not account.is_active:
        click.echo(f"{username} 已是停用状态。")
        return
    account.disable(by=User.system())
    click.echo(f"{username}（{account.name}）已停用。")


@user.command("list")
@with_database
def list_(_config) -> None:
    """列出全部账号。"""
    accounts = User.select(User, Branch).left_outer_join(Branch).where(User.username != SYSTEM)
    rows = (_row(account) for account in accounts.order_by(Branch.name, User.role, User.username))
    table([("用户名", "姓名", "角色", "分站", "状态"), *rows])


def _row(account: User) -> tuple[str, ...]:
    state = "在用" if account.is_active else f"{day(account.disabled_at)} 停用"
    return account.username, account.name, account.role_label, account.branch.name if account.branch else "", state


def find_user(username: str) -> User:
    """The account, or DomainError. The installation's own account is nobody's to change."""
    account = User.get_or_none(User.username << (username, plain_username(username)), User.username != SYSTEM)
    if account is None:
        raise DomainError(f"没有用户名为“{username}”的账号；全部账号见 bin/genjinbu user list")
    return account


def _show_password(account: User, password: str) -> None:
    account_line = f"{account.role_label} {account.name}　用户名 {account.username}　密码 {password}"
    framed([account_line, "密码只显示这一次，首次登录后须更改。"])
