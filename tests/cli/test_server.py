"""`python -m webapp serve`, as a process of its own: it says where, answers, and ends when asked to (R-START)."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from webapp.cli.server import WORKERS, address_of, listener
from webapp.config import ROOT, Config, ConfigError

READY = re.compile(r"跟进簿已就绪：(http://127\.0\.0\.1:\d+)")


@pytest.fixture
def run(tmp_path):
    """Start `python -m webapp …`, or another module, on an installation of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GENJINBU_")}
    environment |= {"GENJINBU_INSTANCE": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    def start(*words: str, module: str = "webapp", **settings: str) -> subprocess.Popen:
        command = [sys.executable, "-m", module, *words]
        given = environment | {f"GENJINBU_{name}": value for name, value in settings.items()}
        return subprocess.Popen(command, cwd=tmp_path, env=given, stdout=-1, stderr=-1, text=True, encoding="utf-8")

    return start


def test_it_serves_at_the_address_it_prints_and_ends_on_interrupt(run):
    assert run("init").wait(60) == 0
    server = run("serve")
    try:
        address = READY.search(server.stdout.readline())[1]
        assert urlopen(f"{address}/healthz", timeout=10).status == 200
    finally:
        server.send_signal(signal.SIGINT)
        rest, complaints = server.communicate(timeout=30)
    assert (server.returncode, rest, complaints) == (0, "", "")


def test_a_signal_before_a_worker_can_answer_it_is_not_lost(run, tmp_path):
    """The second worker is told to end while it is being born: it must not run on until it is killed."""
    (tmp_path / "born.py").write_text(
        "import os, signal, time\n"
        "from webapp.cli import main, server\n"
        "def end_at_birth(master, worker):\n"
        "    if worker.age == 2:\n"
        "        os.kill(os.getppid(), signal.SIGINT)\n"
        "        time.sleep(1)\n"
        "class Server(server.Server):\n"
        "    def load_config(self):\n"
        "        super().load_config()\n"
        "        self.cfg.set('post_fork', end_at_birth)\n"
        "server.Server = Server\n"
        "main(['serve'])\n"
    )
    assert run("init").wait(60) == 0
    _address, complaints = run("serve", module="born").communicate(timeout=60)
    assert complaints == ""


def children(process: subprocess.Popen) -> list[int]:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in found.split()]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def beside(process: subprocess.Popen) -> list[int]:
    """The processes of background jobs that a server has."""
    return [pid for pid in children(process) if "webapp worker" in command_of(pid)]


def wait_until(is_so) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL])
def test_the_background_jobs_begin_and_end_with_it(run, tmp_path, signum):
    """Also when it is killed: nobody holds its output any more, so nothing is left of it."""
    assert run("init").wait(60) == 0
    server = run("serve")
    try:
        assert READY.search(server.stdout.readline())
        wait_until(lambda: is_on_duty(tmp_path, beside(server)))
        (worker,) = beside(server)
    finally:
        server.send_signal(signum)
        _, complaints = server.communicate(timeout=60)
    assert complaints == "" and "webapp worker" not in command_of(worker)


def is_on_duty(instance: Path, pids: list[int]) -> bool:
    with closing(sqlite3.connect(instance / "genjinbu.sqlite3")) as database:
        holders = database.execute("SELECT holder FROM duty").fetchall()
    return any(f":{pid}:" in holder for pid in pids for (holder,) in holders)


def test_a_worker_that_dies_is_begun_anew(run, tmp_path):
    (tmp_path / "hasty.py").write_text("from webapp.cli import beside, main\nbeside.PATIENCE = 0\nmain(['serve'])\n")
    assert run("init").wait(60) == 0
    server = run("serve", module="hasty")
    try:
        assert READY.search(server.stdout.readline())
        wait_until(lambda: beside(server))
        (first,) = beside(server)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: beside(server) and beside(server) != [first])
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
    assert server.returncode == 0


def test_where_others_run_the_jobs_it_starts_none(run):
    assert run("init").wait(60) == 0
    server = run("serve", WORKER="0")
    try:
        assert READY.search(server.stdout.readline())
        wait_until(lambda: len(children(server)) == WORKERS)
        assert beside(server) == []
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)


def test_without_a_database_the_process_ends_with_status_1(run):
    process = run("serve")
    assert process.communicate(timeout=60) == ("", "还没有数据库，请先运行 bin/genjinbu init\n")
    assert process.returncode == 1


def config(**settings: str) -> Config:
    return Config.load({}, **settings)


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port} 上监听"):
            listener(config(PORT=port))


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(ConfigError, match="GENJINBU_PORT"):
        listener(config(PORT=port))


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", r"\[::1\]")])
def test_the_address_can_be_opened_on_this_machine(host, shown):
    with listener(config(HOST=host)) as bound:
        assert re.fullmatch(rf"http://{shown}:\d+", address_of(bound))
