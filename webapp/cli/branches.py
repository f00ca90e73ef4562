"""`branch`: the branches of the company."""

import click

from webapp.cli import chinese
from webapp.cli.console import table
from webapp.cli.office import with_database
from webapp.errors import DomainError
from webapp.models import Branch, Region, User


@click.group(cls=chinese.Group)
def branch() -> None:
    """分站：新增、列出。"""


@branch.command()
@click.argument("name", metavar="名称")
@click.option("--region", metavar="区域", required=True, help="所属区域；没有的会新建")
@with_database
def add(_config, name: str, region: str) -> None:
    """新增分站。"""
    opened = Branch.open(name, region, by=User.system())
    click.echo(f"已新增分站：{opened.region.name} {opened.name}")


@branch.command("list")
@with_database
def list_(_config) -> None:
    """列出全部分站。"""
    rows = Branch.select(Branch, Region).join(Region).order_by(Region.name, Branch.name)
    table([("区域", "分站"), *((row.region.name, row.name) for row in rows)])


def find_branch(name: str) -> Branch:
    """The branch of that name, or DomainError."""
    found = Branch.get_or_none(Branch.name == name)
    if found is None:
        raise DomainError(f"没有名为“{name}”的分站；全部分站见 bin/genjinbu branch list")
    return found
