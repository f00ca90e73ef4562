"""What becomes of each row of a list, and how it is told (R-IMPORT)."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from webapp.imports.cells.doubts import REMOVED, TO_VERIFY
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.packing import Packing

MOVED_ON = "预览之后资料有变动，已重新核对，请再看一遍预览"
COUNTED = {"created": "新建", "updated": "更新", "to_verify": "待核实", "skipped": "跳过", "rejected": "拒绝"}
OUTCOMES = {key: word for key, word in COUNTED.items() if key != "to_verify"}  # of a row, which may be 待核实 besides


@dataclass(slots=True)
class PlannedRow:
    """What becomes of one row, which stands at that place in the file. `outcome` is a key of OUTCOMES; `cells` are
    those of a refused row, `forbidden` the columns whose cells must not be kept.

    `displaced` is the list's number and the company that has it already. A row rests once it is planned.
    """

    place: int
    outcome: str
    name: str = ""
    notes: Sequence[str] = ()
    changes: Sequence[str] = ()
    entry: Entry | None = None
    cells: Sequence[str] = ()
    displaced: tuple[str, str] | None = None
    forbidden: Sequence[int] = ()
    is_refused_person: bool = False
    said: bytes = b"[]"

    @property
    def number(self) -> str:
        """The customer's number; empty until the confirmation where it is generated."""
        return self.entry.number if self.entry else ""

    @property
    def is_person(self) -> bool:
        """个人客户: the name is not for everybody."""
        if self.entry is None:
            return self.is_refused_person
        return self.entry.is_person

    @property
    def remarks(self) -> list[str]:
        """All there is to say of the row, in Chinese; what stays open begins with 待核实."""
        return [*self._number_note(), *json.loads(self.said)]

    def _number_note(self) -> list[str]:
        if not self.displaced:
            return []
        wanted, holder = self.displaced
        number = f" {self.number}" if self.number else "（确认时生成）"
        return [f"{TO_VERIFY}编号 {wanted} 已属于“{holder}”，改用新编号{number}，原编号记入备注"]

    @property
    def is_to_verify(self) -> bool:
        return any(text.startswith(TO_VERIFY) for text in self.remarks)

    def rest(self) -> None:
        """Nothing is added to what is said of the row; it is kept in less memory, of its cells what may be handed
        back."""
        self.said = json.dumps([*self.notes, *self.changes], ensure_ascii=False).encode()
        if self.outcome == "rejected":
            self.cells = [REMOVED if at in self.forbidden else cell for at, cell in enumerate(self.cells)]
        else:
            self.cells = ()
        self.notes = self.changes = self.forbidden = ()

    def told(self) -> dict:
        """The row as it is kept."""
        return {
            "place": self.place,
            "outcome": self.outcome,
            "is_to_verify": self.is_to_verify,
            "number": self.number,
            "name": self.name,
            "is_person": self.is_person,
            "remarks": self.remarks,
            "cells": self.cells or None,
        }


@dataclass
class ImportPlan:
    """`entries` are the customers to write, resting; `notes` concern the file as a whole; `met` are the ids of all
    customers on file that share anything with the list."""

    rows: list[PlannedRow]
    entries: list[Entry]
    notes: list[str]
    packing: Packing
    met: Set[int]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, and how many hold something 待核实."""
        counts = Counter(row.outcome for row in self.rows)
        counts["to_verify"] = sum(row.is_to_verify for row in self.rows)
        return {key: counts[key] for key in COUNTED}

    @property
    def digest(self) -> str:
        """Of what a person agrees to when confirming: what becomes of each row, and all that is said of it."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(repr((row.place, row.outcome, row.number, row.name, row.remarks)).encode())
        return digest.hexdigest()

    def as_report(self, headers: list[str]) -> dict:
        """What the batch says of the list as a whole."""
        return {"counts": self.counts, "notes": self.notes, "headers": headers, "digest": self.digest}


def summary(counts: dict[str, int]) -> str:
    """新建 2 · 更新 1 · 待核实 3 · 跳过 0 · 拒绝 0."""
    return " · ".join(f"{word} {counts[key]}" for key, word in COUNTED.items())
