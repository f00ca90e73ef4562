"""The queue of background jobs, and the process that works through it: huey on SQLite in a file of its own, or on the
PostgreSQL of the book, in a schema of its own.

The queue only starts things. That they are done once, and gone on with, is held by rows (webapp/models/job_run.py): a
job that is lost, doubled, or begun by two hosts at once does no harm.
"""

import logging
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from peewee import PeeweeException

from webapp import operator
from webapp.clock import today
from webapp.config import Config, ConfigError
from webapp.database import db, transaction
from webapp.imports import tidying
from webapp.models.duty import Duty
from webapp.models.job_run import Overtaken
from webapp.models.user import User
from webapp.rules import complaints, nightly, rhythms
from webapp.rules.job import Carrier

SCHEMA = "huey"
_LOCK_KEY = 0x68756579  # any number, the same in every process
FAULTS = (sqlite3.Error, psycopg.Error, OSError, ConfigError)
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP)
LONGEST_END = 8  # seconds for the slice in hand
ORIGIN = "后台任务"

log = logging.getLogger(__name__)


def queue_file(config: Config) -> Path | None:
    """Where the queue lies; None on PostgreSQL, where it lies in the database."""
    return config.instance / "jobs.sqlite3" if config.database_url.startswith("sqlite:") else None


def open_queue(config: Config) -> Huey:
    """The queue of this installation, made where there is none yet. Raises ConfigError where it cannot be opened."""
    options = {"results": False, "serializer": SignedSerializer(secret=config.secret_key())}
    try:
        if path := queue_file(config):
            _touch(path)
            return SqliteHuey("genjinbu", filename=str(path), fsync=True, **options)
        _make_schema(config.database_url)
        return PostgresHuey(
            "genjinbu", connection=lambda: _connect(config.database_url), create_tables=False, **options
        )
    except (sqlite3.Error, psycopg.Error, OSError) as error:
        raise ConfigError(f"后台任务的队列打不开：{str(error).strip().partition(chr(10))[0]}") from error


def _touch(path: Path) -> None:
    """Only whoever runs the app reads the file, and those SQLite puts beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _connect(url: str) -> psycopg.Connection:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(f"SET search_path TO {SCHEMA}")
    return connection


def _make_schema(url: str) -> None:
    """One process at a time: two that create the same table at once are refused."""
    with _connect(url) as connection, connection.transaction():
        if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.huey_counter",)).fetchone()[0]:
            return
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for statement in PostgresHuey("ddl", connection=lambda: connection, create_tables=False).storage.ddl:
            connection.execute(statement)


@contextmanager
def connected() -> Iterator[None]:
    """A connection of this thread, closed afterwards if it was opened here."""
    opened = db.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened:
            db.close()


class Jobs:
    """The background jobs of one installation: whoever wants one asks here, and `worker` carries them out."""

    def __init__(self, config: Config):
        self.config = config
        self.goes_on: Callable[[], bool] = lambda: True
        self._settling = threading.Lock()

    @property
    def queue(self) -> Huey:
        return self._opened[0]

    @cached_property
    def _opened(self) -> tuple[Huey, dict[str, Callable[[], None]]]:
        """The queue, and what it knows to start: calling one puts it there. Opened when somebody needs it: a web
        process that asks for nothing has no connection to it."""
        queue = open_queue(self.config)
        declare = queue.periodic_task
        return queue, {
            "nightly": declare(self._is_time_for_nightly, name="nightly")(self.nightly),
            "mend": declare(self._is_time_to_mend, name="mend")(self.mend),
            "watch": declare(self._is_time_to_watch, name="watch")(self.watch),
            "settle": declare(self._is_time_to_settle, name="settle")(self.settle),
        }

    def ask_for_nightly(self, *, by) -> None:
        """Let today's night run be carried out now. Raises DomainError where it is being."""
        with transaction():
            nightly.ask_for(by=by)
            db.after_commit(lambda: self.enqueue("nightly"))

    def enqueue(self, name: str) -> None:
        """Start a job now. Where the queue is out of order it is started within a minute all the same: its row says
        that it is wanted."""
        try:
            self._opened[1][name]()
        except FAULTS:
            log.exception("the queue takes nothing")

    # -- in the worker

    def nightly(self) -> None:
        with connected(), suppress(Overtaken):
            nightly.carry_out(Carrier(User.system(origin=ORIGIN), self.config, self.goes_on), today())

    def mend(self) -> None:
        """A list whose process died is not left half written until the night."""
        with connected():
            tidying.let_go_of_broken(by=User.system(origin=ORIGIN))

    def watch(self) -> None:
        """The clocks of complaints that have run out are noted, and told of."""
        with connected():
            complaints.note_breaches(by=User.system(origin=ORIGIN))

    def settle(self) -> None:
        """Customers of a dimension that was given up, or taken up again, keep another rhythm. It is found due for as
        long as it runs."""
        if self._settling.acquire(blocking=False):
            try:
                with connected():
                    rhythms.settle()
            finally:
                self._settling.release()

    def _is_time_for_nightly(self, _moment: datetime) -> bool:
        return self._on_duty(nightly.is_due)

    def _is_time_to_mend(self, moment: datetime) -> bool:
        return crontab(minute="*/10")(moment) and self._on_duty(lambda: True)

    def _is_time_to_watch(self, _moment: datetime) -> bool:
        return self._on_duty(lambda: complaints.overrun().exists())

    def _is_time_to_settle(self, _moment: datetime) -> bool:
        return self._on_duty(lambda: rhythms.unsettled().exists())

    @staticmethod
    def _on_duty(is_due: Callable[[], bool]) -> bool:
        """Asked once a minute by every worker there is: only one of them, on one host, starts what is due."""
        try:
            with connected():
                return Duty.take(operator.process()) and is_due()
        except PeeweeException as error:
            log.warning("nobody can be on duty: %s", type(error).__name__)
            return False

    def worker(self, parent: int | None = None) -> "Worker":
        """The consumer of the queue, to be run in a process of its own. It ends with its `parent`."""
        worker = Worker(self.queue, workers=2, max_delay=1.0, scheduler_interval=10, shutdown_timeout=LONGEST_END)
        worker.parent = parent
        self.goes_on = lambda: not worker.stop_flag.is_set()
        return worker


class Worker(Consumer):
    """Ends in order on every signal, and when the process beside it is gone."""

    parent: int | None = None

    def run(self) -> None:
        try:
            super().run()
        finally:
            self._leave()

    def _leave(self) -> None:
        """Let the next be on duty at once; but do not wait for a slice that does not end, which has the database."""
        if not any(thread.is_alive() for _, thread in self.worker_threads):
            with suppress(PeeweeException), connected():
                Duty.leave(operator.process())

    def loop(self, health_check_ts=None):
        if self.parent and os.getppid() != self.parent:
            self._handle_signal(signal.SIGTERM, None)
        return super().loop(health_check_ts)

    def start(self) -> None:
        super().start()
        for signum in ENDS:
            signal.signal(signum, self._handle_signal)

    def _handle_signal(self, signum, frame) -> None:
        """What is in hand is finished, and nothing begins anew. Told twice, by its parent and by systemd, it ends no
        otherwise."""
        self._signum, self._restart, self._graceful = signum, False, True
