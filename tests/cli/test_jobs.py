"""`nightly` and `worker` (R-SCALE, R-OPS), as real processes on both databases."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.cli.probe import SLICES
from tests.engines import AUDIT_KEY
from tests.stored import everything
from tests.zone import ZONE
from webapp.config import ROOT
from webapp.models import AuditEvent, Duty, JobRun, JobStep, Setting
from webapp.models.job_run import State
from webapp.rules import nightly
from webapp.rules.job import Slice, Step

PATIENCE = 60  # seconds; a busy machine is slow, not wrong
ONCE_EACH = [str(number) for number in range(1, SLICES + 1)]


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


class Started:
    """A process of the probe; what it says goes into files, so that nobody waits for a line that does not come."""

    def __init__(self, host: "Host", words: tuple[str, ...]):
        self._says = [host.folder / f"{len(host.started)}.{kind}" for kind in ("out", "err")]
        command = [sys.executable, "-m", "tests.cli.probe", *words]
        with self._says[0].open("w") as out, self._says[1].open("w") as err:
            self.process = subprocess.Popen(command, cwd=host.folder, env=host.environment, stdout=out, stderr=err)
        self.holder = f":{self.process.pid}:"

    @property
    def printed(self) -> str:
        return self._says[0].read_text(encoding="utf-8")

    @property
    def complaints(self) -> str:
        return self._says[1].read_text(encoding="utf-8")

    def done(self) -> str:
        """What it printed; it has to succeed."""
        self.process.wait(PATIENCE)
        assert (self.process.returncode, self.complaints) == (0, "")
        return self.printed

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Host:
    """Where processes of the probe run: `start("nightly")`, `say(hang=5)`."""

    def __init__(self, folder, url: str):
        self.folder, self.started = folder, []
        others = {name: value for name, value in os.environ.items() if not name.startswith("GENJINBU_")}
        self.environment = others | {
            "GENJINBU_DATABASE_URL": url,
            "GENJINBU_INSTANCE": str(folder / "instance"),
            "GENJINBU_AUDIT_KEY": AUDIT_KEY,
            "GENJINBU_OFFICE_TIMEZONE": ZONE,
            "PROBE": str(folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }

    def say(self, **facts: int) -> None:
        for name, value in facts.items():
            (self.folder / name).write_text(str(value))

    def start(self, *words: str) -> Started:
        self.started.append(Started(self, words))
        return self.started[-1]

    def hang(self, *words: str, at: int) -> Started:
        """One that has come to this slice and stops in it for ever."""
        self.say(hang=at)
        started = self.start(*words)
        wait_until((self.folder / "hung").exists)
        return started

    def end(self) -> None:
        for started in self.started:
            started.kill()


@pytest.fixture
def host(fresh_database, tmp_path):
    host = Host(tmp_path, fresh_database)
    yield host
    host.end()


def sliced() -> list[str]:
    events = AuditEvent.select().where(AuditEvent.action == "probe.sliced").order_by(AuditEvent.id)
    return [event.subject for event in events]


def assert_done_once() -> None:
    """As if nothing had happened in between."""
    assert sliced() == ONCE_EACH and AuditEvent.verify() is None
    (run,) = JobRun.select()
    (step,) = run.steps
    assert (run.state, run.holder, step.done, step.total, step.error) == (State.DONE, "", SLICES, SLICES, "")


def test_four_at_once_do_each_slice_once_and_all_see_it_done(host):
    host.say(crew=4)
    printed = [started.done() for started in [host.start("nightly") for _ in range(4)]]
    assert_done_once()
    assert all("今天的夜间任务已" in text for text in printed)
    assert sum(text.count("试验：") for text in printed) == SLICES


def test_killed_within_a_slice_it_is_gone_on_with_and_ends_as_if_undisturbed(host):
    host.hang("nightly", at=5).kill()
    assert sliced() == ONCE_EACH[:4]
    printed = host.start("nightly").done()
    assert "试验：5 / 12" in printed and "试验：4 / 12" not in printed
    assert_done_once()


def test_who_waits_for_another_goes_on_when_that_one_is_killed(host):
    first = host.hang("nightly", at=5)
    waiting = host.start("nightly")
    wait_until(lambda: waiting.printed == "另一个进程正在运行今天的夜间任务，等它做完……\n")
    first.kill()
    assert "今天的夜间任务已完成。" in waiting.done()
    assert_done_once()


def test_an_interruption_says_so_in_one_line_and_another_may_go_on_at_once(host):
    started = host.hang("nightly", at=3)
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(PATIENCE) == 1
    assert started.complaints.strip() == "已中断" and JobRun.get().state == State.WAITING
    host.start("nightly").done()
    assert_done_once()


def always_due() -> None:
    Setting.create(name="night_run_at", value="00:00")


def is_done() -> bool:
    return JobRun.select().where(JobRun.finished_at.is_null(False)).exists()


def test_a_worker_makes_up_for_the_night_at_once_and_ends_in_order(host):
    always_due()
    worker = host.start("worker")
    wait_until(is_done)
    assert worker.holder in Duty.present().holder
    for _ in range(2):  # its parent says so, and systemd says so to all
        worker.process.send_signal(signal.SIGTERM)
    assert worker.done() == "后台任务已就绪。\n"
    assert Duty.present() is None
    assert_done_once()


def test_of_two_workers_one_is_on_duty_and_the_other_follows_when_it_is_killed(host):
    always_due()
    first = host.hang("worker", at=5)
    second = host.start("worker")
    wait_until(lambda: second.printed)
    assert first.holder in Duty.present().holder
    first.kill()
    wait_until(is_done)
    assert second.holder in Duty.present().holder
    assert_done_once()


def test_a_worker_told_to_end_does_not_wait_for_ever_and_another_goes_on(host):
    always_due()
    worker = host.hang("worker", at=5)
    worker.process.send_signal(signal.SIGTERM)
    worker.process.wait(PATIENCE)
    host.start("nightly").done()
    assert_done_once()


# -- in this process


def test_twice_on_one_day_changes_nothing_and_says_so(peopled_office):
    first = peopled_office.done("nightly")
    assert first.splitlines()[0] == "收回中断的导入：0" and first.endswith("今天的夜间任务已完成。\n")
    before = everything()
    assert peopled_office.done("nightly") == "今天的夜间任务已经跑过。\n"
    assert everything() == before


def test_a_step_that_fails_is_named_and_the_others_are_done(peopled_office, monkeypatch):
    def fail(_turn) -> Slice:
        raise ValueError("13912340001")

    monkeypatch.setattr(nightly, "STEPS", (Step("broken", "坏掉的一步", fail), *nightly.STEPS))
    result = peopled_office("nightly")
    assert result.exit_code == 1
    assert result.stderr.endswith("夜间任务有 1 步没有做完：坏掉的一步\n")
    assert "坏掉的一步：出了意外，服务器的日志里有详情（ValueError）" in result.stdout
    assert JobStep.select().where(JobStep.finished_at.is_null(False)).count() == len(nightly.STEPS) - 1
    assert "13912340001" not in result.stdout


def test_a_worker_whose_queue_cannot_be_opened_says_so(bare_office):
    bare_office.done("init")
    (bare_office.instance / "jobs.sqlite3").mkdir()
    assert bare_office.refused("worker").startswith("后台任务的队列打不开：")


@pytest.mark.parametrize("command", ["nightly", "worker"])
def test_without_a_database_it_says_what_to_run(bare_office, command):
    assert bare_office.refused(command) == "还没有数据库，请先运行 bin/genjinbu init"
