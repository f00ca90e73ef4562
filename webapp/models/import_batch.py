"""An uploaded list on its way into the book, and what it wrote there (R-IMPORT). What is done with it:
webapp/imports."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic, sleep

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    CompositeKey,
    Expression,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from webapp.clock import now
from webapp.database import (
    BaseModel,
    ChineseJSONField,
    LastingIdField,
    UtcDateTimeField,
    is_sqlite,
    locked,
    transaction,
)
from webapp.errors import DomainError, Stale
from webapp.models.organisation import Branch
from webapp.models.rows import insert_rows
from webapp.models.user import User

FREE = 0.15  # seconds between two transactions
HEARD_OF = timedelta(minutes=1)
BUSY = "这一批正在写入或撤销，请稍候再看"
GIVEN_UP = timedelta(minutes=10)  # planning fifty thousand rows takes half a minute, a part a fraction of a second


class ImportBatch(BaseModel):
    """导入批次. The content is dropped once it is confirmed or discarded, or after a day: it is personal data.

    `report` holds counts, notes on the file, its headers with the field key of each (columns), and a digest of what a
    person agrees to when confirming. The rows are ImportRows; those that were refused have their cells for some days
    (`has_cells`).

    One at a time works on a list: it is written, and taken back, in many transactions, so no lock keeps others from it.
    `busy_since` is when whoever does was last heard of.
    """

    id = LastingIdField()
    filename = CharField(200)
    digest = CharField(64)
    content = BlobField(null=True)
    mode = CharField(10)
    mapping = ChineseJSONField(default=dict)
    branch = ForeignKeyField(Branch, backref="imports", on_delete="RESTRICT")
    by = ForeignKeyField(User, backref="imports", on_delete="RESTRICT")
    created_at = UtcDateTimeField(default=now)
    confirmed_at = UtcDateTimeField(null=True)
    undone_at = UtcDateTimeField(null=True)
    busy_since = UtcDateTimeField(null=True)
    report = ChineseJSONField(default=dict)
    has_cells = BooleanField(default=True)

    _ended = 0.0  # when the last transaction did

    def take_turn(self, still: Expression, otherwise: str) -> None:
        """From here on others are refused, until the last transaction `in_turn`.

        Raises DomainError where somebody else is at it, or has been: the batch is then not `still` what it has to be,
        which `otherwise` tells the person.
        """
        if not self._be_busy(now(), still, type(self).busy_since.is_null()):
            has_been = type(self).select().where(type(self).id == self.id, ~still).exists()
            raise DomainError(otherwise if has_been else BUSY)

    @contextmanager
    def in_turn(self, *, last: bool = False) -> Iterator[None]:
        """A transaction of who has the turn. It locks the batch first; the `last` one leaves it to others.

        That they are at it is noted once a minute: on SQLite the list itself, which may be of ten megabytes, is written
        anew with every change of its row.

        Raises Stale for who was given up: somebody else has taken the batch over.
        """
        self._let_others_in()
        at = now() if now() - self.busy_since > HEARD_OF else self.busy_since
        at = None if last else at
        with transaction():
            if not self._still_busy(at):
                raise Stale("这一批停顿太久，已经收回")
            yield
        self.busy_since, self._ended = at, monotonic()

    def _let_others_in(self) -> None:
        """SQLite has no queue: who waits for its lock tries again every tenth of a second, and must find it free."""
        if is_sqlite():
            sleep(max(0, FREE - (monotonic() - self._ended)))

    @classmethod
    def given_up(cls) -> list:
        """Batches of which whoever was at them has not been heard of, now taken over by us."""
        silent = cls.select(cls.id, cls.filename, cls.confirmed_at, cls.busy_since).where(
            cls.busy_since < now() - GIVEN_UP
        )
        return [batch for batch in silent.order_by(cls.id) if batch._be_busy(now(), cls.busy_since == batch.busy_since)]

    def _be_busy(self, at: datetime, *conditions: Expression) -> bool:
        with transaction():
            taken = self._update_busy(at, *conditions)
        if taken:
            self.busy_since = at
        return taken

    def _still_busy(self, at: datetime | None) -> bool:
        cls = type(self)
        if at != self.busy_since:
            return self._update_busy(at, cls.busy_since == self.busy_since)
        mine = cls.select(cls.id).where(cls.id == self.id, cls.busy_since == self.busy_since)
        return locked(mine).first() is not None

    def _update_busy(self, at: datetime | None, *conditions: Expression) -> bool:
        cls = type(self)
        return bool(cls.update(busy_since=at).where(cls.id == self.id, *conditions).execute())


class ImportRow(BaseModel):
    """What becomes of one row of a list, or became of it. `outcome` is a key of OUTCOMES, `remarks` is all there is to
    say of the row, `cells` are those of a refused one."""

    batch = ForeignKeyField(ImportBatch, backref="rows", index=False, on_delete="CASCADE")
    place = IntegerField()
    outcome = CharField(10)
    is_to_verify = BooleanField(default=False)
    number = CharField(30, default="")
    name = TextField(default="")
    is_person = BooleanField(default=False)
    remarks = ChineseJSONField(default=list)
    cells = ChineseJSONField(null=True)

    class Meta:
        primary_key = CompositeKey("batch", "place")

    @classmethod
    def of(cls, batch: ImportBatch, outcome: str = ""):
        """The query of a list's rows in their order: those of an outcome, or `to_verify`."""
        rows = cls.select().where(cls.batch == batch).order_by(cls.place)
        if outcome == "to_verify":
            return rows.where(cls.is_to_verify)
        return rows.where(cls.outcome == outcome) if outcome else rows

    @classmethod
    def replace(cls, batch: ImportBatch, rows: Iterable[dict]) -> None:
        """Keep these instead of those that were kept."""
        cls.delete().where(cls.batch == batch).execute()
        insert_rows(cls, ({"batch": batch.id, **row} for row in rows))


class ImportChange(BaseModel):
    """One row that an import wrote, for its undo. `before` is None for a new one;
    a customer's `after` is its fingerprint."""

    batch = ForeignKeyField(ImportBatch, backref="changes", on_delete="CASCADE")
    table = CharField(40)
    row_id = IntegerField()
    before = ChineseJSONField(null=True)
    after = ChineseJSONField()
