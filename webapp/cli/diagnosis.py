"""`doctor`: names what is missing or does not agree."""

import sys

import click

from webapp import doctor as diagnosis
from webapp.cli import chinese
from webapp.cli.office import has_database, open_office


@click.command(cls=chinese.Command)
def doctor() -> None:
    """逐项检查：文件夹、数据库、打印组件、数据是否一致。"""
    with open_office() as config:
        count = sum(_tell(check) for check in diagnosis.examine(config, has_database))
    if count:
        click.echo(f"发现 {count} 处问题，见上。", err=True)
        sys.exit(1)
    click.echo("一切正常。")


def _tell(check: diagnosis.Check) -> int:
    """Print one check; returns how many problems it found."""
    click.echo(f"{'✗' if check.problems else '✓'} {check.title}")
    for problem in check.problems:
        click.echo(f"    {problem}")
    return len(check.problems)
