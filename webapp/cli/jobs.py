"""`nightly` and `worker`: what runs by itself, by hand and in the background (R-SCALE, R-OPS)."""

from datetime import date
from time import sleep

import click

from webapp.cli import chinese
from webapp.cli.office import open_office, require_current_database, with_database
from webapp.clock import today
from webapp.errors import DomainError
from webapp.models import JobRun, JobStep, User
from webapp.models.job_run import Overtaken, State
from webapp.rules import nightly as night
from webapp.rules.job import Carrier, Step

PAUSE = 0.2  # seconds between two looks at how far another process is


@click.command(cls=chinese.Command)
@with_database
def nightly(config) -> None:
    """运行今天的夜间任务；已经跑过就什么都不做，中断过就接着做。"""
    day = today()
    run = JobRun.of(night.NAME, day)
    if run and run.state == State.DONE:
        click.echo("今天的夜间任务已经跑过。")
        return
    _carry_out(Carrier(User.system(), config, tell=_tell), day)
    _conclude(JobRun.of(night.NAME, day))


def _carry_out(carrier: Carrier, day: date) -> None:
    """By this process, or by another that is at it: then it is waited for, and followed should it die."""
    is_told = False
    while not _carried(carrier, day) and JobRun.of(night.NAME, day).state in (State.RUNNING, State.BROKEN):
        if not is_told:
            click.echo("另一个进程正在运行今天的夜间任务，等它做完……")
            is_told = True
        sleep(PAUSE)


def _carried(carrier: Carrier, day: date) -> bool:
    try:
        return night.carry_out(carrier, day, at_once=True) is not None
    except Overtaken:
        return False


def _tell(step: Step, kept: JobStep) -> None:
    total = f" / {kept.total}" if kept.total else ""
    click.echo(f"{step.label}：{kept.error or f'{kept.done}{total}'}")


def _conclude(run: JobRun) -> None:
    if failed := [step for step in run.steps if step.error]:
        raise DomainError(f"夜间任务有 {len(failed)} 步没有做完：{'、'.join(night.label_of(it.name) for it in failed)}")
    click.echo("今天的夜间任务已完成。")


@click.command(cls=chinese.Command)
@click.option("--beside", type=int, hidden=True)
def worker(beside: int | None) -> None:
    """运行后台任务，直到中断；serve 会连同它一起运行，除非 GENJINBU_WORKER=0。"""
    from webapp.jobs import Jobs  # brings huey along, which only this command and the server need

    with open_office() as config:
        require_current_database()
        consumer = Jobs(config).worker(beside)
        if beside is None:
            click.echo("后台任务已就绪。")
        consumer.run()
