"""One run, both databases: a test that asks for `world` (or `client`) runs on SQLite and on PostgreSQL.

Files run side by side, one process a core. Each process has servers and databases of its own, so that none meets
another's.
"""

from contextlib import ExitStack
from functools import cache

import pytest
from hypothesis import settings

from tests import engines, page
from tests.page import Client
from tests.purity import (  # noqa: F401 — fixtures
    everything_is_met_anew,
    everything_is_watched,
    queries_are_written_anew,
    the_setup_is_found_anew,
    watch_pieces,
)
from tests.world import World, read_cast
from tests.zone import ZONE
from webapp import clock, create_app, passwords, security
from webapp.database import db

CHEAPEST = 8  # KiB: the least Argon2 accepts

# no deadline: a busy machine is no failure; the same examples every time, so that a red run can be repeated
settings.register_profile("office", deadline=None, derandomize=True, database=None)
settings.load_profile("office")

clock.use_timezone(ZONE)  # before any test file is read: a moment among a test's arguments is of the tests' office


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    """The database servers of this process, each started when the first test asks for it and kept to the end.

    A process may be handed tests of either in turn.
    """
    passwords.use_cost(CHEAPEST)
    with ExitStack() as running:
        yield cache(lambda kind: running.enter_context(engines.start(kind, tmp_path_factory.mktemp(kind))))


@pytest.fixture(scope="session", autouse=True)
def pages_are_checked_once(tmp_path_factory, worker_id):
    base = tmp_path_factory.getbasetemp()
    page.checked.append((base if worker_id == "master" else base.parent) / "pages")
    page.checked[-1].mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def in_its_zone():
    """A command or an app of a test's own may be somewhere else."""
    yield
    clock.use_timezone(ZONE)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request, servers):
    """The database server of this half of the run."""
    return servers(request.param)


@pytest.fixture(scope="session")
def database(engine):
    """One database with the world in it, shared by all tests that roll back."""
    with engines.use_database(engine.shared) as url:
        yield url


@pytest.fixture(scope="session")
def cast(database):
    """The office's rows, read once."""
    return read_cast()


@pytest.fixture
def world(database, cast):
    """The office; whatever the test does to it is rolled back."""
    with db.atomic() as transaction:
        yield World(cast)
        transaction.rollback()


@pytest.fixture
def empty_office(world):
    """Its administrator, in the book as `init` makes it."""
    return world.empty()


@pytest.fixture
def fresh_database(engine):
    """A database of the test's own, with the world in it, for threads and anything that must commit. Yields its URL."""
    with engines.use_database(engine.copy()) as url:
        yield url


@pytest.fixture(scope="session")
def app(database, tmp_path_factory):
    """The app on the tests' database; a request in the test's thread works inside the test's transaction."""
    before = db.obj
    instance = str(tmp_path_factory.mktemp("instance"))
    app = create_app(
        DATABASE_URL=database,
        INSTANCE=instance,
        SECRET_KEY="tests",
        OFFICE_TIMEZONE=ZONE,
        PASSWORD_COST=str(CHEAPEST),
    )
    db.initialize(before)
    watch_pieces(app)
    return app


@pytest.fixture
def client(app, world):
    """A browser that checks every HTML answer; `client.log_in(world.rep)` first."""
    security.told.clear()  # what is refused is on record anew in every test
    return Client(app)
