"""Who runs a command, as the operating system knows them, and in which process."""

import os
import pwd
import socket
from pathlib import Path

PROCESSES = Path("/proc")


def account() -> str:
    """li, or li → root for somebody who became another."""
    acting, came_from = _name(os.geteuid()), os.environ.get("SUDO_USER", "")
    return f"{came_from} → {acting}"[:40] if came_from and came_from != acting else acting[:40]


def _name(id_: int) -> str:
    try:
        return pwd.getpwuid(id_).pw_name
    except KeyError:  # in a container an id may have no name
        return str(id_)


def process() -> str:
    """This process, as no other is called: host:id:since when."""
    return f"{_host()}:{os.getpid()}:{_since(os.getpid())}"


def has_ended(process: str) -> bool:
    """Whether that process is known to be gone: one of this machine that runs no more. Of others nothing is known."""
    host, id_, since, *_ = [*process.split(":"), "", ""]
    is_ours = host == _host() and id_.isdigit() and since != ""
    return is_ours and _since(int(id_)) != since


def _host() -> str:
    return socket.gethostname().replace(":", "-")[:60]


def _since(id_: int) -> str:
    """When a process began, in the kernel's own count; "" for one that has ended, or where nothing tells."""
    try:
        facts = (PROCESSES / str(id_) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if facts[0] in "ZX" else facts[19]
