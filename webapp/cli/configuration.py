"""`config show`: every variable, its value, where it comes from and what it means."""

import os

import click

from webapp.cli import chinese
from webapp.config import VARIABLES, Variable


@click.group(cls=chinese.Group)
def config() -> None:
    """设置。"""


@config.command()
def show() -> None:
    """列出全部设置；密钥和密码不显示。"""
    lines = [
        f"{variable.full_name}（{variable.meaning}）\n    {_value(variable)}　［{_source(variable)}］"
        for variable in VARIABLES
    ]
    click.echo("\n".join(lines))
    click.echo("\n都由环境变量设置；变量名加 _FILE 则从所指的文件读取。")


def _value(variable: Variable) -> str:
    value = variable.read(os.environ)
    if not value:
        return "未设置"
    return "已设置，不显示" if variable.secret else value


def _source(variable: Variable) -> str:
    if path := os.environ.get(f"{variable.full_name}_FILE"):
        return f"文件 {path}"
    return "环境变量" if variable.full_name in os.environ else "默认"
