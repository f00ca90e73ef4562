"""`config show`: every setting, its value, where it comes from and what it means."""

import os

import click

from webapp.cli import chinese
from webapp.config import SETTINGS, Setting


@click.group(cls=chinese.Group)
def config() -> None:
    """设置。"""


@config.command()
def show() -> None:
    """列出全部设置；密钥和密码不显示。"""
    lines = [
        f"{setting.variable}（{setting.meaning}）\n    {_value(setting)}　［{_source(setting)}］"
        for setting in SETTINGS
    ]
    click.echo("\n".join(lines))
    click.echo("\n都由环境变量设置；变量名加 _FILE 则从所指的文件读取。")


def _value(setting: Setting) -> str:
    value = setting.read(os.environ)
    if not value:
        return "未设置"
    return "已设置，不显示" if setting.secret else value


def _source(setting: Setting) -> str:
    if path := os.environ.get(f"{setting.variable}_FILE"):
        return f"文件 {path}"
    return "环境变量" if setting.variable in os.environ else "默认"
