"""Bringing a database to the schema of this release, with the same migration files on both databases."""

import fcntl
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playhouse.migrations import Runner

from webapp.database import db, is_sqlite
from webapp.models import AuditEvent, AuditHead, CalendarDay, derived, seal
from webapp.models.dimension_seed import seed_dimensions
from webapp.models.issue_type import IssueType
from webapp.models.letter import Letter
from webapp.models.outline import Outline
from webapp.models.purpose import Purpose
from webapp.models.setup import Edition

MIGRATIONS = Path(__file__).parent / "migrations"
RESPELLED = {"0008_public_terms", "0020_calls_and_promises"}  # after these what is derived is worked out anew
_LOCK_KEY = 0x67656E6A  # any number, the same in every process


def _runner() -> Runner:
    return Runner(db.obj, directory=str(MIGRATIONS))


def pending() -> list[str]:
    """Names of migrations not yet applied, in order."""
    return [row.name for row in _runner().status() if row.path and not row.applied]


def applied_on(name: str) -> date | None:
    """The day a migration was applied to this database."""
    moment = _runner().applied().get(name)
    return moment and moment.date()


def migrate(instance: Path, audit_key: str = "") -> list[str]:
    """Apply what is pending, one process at a time, and seed what every office starts with. Returns the names.

    The key of the audit trail is made where there is none yet, in the instance folder, and is in use afterwards."""
    with _alone(instance):
        applied = _runner().up()
        if RESPELLED & set(applied):
            derived.work_out_anew()
        with db.atomic():
            AuditHead.get_or_create(id=1)
            seed_dimensions()
            Purpose.seed()
            Outline.seed()
            IssueType.seed()
            Letter.seed()
            CalendarDay.seed()
            Edition.begin()
            _seal_trail(instance, audit_key)
    return applied


def _seal_trail(instance: Path, audit_key: str) -> None:
    last = AuditEvent.select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).first()
    is_new = seal.make(instance, last.id if last else 0, last.hash if last else "", audit_key)
    if is_new:
        AuditHead.place(*AuditEvent.take_end())


@contextmanager
def _alone(instance: Path):
    instance.mkdir(parents=True, exist_ok=True)
    with open(instance / "migrate.lock", "w") as file, db.connection_context():
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_sqlite():
            yield
            return
        db.execute_sql("SELECT pg_advisory_lock(%s)", (_LOCK_KEY,))
        try:
            yield
        finally:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (_LOCK_KEY,))
