"""The life of an uploaded list: opened with a preview, confirmed in one transaction or discarded, undone as one act (R-IMPORT)."""

import hashlib
from collections.abc import Mapping
from itertools import chain

from peewee import IntegrityError

from webapp.database import locked, now, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.formatting import day
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.user import Role

from .bulk import NewCustomers
from .change import ImportChange
from .columns import recognise
from .directory import Directory, chunks
from .fingerprint import fingerprints
from .outcomes import OUTCOMES, ImportPlan
from .plan import NoNameColumn, plan
from .rows import insert_rows
from .table import read_table
from .trail import record_customers
from .undo import undo_changes
from .updating import Update, keep_one_decision_maker

_MOVED_ON = "预览之后资料有变动，已重新核对，请再看一遍预览"


class Importing:
    """The verbs of ImportBatch."""

    @classmethod
    def open(cls, content: bytes, filename: str, *, branch: Branch, by, mode: str = "both", mapping: Mapping[str, str] | None = None):
        """Read a list and keep it with its preview; nothing is written into the book.

        `mapping` maps headings to fields by hand. A list that does not say which column holds the names is kept with an
        empty preview, to be mapped with `remap`. Raises FileRefused, MappingRefused or NotAllowed.
        """
        batch = cls._read(content, filename, branch, by, mode, mapping)
        try:
            batch.preview()
        except NoNameColumn as missing:
            batch._ask_for_columns(missing)
        batch.keep()
        return batch

    @classmethod
    def prepared(cls, content: bytes, filename: str, *, branch: Branch, by, mode: str = "both", mapping: Mapping[str, str] | None = None):
        """The preview without keeping anything: a trial run. Raises NoNameColumn too."""
        batch = cls._read(content, filename, branch, by, mode, mapping)
        batch.preview()
        return batch

    @classmethod
    def _read(cls, content: bytes, filename: str, branch: Branch, by, mode: str, mapping: Mapping[str, str] | None):
        _require(by, branch)
        digest = hashlib.sha256(content).hexdigest()
        return cls(
            filename=filename[-200:], digest=digest, content=content, mode=mode, mapping=dict(mapping or {}), branch=branch, by=by
        )

    def remap(self, mapping: Mapping[str, str], *, by) -> None:
        """Assign headings to fields by hand and preview anew. Raises MappingRefused or NoNameColumn."""
        _require(by, self.branch)
        self._require_open()
        self.mapping = dict(mapping)
        self.preview()
        with transaction():
            self.save()

    def _ask_for_columns(self, missing: NoNameColumn) -> None:
        table = read_table(bytes(self.content), self.filename, known=self.mapping)
        columns = recognise(table.headers, self.mapping).by_column(table.headers)
        counts = dict.fromkeys((*OUTCOMES, "to_verify"), 0)
        self.report = {"counts": counts, "notes": [missing.message], "headers": table.headers, "columns": columns, "rows": []}

    def keep(self) -> None:
        """Save a prepared batch, to be confirmed later."""
        with transaction():
            self.save()
            AuditEvent.record("import.opened", by=self.by, subject=self.filename[:80], counts=self.report["counts"])

    def preview(self) -> ImportPlan:
        """Plan anew against the book as it is now, and keep the outcome as the report (unsaved)."""
        table = read_table(bytes(self.content), self.filename, known=self.mapping)
        mapping = recognise(table.headers, self.mapping)
        planned = plan(table, mapping, self.mode, self.branch, self.by)
        planned.notes += self._seen_before()
        self.report = planned.as_report(table) | {"columns": mapping.by_column(table.headers)}
        return planned

    def _seen_before(self) -> list[str]:
        cls = type(self)
        same = cls.select(cls.confirmed_at).where(cls.digest == self.digest, cls.branch == self.branch, cls.id != (self.id or 0))
        earlier = same.where(cls.confirmed_at.is_null(False), cls.undone_at.is_null()).first()
        return [f"同一个文件在 {day(earlier.confirmed_at)} 已经导入过"] if earlier else []

    def confirm(self, *, by) -> None:
        """Write everything the preview shows, or nothing.

        Raises Stale, with the report renewed, when the book has changed so that the preview no longer holds.
        """
        _require(by, self.branch)
        self._require_open()
        agreed = _gist(self.report)
        planned = self.preview()
        if _gist(self.report) != agreed:
            self.save()
            raise Stale(_MOVED_ON)
        self._write(planned, by)

    def _require_open(self) -> None:
        if self.confirmed_at or self.content is None:
            raise DomainError("这一批已经导入了")

    def _write(self, planned: ImportPlan, by) -> None:
        for entry in planned.entries:
            keep_one_decision_maker(entry)
        new = NewCustomers((entry for entry in planned.entries if entry.is_new), by)
        updates = [Update(entry, by) for entry in planned.entries if not entry.is_new]
        try:
            with transaction():
                self._take(planned)
                new.write()
                for update in updates:
                    update.write()
                self._note_changes(new, updates)
                self._record(new, updates, by)
                self._finish(planned)
        except IntegrityError as error:
            raise Stale(_MOVED_ON) from error

    def _take(self, planned: ImportPlan) -> None:
        """From here on nobody else confirms this batch or edits its customers; an edit since the plan is refused."""
        cls = type(self)
        taken = cls.update(confirmed_at=now()).where(cls.id == self.id, cls.confirmed_at.is_null()).execute()
        for chunk in chunks(sorted(planned.directory.state)):
            locked(Customer.select(Customer.id).where(Customer.id << chunk).order_by(Customer.id)).execute()
        if not taken or Directory(planned.drafts).state != planned.directory.state:
            raise Stale(_MOVED_ON)

    def _note_changes(self, new: NewCustomers, updates: list[Update]) -> None:
        """What the undo needs: every customer with its fingerprint, and the rows written on those on file."""
        before = {entry.id: None for entry in new.entries} | {update.customer.id: update.before for update in updates}
        marks = fingerprints(before)
        customers = (
            {"table": Customer._meta.table_name, "row_id": customer, "before": earlier, "after": marks[customer]}
            for customer, earlier in before.items()
        )
        notes = chain(customers, *(update.notes for update in updates))
        insert_rows(ImportChange, ({"batch": self.id, **note} for note in notes))

    def _finish(self, planned: ImportPlan) -> None:
        """The report now has the generated numbers; the list itself is personal data and goes."""
        rows = [told | row.as_json() for row, told in zip(planned.rows, self.report["rows"], strict=True)]
        self.report = {**self.report, "rows": rows}
        self.confirmed_at, self.content = now(), None
        self.save()

    def _record(self, new: NewCustomers, updates: list[Update], by) -> None:
        counts = self.report["counts"]
        event = AuditEvent.record("import.confirmed", by=by, subject=self.filename[:80], batch=self.id, counts=counts)
        record_customers("customer.imported", chain(new.told, (update.told for update in updates)), event)

    def discard(self, *, by) -> None:
        """Drop a list that was not confirmed."""
        _require(by, self.branch)
        if self.confirmed_at:
            raise DomainError("这一批已经导入，不能放弃，可以撤销")
        with transaction():
            self.delete_instance()
            AuditEvent.record("import.discarded", by=by, subject=self.filename[:80])

    def undo(self, *, by) -> list[Customer]:
        """Take back everything this import wrote. Customers edited since stay as they are and are returned."""
        _require(by, self.branch)
        if not self.confirmed_at:
            raise DomainError("这一批还没有导入")
        with transaction():
            self._take_back()
            return undo_changes(self, by=by)

    def _take_back(self) -> None:
        """From here on nobody else undoes this batch; whoever comes second waits, and is refused."""
        cls, at = type(self), now()
        if not cls.update(undone_at=at).where(cls.id == self.id, cls.undone_at.is_null()).execute():
            raise DomainError("这一批已经撤销过了")
        self.undone_at = at


def _require(by, branch: Branch) -> None:
    if not by.can_import or (by.role != Role.ADMIN and by.branch_id != branch.id):
        raise NotAllowed("名单由本分站的负责人或管理员导入")


def _gist(report: dict) -> list[tuple]:
    """What a person agrees to when confirming: row, outcome, customer."""
    return [(row["row"], row["outcome"], row["name"]) for row in report["rows"]]
