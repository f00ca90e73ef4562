"""A list before it is written: read, and planned against the book (R-IMPORT)."""

import hashlib
from collections.abc import Mapping
from typing import Self

from webapp.errors import NotAllowed
from webapp.formatting import day
from webapp.imports.files.columns import ColumnMapping, Columns
from webapp.imports.files.refusals import FileRefused
from webapp.imports.files.table import Table, read_table
from webapp.imports.plan.outcomes import COUNTED, ImportPlan
from webapp.imports.plan.planner import NoNameColumn, plan
from webapp.models.import_batch import ImportBatch
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.text import masking
from webapp.text.plain import visible
from webapp.text.screening import found_in

LONGEST_NAME = 200  # of a file


class Preview:
    """A list and what it would do; `batch` is the row that keeps it."""

    def __init__(self, batch: ImportBatch):
        self.batch = batch

    @classmethod
    def read(
        cls,
        content: bytes,
        filename: str,
        *,
        branch: Branch,
        by: User,
        mode: str = "both",
        mapping: Mapping[str, str] | None = None,
    ) -> Self:
        """A list in the hands of who may bring it into that branch, unread yet. `mapping` maps headings to fields.

        Raises NotAllowed, and FileRefused where the file's very name holds identity data.
        """
        require_importer(by, branch)
        filename = visible(filename)[-LONGEST_NAME:]
        if kind := found_in(filename):
            raise FileRefused(f"文件名里含有{kind}，本系统不保存这类信息，请改名后再导入")
        digest = hashlib.sha256(content).hexdigest()
        batch = ImportBatch(
            filename=masking.text(filename)[-LONGEST_NAME:],
            digest=digest,
            content=content,
            mode=mode,
            mapping=dict(mapping or {}),
            branch=branch,
            by=by,
        )
        return cls(batch)

    def preview(self) -> ImportPlan:
        """Plan anew against the book as it is now; the report (unsaved) says what it comes to."""
        table, mapping = self._recognised()
        planned = plan(table, mapping, self.batch.mode, self.batch.branch, self.batch.by)
        planned.notes += self._seen_before()
        self.batch.report = planned.as_report(table.headers) | {"columns": mapping.by_column(table.headers)}
        return planned

    def _recognised(self) -> tuple[Table, ColumnMapping]:
        """The list, and which of its columns holds which field."""
        batch, columns = self.batch, Columns.now()
        table = read_table(bytes(batch.content), batch.filename, batch.mapping, columns)
        return table, columns.recognise(table.headers, batch.mapping)

    def _seen_before(self) -> list[str]:
        same = ImportBatch.select(ImportBatch.confirmed_at).where(
            ImportBatch.digest == self.batch.digest,
            ImportBatch.branch == self.batch.branch,
            ImportBatch.id != (self.batch.id or 0),
        )
        is_in_the_book = ImportBatch.confirmed_at.is_null(False) & ImportBatch.undone_at.is_null()
        earlier = same.where(is_in_the_book).first()
        return [f"同一个文件在 {day(earlier.confirmed_at)} 已经导入过"] if earlier else []

    def ask_for_columns(self, missing: NoNameColumn) -> None:
        """An empty report with the headings, for somebody to say what they mean."""
        table, mapping = self._recognised()
        columns = mapping.by_column(table.headers)
        counts = dict.fromkeys(COUNTED, 0)
        self.batch.report = {
            "counts": counts,
            "notes": [missing.message],
            "headers": table.headers,
            "columns": columns,
            "digest": "",
        }


def require_importer(by: User, branch: Branch) -> None:
    if not by.can_import_into(branch):
        raise NotAllowed("名单由本分站的负责人或管理员导入")
