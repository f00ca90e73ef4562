"""`config show`: every environment variable and every setting of the office, what it means and what it is."""

import os

import click
from peewee import PeeweeException

from webapp.cli import chinese
from webapp.cli.office import has_database, open_office
from webapp.config import VARIABLES, ConfigError, Variable
from webapp.database import db
from webapp.models.setting import Known
from webapp.models.settings import KNOWN, Settings


@click.group(cls=chinese.Group)
def config() -> None:
    """设置。"""


@config.command()
def show() -> None:
    """列出全部设置；密钥和密码不显示。"""
    click.echo("\n".join(map(_told, VARIABLES)))
    click.echo("\n以上由环境变量设置；变量名加 _FILE 则从所指的文件读取。")
    try:
        _show_settings()
    except (ConfigError, PeeweeException, ValueError) as error:
        click.echo(f"\n办公设置在数据库里，现在读不到：{str(error).strip().partition(chr(10))[0]}")


def _show_settings() -> None:
    """Those of the office; nothing where there is no database yet."""
    with open_office():
        if has_database():
            with db.connection_context():
                settings = Settings.read_anew()
                lines = [_in_force(known, getattr(settings, name)) for name, known in KNOWN.items()]
            click.echo("\n办公设置，存在数据库里：\n\n" + "\n".join(lines))


def _in_force(known: Known, value) -> str:
    value, default = ((known.shown(value) or "空").replace("\n", "\n    ") for value in (value, known.default))
    beside = "默认" if value == default else f"默认：{default}"
    return f"{known.group}・{known.label}（{known.meaning}）\n    {value}　［{beside}］"


def _told(variable: Variable) -> str:
    return f"{variable.full_name}（{variable.meaning}）\n    {_value(variable)}　［{_source(variable)}］"


def _value(variable: Variable) -> str:
    value = variable.read(os.environ)
    if not value:
        return "未设置"
    return "已设置，不显示" if variable.secret else value


def _source(variable: Variable) -> str:
    if path := os.environ.get(f"{variable.full_name}_FILE"):
        return f"文件 {path}"
    return "环境变量" if variable.full_name in os.environ else "默认"
