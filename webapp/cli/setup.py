"""`init` and `migrate`: the database made and brought up to date."""

import os

import click

from webapp import schema
from webapp.cli import chinese
from webapp.cli.console import framed
from webapp.cli.demo import load_demo
from webapp.cli.office import open_office, require_database
from webapp.database import transaction
from webapp.models import Branch, Region, User
from webapp.models.organisation import BUILT_IN
from webapp.models.roles import Role
from webapp.models.user import SYSTEM

REGION = "本公司"


@click.command(cls=chinese.Command)
@click.option("--demo", is_flag=True, help="连同演示数据")
def init(demo: bool) -> None:
    """建立数据库和第一个管理员账号；已经建好的不会改动。"""
    os.umask(0o077)  # customers' data: the files belong to the account that runs the app alone
    with open_office() as config:
        applied = schema.migrate(config.instance, config["AUDIT_KEY"])
        if User.select().where(User.username != SYSTEM).exists():
            click.echo("数据库已经建好，" + (f"已升级 {len(applied)} 步。" if applied else "未作改动。"))
        else:
            _introduce(_first_admin(), load_demo() if demo else [])


def _first_admin() -> str:
    """The region, the branch and the administrator an office starts with; returns the password."""
    system = User.system()
    with transaction():
        Branch.create(name=BUILT_IN, region=Region.create(name=REGION))
        _, password = User.open_account("admin", "管理员", Role.ADMIN, None, by=system)
    return password


def _introduce(password: str, demo: list[str]) -> None:
    lines = ["跟进簿已建好。下面的密码只显示这一次，首次登录后须更改。", "", f"管理员　用户名 admin　密码 {password}"]
    framed(lines + (["", *demo] if demo else []))


@click.command(cls=chinese.Command)
@click.option("--plan", is_flag=True, help="只列出待执行的步骤，不改动数据库")
def migrate(plan: bool) -> None:
    """把数据库结构升级到当前版本。"""
    with open_office() as config:
        require_database()
        steps = schema.pending() if plan else schema.migrate(config.instance, config["AUDIT_KEY"])
    if not steps:
        click.echo("数据库结构已是最新。")
        return
    click.echo("待执行：" if plan else "已执行：")
    for step in steps:
        click.echo(f"  {step}")
