"""The two databases every test of stored things runs on.

A template holds the schema and the world; the rest are copies.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

from tests import postgres
from tests.world import build_world
from webapp.database import db, open_database
from webapp.models import seal
from webapp.schema import migrate

AUDIT_KEY = "of the tests' own offices"
SEALS: dict[str, seal.Seal] = {}  # of each database's trail, where it has one of its own


@contextmanager
def use_database(url: str) -> Iterator[str]:
    """Point the models at `url`, connected; afterwards at whatever they had before."""
    before = db.obj
    opened = open_database(url, pool_size=60)
    seal.put(SEALS.get(url, seal.Seal(AUDIT_KEY.encode())))
    opened.connect()
    try:
        yield url
    finally:
        SEALS[url] = seal.present()
        opened.close_all()
        if before is not None:
            db.initialize(before)


class Engine:
    """Hands out databases of one kind. `empty` and `copy` give URLs; each is a database of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.serial = count()
        self.template = self.empty()
        with use_database(self.template):
            migrate(folder, AUDIT_KEY)
            build_world()

    @cached_property
    def shared(self) -> str:
        """The copy whose tests roll back whatever they do."""
        return self.copy()


class SqliteEngine(Engine):
    def empty(self) -> str:
        return f"sqlite:///{self.folder}/{next(self.serial)}.sqlite3"

    def copy(self) -> str:
        url = self.empty()
        shutil.copy(self.template.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        return url


class PostgresqlEngine(Engine):
    def __init__(self, folder: Path, cluster: str):
        self.cluster = cluster
        super().__init__(folder)

    def empty(self) -> str:
        return self._create("template0")

    def copy(self) -> str:
        return self._create(self._name_in(self.template))

    def _create(self, template: str) -> str:
        name = f"test{next(self.serial)}"
        with use_database(self.cluster):
            db.execute_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.cluster.replace("/postgres?", f"/{name}?")

    @staticmethod
    def _name_in(url: str) -> str:
        return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def start(kind: str, folder: Path) -> Iterator[Engine]:
    """The engine of that kind, ready; a missing server is an error, never a skip."""
    if kind == "sqlite":
        yield SqliteEngine(folder)
        return
    with postgres.cluster() as url:
        yield PostgresqlEngine(folder, url)
