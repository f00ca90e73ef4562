"""What is measured: this version of the app and, if asked, an earlier one.

Each works on a database its own builder has filled.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from webapp.bench.building import PASSWORD, Office, Place
from webapp.bench.client import Client
from webapp.bench.screens import Cards, Screen, screens
from webapp.bench.servers import NoServer, PostgresServer, Running, serving
from webapp.config import ROOT

# what any version's builder answers to
BUILD = """
import json, sys
from pathlib import Path
from webapp.bench.building import build
office = build(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
print(json.dumps([office.manager, office.inspector, office.branch, office.customers, office.values]))
"""


@dataclass
class Side:
    """A version that is being served. `settings` are what its processes are started with."""

    root: Path
    python: str
    office: Office
    settings: dict[str, str]
    app: Running

    def client(self, user: str) -> Client:
        """Somebody who has just signed in."""
        client = Client(self.app.host, self.app.port)
        client.sign_in(user, PASSWORD)
        return client

    @cached_property
    def database(self) -> NoServer | PostgresServer:
        url = self.settings["DATABASE_URL"]
        return NoServer() if url.startswith("sqlite") else PostgresServer(url)

    @cached_property
    def clients(self) -> dict[str, Client]:
        office = self.office
        return {user: self.client(user) for user in (office.manager, office.inspector, office.rep)}

    @cached_property
    def cards(self) -> Cards:
        return Cards(self.office)

    @cached_property
    def screens(self) -> dict[str, Screen]:
        return {screen.name: screen for screen in screens(self.office, self.cards, *list(self.clients.values())[:2])}


class Version:
    """A checkout that can be built and served: ours, or that of an earlier commit."""

    def __init__(self, root: Path = ROOT, python: str = sys.executable):
        self.root, self.python = root, python

    @contextmanager
    def serve(self, url: str, folder: Path, customers: int) -> Iterator[tuple[Side, float]]:
        """Build an office in the empty database and serve it; with the seconds that building took."""
        started = time.perf_counter()
        settings = {"INSTANCE": str(folder), "DATABASE_URL": url, "SECRET_KEY": "bench" * 8}
        told = self.run("-c", BUILD, url, str(folder), str(customers))
        manager, inspector, branch, places, values = json.loads(told)
        office = Office(manager, inspector, branch, [Place(*place) for place in places], values)
        built = time.perf_counter() - started
        with serving(self.python, "webapp", "serve", root=self.root, **settings) as app:
            yield Side(self.root, self.python, office, settings, app), built

    def run(self, *arguments: str) -> str:
        """What a process of this version prints."""
        return subprocess.run(
            [self.python, *arguments], cwd=self.root, check=True, stdout=subprocess.PIPE, text=True
        ).stdout


@contextmanager
def earlier(commit: str, folder: Path) -> Iterator[Version]:
    """The version of a commit, checked out beside ours with the packages its own lock file names; gone afterwards."""
    root = folder / "before"
    _git("worktree", "add", "--detach", "--quiet", str(root), commit)
    try:
        subprocess.run(["bash", "-c", ". bin/lib.sh && ensure_venv run"], cwd=root, check=True)
        yield Version(root, str(root / ".venv/bin/python"))
    finally:
        _git("worktree", "remove", "--force", str(root))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)
