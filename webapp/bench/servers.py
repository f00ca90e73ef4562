"""Servers in processes of their own, and the processor time their workers use."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from webapp.config import ROOT

IDLE = 5.0  # milliseconds in half a second: a waiting worker still looks after its parent


class Running:
    """A started server: `host` and `port`, and `cpu()` of its workers."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        host, _, port = process.stdout.readline().strip().rpartition("http://")[2].rpartition(":")
        if not port:
            raise RuntimeError("the server did not start")
        self.host, self.port = host, int(port)
        self._settle()

    def _settle(self) -> None:
        """Until every worker has loaded the app and is idle."""
        before = -1000.0
        while (used := self.cpu()) - before > IDLE:
            before = used
            time.sleep(0.5)

    def cpu(self) -> float:
        """Milliseconds of processor time all workers together have used so far."""
        return sum(_used(pid) for pid in _children(self.process.pid))

    def memory(self) -> float:
        """Megabytes the largest worker holds."""
        return max(_resident(pid) for pid in _children(self.process.pid))


@contextmanager
def serving(python: str, module: str, *arguments: str, root: Path = ROOT, **settings: str) -> Iterator[Running]:
    """`python -m module …` with these GENJINBU_ settings, on a port the kernel chooses; stopped afterwards."""
    command = [python, "-m", module, *arguments]
    process = subprocess.Popen(
        command, cwd=root, env=environment(PORT="0", WORKER="0", **settings), stdout=subprocess.PIPE, text=True
    )
    try:
        yield Running(process)
    finally:
        process.terminate()
        process.wait(timeout=15)


def environment(**settings: str) -> dict[str, str]:
    """What a process of the app is started with; the settings without their prefix."""
    return {**os.environ, **{f"GENJINBU_{name}": value for name, value in settings.items()}}


class NoServer:
    """SQLite works inside the app."""

    def cpu(self) -> float:
        return 0.0


class PostgresServer:
    """`cpu()` of the database server at this URL, all its processes together."""

    def __init__(self, url: str):
        home = Path(dict(parse_qsl(urlsplit(url).query))["host"])
        self.pid = int((home / "data/postmaster.pid").read_text().split()[0])

    def cpu(self) -> float:
        return sum(_used(pid) for pid in _children(self.pid))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _used(pid: int) -> float:
    """Of all threads of a process. The scheduler's own count: utime and stime move in steps of 10 ms."""
    return sum(int(stat.read_text().split()[0]) for stat in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6
