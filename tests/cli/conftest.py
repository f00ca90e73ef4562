"""An installation of the test's own, worked from the command line as an administrator would."""

import os

import pytest
from click.testing import CliRunner

from tests.conftest import CHEAPEST
from tests.engines import AUDIT_KEY
from tests.zone import ZONE
from webapp.cli import main
from webapp.database import db


class Office:
    """Call it like bin/genjinbu: `office("user", "list")` gives the result with exit_code, stdout and stderr."""

    def __init__(self, instance, url: str):
        self.instance, self.url = instance, url

    def __call__(self, *words: str):
        result = CliRunner().invoke(main, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def done(self, *words: str) -> str:
        """What a command that has to succeed printed."""
        result = self(*words)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def refused(self, *words: str) -> str:
        """The one line a refused command complains with."""
        result = self(*words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1
        return result.stderr.strip()


@pytest.fixture
def office(engine, tmp_path, monkeypatch):
    """Nothing is set up yet: no folder, no tables. On both databases."""
    yield from _office(engine.empty(), tmp_path, monkeypatch)


@pytest.fixture
def bare_office(tmp_path, monkeypatch):
    """The same for what no database is asked about: on SQLite alone."""
    yield from _office("", tmp_path, monkeypatch)


@pytest.fixture
def peopled_office(engine, tmp_path, monkeypatch):
    """The tests' world behind the command line."""
    monkeypatch.setenv("GENJINBU_AUDIT_KEY", AUDIT_KEY)
    yield from _office(engine.copy(), tmp_path, monkeypatch)


def _office(url: str, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("GENJINBU_") and name != "GENJINBU_AUDIT_KEY"]:
        monkeypatch.delenv(name)
    instance = tmp_path / "instance"
    monkeypatch.setenv("GENJINBU_INSTANCE", str(instance))
    monkeypatch.setenv("GENJINBU_DATABASE_URL", url)
    monkeypatch.setenv("GENJINBU_OFFICE_TIMEZONE", ZONE)
    monkeypatch.setenv("GENJINBU_PASSWORD_COST", str(CHEAPEST))
    mask, before = os.umask(0o022), db.obj
    yield Office(instance, url)
    os.umask(mask)
    if db.obj is not before:
        db.obj.close_all()
        db.initialize(before)  # which also tells the fields whose database they serve
