"""A real PostgreSQL of our own: a throw-away cluster on a socket, as root through the postgres account."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

SERVERS = Path("/usr/lib/postgresql")  # Debian: one folder a version
UNSAFE_BUT_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def _binaries() -> Path:
    found = sorted(SERVERS.glob("*/bin"))
    if not found:
        raise RuntimeError("PostgreSQL's server is missing: run bin/system-deps --dev")
    return found[-1]


def _as_server(*command: str) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster():
    """Yield the URL of an empty database; the cluster is gone afterwards."""
    bin_, home = _binaries(), Path(tempfile.mkdtemp(prefix="genjinbu-pg-", dir="/tmp"))
    home.chmod(0o755)
    if os.getuid() == 0:
        server = pwd.getpwnam("postgres")
        os.chown(home, server.pw_uid, server.pw_gid)
    data, port = home / "data", _free_port()
    try:
        _as_server(f"{bin_}/initdb", "-D", str(data), "--locale=C.UTF-8", "-U", "genjinbu", "-A", "trust", "--no-sync")
        options = f"-k {home} -p {port} -c listen_addresses='' -c max_connections=200 {UNSAFE_BUT_QUICK}"
        _as_server(f"{bin_}/pg_ctl", "-D", str(data), "-o", options, "-l", str(home / "log"), "-w", "start")
        yield f"postgresql://genjinbu@/postgres?host={home}&port={port}"
    finally:
        if data.exists():
            _as_server(f"{bin_}/pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
