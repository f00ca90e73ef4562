"""The life of an uploaded list: opened with a preview, confirmed as a whole or discarded, undone as one act (R-IMPORT).

Confirming and undoing take many short transactions, so that everybody else goes on saving, and one at a time works on a list.
"""

import hashlib
from collections.abc import Mapping

from peewee import IntegrityError

from webapp.database import now, transaction
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.formatting import day
from webapp.models.audit import AuditEvent
from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.user import Role

from .change import ImportChange
from .columns import recognise
from .outcomes import OUTCOMES, ImportPlan
from .parts import MOVED_ON, Parts
from .plan import NoNameColumn, plan
from .table import read_table
from .turns import Turns
from .undo import undo_changes

_CONFIRMED = "这一批已经导入了"


class Importing(Turns):
    """The verbs of ImportBatch."""

    @classmethod
    def open(
        cls,
        content: bytes,
        filename: str,
        *,
        branch: Branch,
        by,
        mode: str = "both",
        mapping: Mapping[str, str] | None = None,
    ):
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
    def prepared(
        cls,
        content: bytes,
        filename: str,
        *,
        branch: Branch,
        by,
        mode: str = "both",
        mapping: Mapping[str, str] | None = None,
    ):
        """The preview without keeping anything: a trial run. Raises NoNameColumn too."""
        batch = cls._read(content, filename, branch, by, mode, mapping)
        batch.preview()
        return batch

    @classmethod
    def _read(cls, content: bytes, filename: str, branch: Branch, by, mode: str, mapping: Mapping[str, str] | None):
        _require(by, branch)
        digest = hashlib.sha256(content).hexdigest()
        return cls(
            filename=filename[-200:],
            digest=digest,
            content=content,
            mode=mode,
            mapping=dict(mapping or {}),
            branch=branch,
            by=by,
        )

    def remap(self, mapping: Mapping[str, str], *, by) -> None:
        """Assign headings to fields by hand and preview anew. Raises MappingRefused or NoNameColumn."""
        _require(by, self.branch)
        self._require_open()
        self.mapping = dict(mapping)
        self.preview()
        if not self._store(mapping=self.mapping, report=self.report):
            raise DomainError(_CONFIRMED)

    def _store(self, **values) -> bool:
        """Keep them, unless somebody is writing the list, or has written it."""
        cls = type(self)
        waiting = cls.update(**values).where(cls.id == self.id, cls.confirmed_at.is_null(), cls.busy_since.is_null())
        with transaction():
            return bool(waiting.execute())

    def _ask_for_columns(self, missing: NoNameColumn) -> None:
        table = read_table(bytes(self.content), self.filename, known=self.mapping)
        columns = recognise(table.headers, self.mapping).by_column(table.headers)
        counts = dict.fromkeys((*OUTCOMES, "to_verify"), 0)
        self.report = {
            "counts": counts,
            "notes": [missing.message],
            "headers": table.headers,
            "columns": columns,
            "rows": [],
        }

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
        same = cls.select(cls.confirmed_at).where(
            cls.digest == self.digest, cls.branch == self.branch, cls.id != (self.id or 0)
        )
        earlier = same.where(cls.confirmed_at.is_null(False), cls.undone_at.is_null()).first()
        return [f"同一个文件在 {day(earlier.confirmed_at)} 已经导入过"] if earlier else []

    def confirm(self, *, by) -> None:
        """Write everything the preview shows, or nothing: in parts, which are taken back should one of them fail.

        Raises Stale, with the report renewed, when the book has changed so that the preview no longer holds, and
        DomainError where the list is being written, or has been.
        """
        _require(by, self.branch)
        self._require_open()
        self.take_turn(type(self).confirmed_at.is_null(), _CONFIRMED)
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
        if self.confirmed_at or self.content is None:
            raise DomainError(_CONFIRMED)

    def _agreed(self) -> ImportPlan:
        """The plan anew; it must come to what the person has seen."""
        agreed = _gist(self.report)
        planned = self.preview()
        if _gist(self.report) != agreed:
            raise Stale(MOVED_ON)
        return planned

    def _write(self, planned: ImportPlan, by) -> None:
        for part in Parts(planned, by):
            with self.in_turn():
                part.write(self)
        self._conclude(planned, by)

    def _conclude(self, planned: ImportPlan, by) -> None:
        """The report now has the generated numbers; the list itself is personal data and goes."""
        rows = [told | row.as_json() for row, told in zip(planned.rows, self.report["rows"], strict=True)]
        values = {"report": {**self.report, "rows": rows}, "confirmed_at": now(), "content": None}
        with self.in_turn(last=True):
            type(self).update(values).where(type(self).id == self.id).execute()
            counts = self.report["counts"]
            AuditEvent.record("import.confirmed", by=by, subject=self.filename[:80], batch=self.id, counts=counts)
        for name, value in values.items():
            setattr(self, name, value)

    def take_back(self, *, by) -> list[Customer]:
        """Nothing of a list that could not be written to its end stays in the book, and it waits for its confirmation again.

        Only customers that others have gone on with meanwhile stay; they are returned, and named in the trail.
        """
        was_begun = ImportChange.select().where(ImportChange.batch == self.id).exists()
        kept = undo_changes(self, by=by)
        with self.in_turn(last=True):
            ImportChange.delete().where(ImportChange.batch == self.id).execute()
            if was_begun:
                numbers = [customer.number for customer in kept]
                AuditEvent.record("import.failed", by=by, subject=self.filename[:80], batch=self.id, kept=numbers)
        return kept

    def let_go(self, *, by) -> None:
        """Of a batch taken over: what was being written is taken back, an undo is left to be gone on with."""
        if not self.confirmed_at:
            self.take_back(by=by)
            return
        self._leave()

    def _leave(self) -> None:
        with self.in_turn(last=True):
            pass

    def _renew(self) -> None:
        self.preview()
        self._store(report=self.report)

    def discard(self, *, by) -> None:
        """Drop a list that was not confirmed."""
        _require(by, self.branch)
        cls = type(self)
        self.take_turn(cls.confirmed_at.is_null(), "这一批已经导入，不能放弃，可以撤销")
        with transaction():
            self.delete_instance()
            AuditEvent.record("import.discarded", by=by, subject=self.filename[:80])

    def undo(self, *, by) -> list[Customer]:
        """Take back everything this import wrote. Customers edited since stay as they are and are returned.

        It goes on in parts; should one fail, those before it are taken back for good and another `undo` goes on from there.
        """
        _require(by, self.branch)
        if not self.confirmed_at:
            raise DomainError("这一批还没有导入")
        self.take_turn(type(self).undone_at.is_null(), "这一批已经撤销过了")
        try:
            kept = undo_changes(self, by=by)
            self._conclude_undo(by)
        except BaseException:
            self._leave()
            raise
        return kept

    def _conclude_undo(self, by) -> None:
        at = now()
        with self.in_turn(last=True):
            type(self).update(undone_at=at).where(type(self).id == self.id).execute()
            AuditEvent.record("import.undone", by=by, subject=self.filename[:80], batch=self.id)
        self.undone_at = at


def _require(by, branch: Branch) -> None:
    if not by.can_import or (by.role != Role.ADMIN and by.branch_id != branch.id):
        raise NotAllowed("名单由本分站的负责人或管理员导入")


def _told(kept: list[Customer]) -> str:
    return f"；其间有人接着改过的客户保留未动：{'、'.join(customer.name for customer in kept[:20])}" if kept else ""


def _gist(report: dict) -> list[tuple]:
    """What a person agrees to when confirming: row, outcome, customer."""
    return [(row["row"], row["outcome"], row["name"]) for row in report["rows"]]
