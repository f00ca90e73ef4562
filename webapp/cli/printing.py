"""`print`: the paper forms as PDF, blank or filled."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from webapp.cli import chinese
from webapp.cli.office import with_database
from webapp.cli.users import find_user
from webapp.errors import DomainError
from webapp.models import User
from webapp.paper import press, printing
from webapp.paper.printing import Order
from webapp.storing import staged


@click.command("print", cls=chinese.Command)
@click.argument("slug", metavar="表名")
@click.option("--customer", "numbers", metavar="编号", multiple=True, help="客户编号，可写多次")
@click.option("--all", "everyone", is_flag=True, help="全部客户")
@click.option("--blank", is_flag=True, help="空白表")
@click.option(
    "--variant", metavar="印法", default="", help="同一种表的另一种印法，如 classified-followup 的 each（每次跟进一行）"
)
@click.option("--copies", metavar="份数", type=click.IntRange(1, 3), default=3, help="印前几联，1 到 3；不写则三联")
@click.option("--collate", is_flag=True, help="逐张配齐各联（用于复写纸）；不写则印完一联再印下一联")
@click.option("--unmasked", is_flag=True, help="不遮盖联系方式；要写 --reason，会记入操作日志，并印上水印")
@click.option("--reason", metavar="原因", default="", help="为什么不遮盖")
@click.option("--by", "viewer", metavar="用户名", help="只印这个账号可见的客户；打印人仍记为系统和运行命令的系统账号")
@click.option(
    "-o",
    "--output",
    metavar="文件.pdf",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="存为哪个文件",
)
@with_database
def print_(config, slug, numbers, everyone, blank, variant, copies, collate, unmasked, reason, viewer, output) -> None:
    """打印表格，如 tracking-sheet（代跟踪服务表，一式三份）。"""
    if bool(numbers) + everyone + blank != 1:
        raise click.UsageError("--customer、--all、--blank 须选一样", click.get_current_context())
    _require_writable(output)
    press.keep_in(config.pieces)
    labels = press.COPIES[:copies]
    if blank:
        result = printing.print_blank(slug, labels)
        with _delivered(output, result.pdf):
            pass
    else:
        order = Order(labels, "sheets" if collate else "copies", unmasked, variant, reason)
        result = printing.print_customers(
            slug,
            None if everyone else numbers,
            order,
            by=User.system(),
            viewer=find_user(viewer) if viewer else None,
            base_url=config.base_url(),
            deliver=partial(_delivered, output),
        )
    click.echo(f"已存为 {output}，共 {result.pages} 页。")
    if result.missing:
        click.echo(f"注意：没有字体能印出这些字，表上印作“〓”：{'、'.join(map(_named, result.missing))}", err=True)


def _named(letter: str) -> str:
    return f"{letter}（U+{ord(letter):04X}）"


@contextmanager
def _delivered(output: Path, pdf: bytes) -> Iterator[None]:
    try:
        with staged(output, pdf):
            yield
    except OSError as error:
        raise DomainError(f"存不下 {output}：{error.strerror}，什么也没有打印") from error


def _require_writable(output: Path) -> None:
    """Look before anything is set: a file is put in its place by the folder, anything else takes what comes."""
    try:
        is_stream = output.exists() and not output.is_file()
        target = output if is_stream else output.resolve()
        place = target if is_stream else target.parent
        if not place.exists():
            raise DomainError(f"没有这个文件夹：{place}")
    except OSError as error:
        raise DomainError(f"不能用这个文件名：{error.strerror}") from error
    if not os.access(place, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise DomainError(f"没有权限写入：{target if target.exists() else place}")
