"""What stands where on the 代跟踪服务表: its text dealt out over sides of paper (R-TRIPLE)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.paper.rows import Row, Type, fill, level, wrap

if TYPE_CHECKING:
    from webapp.paper.tracking_sheet import Entry, Person, TrackingSheet

# Millimetres, in agreement with static/print/tracking-sheet.css: the height of the grid,
# of its fixed rows, and the least a row to write in may have.
GRID, HEADER, INFO, LINE, CHANGE, SIGNATURES, WRITABLE = 252.0, 7.0, 7.6, 9.0, 16.0, 15.0, 12.5
RECORDS_A_SIDE = 6
MEMOS, MAJOR_MEMOS, CHANGES, INSTRUCTIONS = 3, 2, 3, 2

# A value longer than its cell may grow goes on as a row of its own among the records.
RECORD = Type.of(10, 1.45, 126)
EXECUTOR = Type.of(10, 1.45, 18)
VALUE = Type.of(10.5, 1.4, 152)
ENTRY = Type.of(10, 1.45, 152)
NOTES = Type.of(8, 1.45, 171, padding=3.0)
CELLS = {"name": Type.of(10.5, 1.4, 28), "phone": Type.of(10.5, 1.4, 32), "qq": Type.of(10.5, 1.4, 27)}
ORDINALS = "一二三四五六七八九十"


@dataclass
class Side:
    """One side of paper; `number` of `total` sides, `sheet` counts leaves from 1."""

    back: bool
    sheet: int
    rows: list[Row]
    info: dict[str, str] = field(default_factory=dict)
    memos: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    instructions: list[tuple[str, str]] = field(default_factory=list)
    notes: str = ""
    number: int = 0
    total: int = 0


def plan(sheet: TrackingSheet, slack: float = 1.0) -> list[Side]:
    """Deal the sheet out over sides, front and back in turn, until everything has its place."""
    return _Plan(sheet, slack).sides()


class _Plan:
    """Lays out one sheet. Cells first, with what they cannot hold; then the records around them."""

    def __init__(self, sheet: TrackingSheet, slack: float):
        self.sheet, self.slack = sheet, slack
        self.record = RECORD.tightened(slack)
        self.surplus: list[Row] = []
        self.info, self.info_height = self._info()
        self.notes = self._cap("备注", sheet.notes, NOTES, 10)
        self.memos = self._entries("重要事宜备忘 {}", sheet.memos, 3)
        self.majors = self._entries("重大事宜备忘 {}", sheet.major_memos, 3)
        self.changes = self._entries("变更{}", sheet.changes, 5)
        self.instructions = self._entries("批示{}", sheet.instructions, 5)
        self.queue = deque(self._records() + self.surplus)

    def sides(self) -> list[Side]:
        sides: list[Side] = []
        self.next_number = 1
        while not sides or self._unfinished(len(sides) // 2):
            sheet = len(sides) // 2
            sides += [self._front(sheet), self._back(sheet)]
        for number, side in enumerate(sides, start=1):
            side.number, side.total = number, len(sides)
        return sides

    def _unfinished(self, sheets: int) -> bool:
        """Whether records or entries remain after so many sheets."""
        dealt = (
            (self.memos, MEMOS), (self.majors, MAJOR_MEMOS),
            (self.changes, CHANGES), (self.instructions, INSTRUCTIONS),
        )  # fmt: skip
        return bool(self.queue) or any(len(entries) > sheets * slots for entries, slots in dealt)

    def _front(self, sheet: int) -> Side:
        memos = self._slots("重要事宜备忘 {}", self.memos, MEMOS, sheet)
        info = self.info_height if sheet == 0 else self._heights(INFO, VALUE, [self.info["company"], self.info["project"]])
        fixed = info + HEADER + self._heights(LINE, ENTRY, [text for _, text in memos])
        fixed += self._heights(INFO, NOTES, [self.notes])
        return Side(False, sheet + 1, self._rows(GRID - fixed), self.info, memos, notes=self.notes)

    def _back(self, sheet: int) -> Side:
        changes = self._slots("变更{}", self.changes, CHANGES, sheet)
        instructions = self._slots("批示{}", self.instructions, INSTRUCTIONS, sheet)
        memos = self._slots("重大事宜备忘 {}", self.majors, MAJOR_MEMOS, sheet)
        fixed = 2 * HEADER + SIGNATURES + self._heights(LINE, ENTRY, [text for _, text in memos])
        fixed += self._heights(CHANGE, ENTRY, [text for _, text in changes + instructions])
        rows = self._rows(GRID - fixed)
        return Side(True, sheet + 1, rows, memos=memos, changes=changes, instructions=instructions)

    def _rows(self, room: float) -> list[Row]:
        """Records for a side, then numbered empty rows, together as tall as `room`."""
        rows = fill(self.queue, room, RECORDS_A_SIDE, self.record, least=WRITABLE, page=GRID / 2)
        left = room - sum(row.height for row in rows)
        self.next_number += sum(row.number.isdigit() for row in rows)
        while len(rows) < RECORDS_A_SIDE and left >= WRITABLE and not self.queue:
            rows.append(Row(str(self.next_number), height=WRITABLE))
            self.next_number += 1
            left -= WRITABLE
        return level(rows, room)

    def _records(self) -> list[Row]:
        return [self._row(str(number), record) for number, record in enumerate(self.sheet.records, start=1)]

    def _row(self, number: str, record: Entry) -> Row:
        """A record as a row; more executors than two lines hold are named in the text."""
        if len(wrap(record.by, EXECUTOR.tightened(self.slack).width)) <= 2:
            return Row(number, record.text, record.by, record.on)
        return Row(number, f"{record.text}（执行人：{record.by}）", "", record.on)

    def _info(self) -> tuple[dict[str, str], float]:
        """The cells of 客户信息资料 and the height of their rows."""
        sheet = self.sheet
        wide = {
            "company": self._cap("开发单位", sheet.company, VALUE, 2),
            "address": self._cap("联系地址", sheet.address, VALUE, 2),
            "project": self._cap("项目名称", sheet.project, VALUE, 2),
            "linkage": self._cap("区域联动", sheet.linkage, VALUE, 3),
            "other": self._cap("其它备注", sheet.other, VALUE, 3),
        }
        people, height = {}, self._heights(INFO, VALUE, wide.values())
        status = self._cap("项目状态", sheet.project_status, CELLS["qq"], 3)
        for role, label in (("contact", "联系人"), ("agent", "联系人"), ("core", "核心人物")):
            cells = self._person(label, getattr(sheet, role))
            people |= {f"{role}_{part}": text for part, text in cells.items()}
            beside = status if role == "agent" else ""
            height += max(self._heights(INFO, CELLS[part], [text]) for part, text in [*cells.items(), ("qq", beside)])
        return wide | people | {"status": status}, height

    def _person(self, label: str, person: Person) -> dict[str, str]:
        return {part: self._cap(label, getattr(person, part), kind, 3) for part, kind in CELLS.items()}

    def _heights(self, least: float, kind: Type, texts: Iterable[str]) -> float:
        """The height of rows that are at least so tall and hold these texts."""
        return sum(max(least, kind.tightened(self.slack).needed(text)) for text in texts)

    def _cap(self, label: str, text: str, kind: Type, lines: int) -> str:
        """As much of the text as `lines` lines hold; what remains becomes a row among the records."""
        wrapped = wrap(text or "", kind.tightened(self.slack).width)
        if len(wrapped) > lines:
            self.surplus.append(Row("续", f"【{label}·续】{''.join(wrapped[lines:])}"))
        return "".join(wrapped[:lines])

    def _entries(self, label: str, entries: Sequence[Entry], lines: int) -> list[str]:
        return [
            self._cap(_label(label, number), str(entry), ENTRY, lines) for number, entry in enumerate(entries, start=1)
        ]

    def _slots(self, label: str, entries: list[str], slots: int, sheet: int) -> list[tuple[str, str]]:
        """The labelled lines of this sheet, empty where nothing is recorded, numbered on from the last."""
        first = sheet * slots
        texts = entries[first : first + slots]
        return [
            (_label(label, first + place + 1), texts[place] if place < len(texts) else "") for place in range(slots)
        ]


def _label(pattern: str, number: int) -> str:
    """重要事宜备忘 4, 变更四; past ten the ideographs give way to figures."""
    if pattern.endswith(" {}") or number > len(ORDINALS):
        return pattern.format(number)
    return pattern.format(ORDINALS[number - 1])
