"""The life of an uploaded list: opened with a preview, confirmed as a whole or discarded, undone as one act (R-IMPORT).

Confirming and undoing take many short transactions, so that everybody else goes on saving,
and one at a time works on a list.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from peewee import IntegrityError

from webapp.clock import now
from webapp.database import transaction
from webapp.errors import DomainError, Stale
from webapp.imports.plan.outcomes import MOVED_ON, ImportPlan, PlannedRow
from webapp.imports.plan.planner import NoNameColumn
from webapp.imports.preview import Preview, require_importer
from webapp.imports.report import masked, result_workbook
from webapp.imports.undo import undo_changes
from webapp.imports.write.slices import Slices
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.import_batch import BUSY, ImportBatch, ImportChange, ImportRow
from webapp.models.user import User
from webapp.text import masking

_CONFIRMED = "这一批已经导入了"


class CustomerImport(Preview):
    """A list and what is done with it. `planned` is the plan of one that is confirmed at once."""

    planned: ImportPlan | None = None

    @classmethod
    def open(cls, content: bytes, filename: str, **options) -> Self:
        """Read a list and keep it with its preview; nothing is written into the book. The options are those of `read`.

        A list that does not say which column holds the names is kept with an empty preview, to be mapped with `remap`.
        Raises FileRefused, MappingRefused or NotAllowed.
        """
        opened = cls.read(content, filename, **options)
        rows: Iterable[PlannedRow] = ()
        try:
            rows = opened.preview().rows
        except NoNameColumn as missing:
            opened.ask_for_columns(missing)
        opened.keep(rows)
        return opened

    @classmethod
    def prepared(cls, content: bytes, filename: str, **options) -> Self:
        """The preview without keeping anything: a trial run, or one to be confirmed in the same breath. Raises
        NoNameColumn too."""
        opened = cls.read(content, filename, **options)
        opened.planned = opened.preview()
        return opened

    def remap(self, mapping: Mapping[str, str], *, by) -> None:
        """Assign headings to fields by hand and preview anew. Raises MappingRefused or NoNameColumn."""
        require_importer(by, self.batch.branch)
        self._require_open()
        before, self.batch.mapping = self.batch.mapping, dict(mapping)
        if not self._store(self.preview(), mapping=self.batch.mapping):
            written = ImportBatch.select().where(
                ImportBatch.id == self.batch.id, ImportBatch.confirmed_at.is_null(False)
            )
            raise DomainError(_CONFIRMED if written.exists() else BUSY)
        changes = {heading: [before.get(heading, ""), field] for heading, field in mapping.items()}
        changed = {masking.text(heading): change for heading, change in changes.items() if change[0] != change[1]}
        with transaction():
            self._record("remapped", by=by, changes=changed)

    def _store(self, planned: ImportPlan, **values) -> bool:
        """Keep the plan, unless somebody is writing the list, or has written it."""
        is_free = ImportBatch.confirmed_at.is_null() & ImportBatch.busy_since.is_null()
        values["report"] = self.batch.report
        with transaction():
            is_kept = ImportBatch.update(**values).where(ImportBatch.id == self.batch.id, is_free).execute()
            if is_kept:
                ImportRow.replace(self.batch, (row.told() for row in planned.rows))
        return bool(is_kept)

    def keep(self, rows: Iterable[PlannedRow]) -> None:
        """Save the batch with the rows of its plan, to be confirmed later."""
        with transaction():
            self.batch.save()
            ImportRow.replace(self.batch, (row.told() for row in rows))
            self._record("opened", by=self.batch.by, counts=self.batch.report["counts"])

    def confirm(self, *, by) -> None:
        """Write everything the preview shows, or nothing: in parts, which are taken back should one of them fail.

        Raises Stale, with the report renewed, when the book has changed so that the preview no longer holds, and
        DomainError where the list is being written, or has been.
        """
        require_importer(by, self.batch.branch)
        self._require_open()
        self.batch.take_turn(ImportBatch.confirmed_at.is_null(), _CONFIRMED)
        try:
            self._write(self._agreed(), by)
        except (Stale, IntegrityError) as error:
            kept = self.take_back(by=by)
            self._renew()
            raise Stale(MOVED_ON + _told(kept)) from error
        except BaseException:
            self.take_back(by=by)
            raise

    def _require_open(self) -> None:
        if self.batch.confirmed_at or self.batch.content is None:
            raise DomainError(_CONFIRMED)

    def _agreed(self) -> ImportPlan:
        """The plan; made anew, it must come to what the person has seen."""
        if planned := self.planned:
            self.planned = None
            return planned
        agreed = self.batch.report["digest"]
        planned = self.preview()
        if self.batch.report["digest"] != agreed:
            raise Stale(MOVED_ON)
        return planned

    def _write(self, planned: ImportPlan, by) -> None:
        for part in Slices(planned, by):
            with self.batch.in_turn():
                part.write(self.batch)
        self._conclude(planned, by)

    def _conclude(self, planned: ImportPlan, by) -> None:
        """The rows now have the generated numbers; the list itself is personal data and goes."""
        values = {"confirmed_at": now(), "content": None}
        with self.batch.in_turn(last=True):
            ImportBatch.update(values, report=self.batch.report).where(ImportBatch.id == self.batch.id).execute()
            ImportRow.replace(self.batch, (row.told() for row in planned.rows))
            counts = self.batch.report["counts"]
            self._record("confirmed", by=by, counts=counts)
        for name, value in values.items():
            setattr(self.batch, name, value)

    def take_back(self, *, by) -> list[Customer]:
        """Nothing of a list that could not be written to its end stays in the book,
        and it waits for its confirmation again.

        Only customers that others have gone on with meanwhile stay;
        they are returned, and named in the trail."""
        was_begun = ImportChange.select().where(ImportChange.batch == self.batch.id).exists()
        kept = undo_changes(self.batch, by=by)
        with self.batch.in_turn(last=True):
            ImportChange.delete().where(ImportChange.batch == self.batch.id).execute()
            if was_begun:
                numbers = [customer.number for customer in kept]
                self._record("failed", by=by, kept=numbers)
        return kept

    def let_go(self, *, by) -> None:
        """Of a batch taken over: what was being written is taken back, an undo is left to be gone on with."""
        if not self.batch.confirmed_at:
            self.take_back(by=by)
            return
        self._leave()

    def _leave(self) -> None:
        with self.batch.in_turn(last=True):
            pass

    def _renew(self) -> None:
        self._store(self.preview())

    def discard(self, *, by) -> None:
        """Drop a list that was not confirmed."""
        require_importer(by, self.batch.branch)
        self.batch.take_turn(ImportBatch.confirmed_at.is_null(), "这一批已经导入，不能放弃，可以撤销")
        with transaction():
            self.batch.delete_instance()
            self._record("discarded", by=by)

    def undo(self, *, by) -> list[Customer]:
        """Take back everything this import wrote. Customers edited since stay as they are and are returned.

        It goes on in parts; should one fail, those before it are taken back for good and another `undo` goes on from
        there.
        """
        require_importer(by, self.batch.branch)
        if not self.batch.confirmed_at:
            raise DomainError("这一批还没有导入")
        self.batch.take_turn(ImportBatch.undone_at.is_null(), "这一批已经撤销过了")
        try:
            kept = undo_changes(self.batch, by=by)
            self._conclude_undo(kept, by)
        except BaseException:
            self._leave()
            raise
        return kept

    def _conclude_undo(self, kept: list[Customer], by) -> None:
        at = now()
        with self.batch.in_turn(last=True):
            ImportBatch.update(undone_at=at).where(ImportBatch.id == self.batch.id).execute()
            told = {"counts": self.batch.report["counts"], "kept": [customer.number for customer in kept]}
            self._record("undone", by=by, **told)
        self.batch.undone_at = at

    def hand_out(self, *, by) -> bytes:
        """The result list as xlsx. It holds the refused rows as they came, telephones included (R-REVEAL); for whoever
        sees all branches, and has not brought the list, no more than the page does."""
        require_importer(by, self.batch.branch)
        with transaction():
            self._record("exported", by=by)
        if by.sees_all and by.id not in (self.batch.by_id, User.system().id):
            return result_workbook(
                self.batch.report["headers"], [], (masked(row, hides_person=True) for row in self.rows())
            )
        return result_workbook(self.batch.report["headers"], list(self.rows("rejected")), self.rows())

    def rows(self, outcome: str = "") -> Iterator[PlannedRow | ImportRow]:
        """What became of each row, or becomes of it; of those with one outcome."""
        if self.planned is None:
            return ImportRow.of(self.batch, outcome).iterator()
        return (row for row in self.planned.rows if not outcome or row.outcome == outcome)

    def _record(self, act: str, *, by: User, **told) -> None:
        """What was done with the list, in the transaction around it."""
        AuditEvent.record(f"import.{act}", by=by, subject=self.batch.filename[:80], batch=self.batch.id, **told)


def _told(kept: list[Customer]) -> str:
    return (
        f"；其间有人接着改过的客户保留未动：{'、'.join(customer.public_name for customer in kept[:20])}" if kept else ""
    )
