"""What becomes of each row of a list, and how it is told (R-IMPORT)."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from webapp.imports.cells.doubts import TO_VERIFY
from webapp.imports.plan.entries import Entry
from webapp.imports.plan.packing import Packing

MOVED_ON = "预览之后资料有变动，已重新核对，请再看一遍预览"
REMOVED = "（已删去）"
COUNTED = {"created": "新建", "updated": "更新", "to_verify": "待核实", "skipped": "跳过", "rejected": "拒绝"}
OUTCOMES = {key: word for key, word in COUNTED.items() if key != "to_verify"}  # of a row, which may be 待核实 besides


@dataclass(slots=True)
class PlannedRow:
    """What becomes of one row. `outcome` is a key of OUTCOMES; `cells` are those of a refused row, `forbidden` the
    columns whose cells must not be kept.

    `displaced` is the list's number and the company that has it already.
    """

    number_in_file: int
    outcome: str
    name: str = ""
    notes: Sequence[str] = ()
    changes: Sequence[str] = ()
    entry: Entry | None = None
    cells: Sequence[str] = ()
    displaced: tuple[str, str] | None = None
    forbidden: Sequence[int] = ()
    is_refused_person: bool = False

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
        return [*self._number_note(), *self.notes, *self.changes]

    def _number_note(self) -> list[str]:
        if not self.displaced:
            return []
        wanted, holder = self.displaced
        number = f" {self.number}" if self.number else "（确认时生成）"
        return [f"{TO_VERIFY}编号 {wanted} 已属于“{holder}”，改用新编号{number}，原编号记入备注"]

    @property
    def is_to_verify(self) -> bool:
        return any(text.startswith(TO_VERIFY) for text in self.remarks)

    def tell(self) -> dict:
        """The row as the batch keeps it: of a refused one with its cells, to be handed back, but never identity data.
        The texts are the report's from here on."""
        told = self._as_json()
        if self.outcome == "rejected":
            told["cells"] = [REMOVED if index in self.forbidden else cell for index, cell in enumerate(self.cells)]
        self.notes = self.changes = self.cells = ()
        return told

    def tell_number(self, told: dict) -> None:
        """Once it is generated."""
        told["number"] = self.number
        if self.displaced:
            told["remarks"][:1] = self._number_note()

    def _as_json(self) -> dict:
        return {
            "row": self.number_in_file,
            "outcome": self.outcome,
            "number": self.number,
            "name": self.name,
            "remarks": self.remarks,
        } | ({"is_person": True} if self.is_person else {})


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

    def as_report(self, headers: list[str]) -> dict:
        """The plan as the batch keeps it."""
        counts = self.counts
        rows = [row.tell() for row in self.rows]
        return {"counts": counts, "notes": self.notes, "headers": headers, "rows": rows}


def summary(counts: dict[str, int]) -> str:
    """新建 2 · 更新 1 · 待核实 3 · 跳过 0 · 拒绝 0."""
    return " · ".join(f"{word} {counts[key]}" for key, word in COUNTED.items())
