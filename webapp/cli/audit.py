"""`audit verify`: is the trail whole?"""

import click

from webapp.cli import chinese
from webapp.cli.office import with_database
from webapp.errors import DomainError
from webapp.models import AuditEvent


@click.group(cls=chinese.Group)
def audit() -> None:
    """操作日志。"""


@audit.command()
@with_database
def verify(_config) -> None:
    """核对操作日志的哈希链：有没有被移除或改动。"""
    broken = AuditEvent.verify()
    if broken:
        raise DomainError(f"操作日志不完整：{broken}")
    click.echo(f"操作日志完整，共 {AuditEvent.select().count()} 条。")
