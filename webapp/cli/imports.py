"""`import FILE` and `import undo BATCH`: customer lists into the book and out again (R-IMPORT)."""

from contextlib import suppress
from pathlib import Path

import click

from webapp.cli import chinese
from webapp.cli.branches import find_branch
from webapp.cli.office import with_database
from webapp.database import cache_little
from webapp.errors import DomainError
from webapp.imports.customer_import import CustomerImport
from webapp.imports.plan.outcomes import summary
from webapp.imports.plan.planner import MODES
from webapp.imports.tidying import tidy
from webapp.models import Branch, ImportBatch, User
from webapp.storing import store


class FileOrCommand(chinese.Group):
    """A group whose first word may be a file: whatever is no command of it goes to `file`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            args = ["file", *args]
        return super().parse_args(ctx, args)


class FileCommand(chinese.Command):
    """Shows its usage without the word nobody types."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.parent.command_path, " ".join(self.collect_usage_pieces(ctx)))


class ColumnMapping(click.ParamType):
    """列=字段."""

    name = "列=字段"

    def convert(self, value, param, ctx) -> tuple[str, str]:
        column, equals, field = value.rpartition("=")
        if not equals or not column.strip():
            self.fail("应写成 列=字段，如 称呼=联系人", param, ctx)
        return column.strip(), field.strip()


@click.group("import", cls=FileOrCommand)
def imports() -> None:
    """导入客户名单（import 文件），撤销导入（import undo 批次）。"""


@imports.command("file", cls=FileCommand, hidden=True)
@click.argument("source", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只试算，不写入")
@click.option(
    "--mode",
    type=click.Choice([*MODES]),
    metavar="方式",
    default="both",
    help="、".join(f"{key} {word}" for key, word in MODES.items()) + "；默认 both",
)
@click.option("--branch", metavar="分站", help="导入到哪个分站；不写则为第一个有业务员的分站")
@click.option(
    "--map",
    "mapping",
    type=ColumnMapping(),
    metavar="列=字段",
    multiple=True,
    help="手工指定某一列对应的字段，可重复；“列=忽略”不导入该列",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="结果.xlsx",
    help="把逐行结果和拒绝的行存成 xlsx",
)
@with_database
def file(
    _config, source: Path, dry_run: bool, mode: str, branch: str | None, mapping: tuple, report: Path | None
) -> None:
    """导入客户名单（xlsx、xls、csv）；撤销用 import undo 批次。

    表头自动识别。全部写入或全不写入；有问题的行说明原因后跳过或拒绝。
    """
    if not dry_run:
        tidy(by=User.system())
        cache_little()
    prepared = CustomerImport.prepared(
        source.read_bytes(), source.name, branch=_branch(branch), by=User.system(), mode=mode, mapping=dict(mapping)
    )
    batch = prepared.batch
    if not dry_run and _has_work(batch.report):
        prepared.keep(prepared.rows())
        _confirm(prepared)
    _tell(prepared)
    if report:
        store(report, prepared.hand_out(by=User.system()))
    _conclude(batch, dry_run)


def _has_work(report: dict) -> bool:
    return bool(report["counts"]["created"] or report["counts"]["updated"])


def _confirm(prepared: CustomerImport) -> None:
    """Nobody comes back to a batch that failed here."""
    try:
        prepared.confirm(by=User.system())
    except BaseException:
        with suppress(DomainError):  # it could not even be taken back; `tidy` will
            prepared.discard(by=User.system())
        raise


def _conclude(batch: ImportBatch, dry_run: bool) -> None:
    if dry_run:
        click.echo("试算完毕，没有写入。")
    elif _has_work(batch.report):
        click.echo(f"批次 {batch.id}；撤销：bin/genjinbu import undo {batch.id}")
    elif batch.report["counts"]["rejected"]:
        raise DomainError("没有可导入的行，什么都没有写入")
    else:
        click.echo("没有要写入的内容。")


def _branch(name: str | None) -> Branch:
    """The named branch, or the first that has people to own customers.

    Which it is stands in the report's first line.
    """
    if name:
        return find_branch(name)
    branch = Branch.select().where(Branch.id << User.owners().select(User.branch)).order_by(Branch.id).first()
    if branch is None:
        raise DomainError("还没有可以负责客户的账号，请先给分站开账号")
    return branch


def _tell(done: CustomerImport) -> None:
    report = done.batch.report
    click.echo(f"{done.batch.branch.name}：{summary(report['counts'])}")
    for note in report["notes"]:
        click.echo(note)
    for row in done.rows():
        for remark in row.remarks:
            click.echo(f"第 {row.place} 行{' ' if row.name else ''}{row.name}：{remark}")


@imports.command()
@click.argument("batch", metavar="批次", type=int)
@with_database
def undo(_config, batch: int) -> None:
    """撤销一次导入；之后改过的资料保留并列出。"""
    tidy(by=User.system())
    found = ImportBatch.get_or_none(ImportBatch.id == batch)
    if found is None:
        raise DomainError(f"没有批次 {batch}")
    kept = CustomerImport(found).undo(by=User.system())
    click.echo(f"已撤销批次 {batch}（{found.filename}）。")
    for customer in kept:
        click.echo(f"导入后改过，保留：{customer.number} {customer.name}")
