"""The command line, `bin/genjinbu`. Exit status 0 done, 1 refused with one line on stderr, 2 wrong usage."""

import sys

import click
from peewee import InterfaceError, OperationalError

from webapp.cli import (
    audit,
    branches,
    chinese,
    configuration,
    demo,
    diagnosis,
    imports,
    jobs,
    printing,
    server,
    setup,
    users,
)
from webapp.config import ConfigError
from webapp.errors import DomainError


class Genjinbu(chinese.Group):
    """Turns whatever ends a command into its exit status and one line for the person."""

    def main(self, *args, **options):
        sys.exit(self._status(*args, **{**options, "prog_name": "genjinbu", "standalone_mode": False}))

    def _status(self, *args, **options) -> int:
        try:
            return super().main(*args, **options) or 0
        except click.UsageError as error:
            return _refuse(chinese.wrong_usage(error), 2)
        except (DomainError, ConfigError, click.ClickException) as error:
            return _refuse(str(error))
        except (OperationalError, InterfaceError) as error:
            return _refuse(f"数据库用不了：{_first_line(error)}")
        except PermissionError as error:
            return _refuse(f"没有权限读写：{error.filename}")
        except click.Abort:
            return _refuse("已中断")


def _refuse(message: str, status: int = 1) -> int:
    click.echo(message, err=True)
    return status


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


@click.group(cls=Genjinbu, name="genjinbu")
def main() -> None:
    """跟进簿：分站客户跟进的账簿。各命令的用法见“命令 --help”。"""


RUNNING = (setup.init, setup.migrate, server.serve, jobs.worker, jobs.nightly, demo.demo)
OFFICE = (users.user, branches.branch, imports.imports, printing.print_)
CARE = (diagnosis.doctor, audit.audit, configuration.config)

for command in (*RUNNING, *OFFICE, *CARE):
    main.add_command(command)
