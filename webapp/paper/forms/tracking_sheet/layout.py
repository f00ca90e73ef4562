"""How a 代跟踪服务表 lies on its sides: front and back in turn, on as many leaves as it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from webapp.models.memo import MemoKind
from webapp.paper.forms.tracking_sheet.sheet import GROUPS, LABELS, Entry, Person, TrackingSheet, numbered
from webapp.paper.press import Band, Kit, Page, flow

TITLE, SUBTITLE = "客户信息资料数据库", "代跟踪服务表"
FACTS = (("owner", "对接业务员"), ("number", "编号"))
WIDE = {
    "company": "开发单位",
    "address": "联系地址",
    "project": "项目名称",
    "status": "项目状态",
    "linkage": "区域联动",
    "other": "其它备注",
}
RECORDS_A_SIDE = 6
MEMOS, MAJOR_MEMOS, CHANGES, INSTRUCTIONS = 3, 2, 3, 2
TICK = "✓"

# How many lines each may grow to; what remains goes on as a row 续 among the records, but that of a title. The tight
# measure is for a front that the loose one leaves no room for records on: it fits whatever a file says.
LOOSE = {
    "company": 3,
    "address": 5,
    "project": 3,
    "status": 8,
    "linkage": 4,
    "other": 4,
    "person": 5,
    "notes": 14,
    "entry": 5,
}
TIGHT = {
    "company": 2,
    "address": 2,
    "project": 2,
    "status": 3,
    "linkage": 2,
    "other": 2,
    "person": 3,
    "notes": 7,
    "entry": 2,
}


def pages(sheet: TrackingSheet, kit: Kit) -> list[Page]:
    """Front and back in turn, until everything has its place."""
    layout = _Layout(sheet, kit, LOOSE)
    return (layout if layout.has_room else _Layout(sheet, kit, TIGHT)).pages()


class _Layout:
    """One sheet. Cells first, with what they cannot hold; then the records around them."""

    def __init__(self, sheet: TrackingSheet, kit: Kit, most: dict[str, int]):
        self.sheet, self.kit, self.most = sheet, kit, most
        self.surplus: list[dict[str, str]] = []
        self.cells = self._info()
        self.info = kit.band("info", self.cells)
        self.notes = kit.band("notes", {"notes": self._capped("备注", sheet.notes, "notes", "notes", "notes")})
        self.memos = self._entries(LABELS[MemoKind.NOTE], sheet.memos)
        self.majors = self._entries("重大事宜备忘 {}", sheet.major_memos)
        self.changes = self._entries(LABELS[MemoKind.CHANGE], sheet.changes)
        self.instructions = self._entries(LABELS[MemoKind.INSTRUCTION], sheet.instructions)
        records = (self._record(str(number), record) for number, record in enumerate(sheet.records, 1))
        self.queue = deque([*records, *self.surplus])
        self.next_number, self.parting = 1, None

    @property
    def has_room(self) -> bool:
        """Does the front hold two records at least?"""
        return self._room([self._head(0, "正面"), self.info], self._below(0)) > 2 * self.kit.piece("record").height

    def pages(self) -> list[Page]:
        pages: list[Page] = []
        while not pages or self._unfinished(len(pages) // 2):
            leaf = len(pages) // 2
            pages += [self._front(leaf), self._back(leaf)]
        return pages

    def _unfinished(self, leaves: int) -> bool:
        """Does anything remain after so many leaves?"""
        dealt = (
            (self.memos, MEMOS),
            (self.majors, MAJOR_MEMOS),
            (self.changes, CHANGES),
            (self.instructions, INSTRUCTIONS),
        )
        return bool(self.queue) or any(len(entries) > leaves * slots for entries, slots in dealt)

    def _front(self, leaf: int) -> Page:
        brief = {name: self.cells[name] for name in ("company", "project")}
        info = self.info if leaf == 0 else self.kit.band("brief", brief)
        return self._filled([self._head(leaf, "正面"), info], self._below(leaf))

    def _below(self, leaf: int) -> list[Band]:
        return [self._slots("memos", LABELS[MemoKind.NOTE], self.memos, MEMOS, leaf), self.notes]

    def _back(self, leaf: int) -> Page:
        changes = self._slots(
            "group", LABELS[MemoKind.CHANGE], self.changes, CHANGES, leaf, name=GROUPS[MemoKind.CHANGE]
        )
        instructions = self._slots(
            "group",
            LABELS[MemoKind.INSTRUCTION],
            self.instructions,
            INSTRUCTIONS,
            leaf,
            name=GROUPS[MemoKind.INSTRUCTION],
        )
        majors = self._slots("memos", "重大事宜备忘 {}", self.majors, MAJOR_MEMOS, leaf)
        return self._filled([self._head(leaf, "背面"), changes, instructions], [majors, self.kit.band("signatures")])

    def _head(self, leaf: int, side: str) -> Band:
        more = f"·续页 {leaf}" if leaf else ""
        facts = {"owner": self.sheet.owner, "number": self.sheet.number}
        return self.kit.band("head", facts, title=TITLE, subtitle=f"（{SUBTITLE}{more}）{side}", facts=FACTS)

    def _filled(self, above: list[Band], below: list[Band]) -> Page:
        """A side with the records between what stands above and below them, its rows as tall as they can be."""
        room = self._room(above, below)
        rows = flow.level(self.kit, self._rows(room), room)
        return [*above, self.kit.band("record_head"), *rows, *below]

    def _room(self, above: list[Band], below: list[Band]) -> float:
        """What these and the records' head leave of a side."""
        return flow.room(above[0]) - flow.height([*above, self.kit.band("record_head"), *below])

    def _rows(self, room: float) -> list[Band]:
        """Records that fit in `room`, then numbered empty rows while there are no more."""
        left, rows = room, []
        while self.queue and len(rows) < RECORDS_A_SIDE:
            row = self.kit.band("record", self.queue[0])
            if row.height > left:
                rows += self._part_of(row, left, opens=not rows)
                return rows
            rows.append(row)
            left -= row.height
            self.next_number += self.queue.popleft()["number"].isdigit()
            self.parting = None
        least = self.kit.piece("record").height
        while len(rows) < RECORDS_A_SIDE and left >= least:
            rows.append(self.kit.band("record", {"number": str(self.next_number)}))
            self.next_number += 1
            left -= least
        return rows

    def _part_of(self, row: Band, left: float, opens: bool) -> list[Band]:
        """As much of a record as fits, if it opens the side or is taller than half a side.

        The rest goes on overleaf, 续.
        """
        text = row.piece.places["text"]
        lines = text.most_lines(left - row.height)
        if lines < 2 or not (opens or row.height > row.piece.drawing.room / 2):
            return []
        values = self.queue.popleft()
        broken = self.kit.measured("record", "text", values["text"])
        first = self.kit.band("record", values | {"text": "".join(broken[:lines])})
        self.parting = self.parting or flow.Parting(row)
        self.parting.counted()
        number = values["number"] if values["number"].endswith("续") else f"{values['number']}续"
        self.next_number += values["number"].isdigit()
        self.queue.appendleft(values | {"number": number, "text": "".join(broken[lines:])})
        return [first]

    def _record(self, number: str, record: Entry) -> dict[str, str]:
        """A record as a row; more executors than two lines hold are named in the text."""
        if len(self.kit.measured("record", "by", record.by)) <= 2:
            return {"number": number, "text": record.text, "by": record.by, "on": record.on}
        return {"number": number, "text": f"{record.text}（执行人：{record.by}）", "on": record.on}

    def _info(self) -> dict[str, str]:
        """What stands in the cells of 客户信息资料."""
        wide = {name: self._fact(label, name) for name, label in WIDE.items()}
        ticks = {
            "agent_yes": TICK if self.sheet.is_agent else "",
            "agent_no": TICK if self.sheet.is_agent is False else "",
        }
        return wide | ticks | self._person("contact") | self._person("agent") | self._person("core")

    def _fact(self, label: str, name: str) -> str:
        return self._capped(label, getattr(self.sheet, name), name, "info", name)

    def _person(self, role: str) -> dict[str, str]:
        shown: Person = getattr(self.sheet, role)
        return {f"{role}_name": self._named(shown, role), f"{role}_phone": shown.phone, f"{role}_qq": shown.qq}

    def _named(self, shown: Person, role: str) -> str:
        """Name and title; a title too long for the tallest cell there may be is shortened, the name never."""
        whole = "　".join(filter(None, (shown.name, shown.title)))
        lines = self.kit.measured("info", f"{role}_name", whole)
        most = self.most["person"]
        return whole if len(lines) <= most else max("".join(lines[:most])[:-1] + "…", shown.name, key=len)

    def _capped(self, label: str, text: str, kind: str, macro: str, place: str, **arguments: int) -> str:
        """As much of the text as its cell may grow to; what remains becomes a row among the records."""
        lines = self.kit.measured(macro, place, text, **arguments)
        here, rest = lines[: self.most[kind]], lines[self.most[kind] :]
        if rest:
            self.surplus.append({"number": "续", "text": f"【{label}·续】{''.join(rest)}"})
        return "".join(here)

    def _entries(self, label: str, entries: Sequence[Entry]) -> list[str]:
        return [
            self._capped(numbered(label, number), str(entry), "entry", "memos", "text0", slots=MEMOS)
            for number, entry in enumerate(entries, 1)
        ]

    def _slots(self, macro: str, label: str, entries: list[str], slots: int, leaf: int, **arguments: str) -> Band:
        """The labelled lines of this leaf, empty where nothing is recorded, numbered on from the last."""
        values = {}
        for slot in range(slots):
            number = leaf * slots + slot
            values[f"label{slot}"] = numbered(label, number + 1)
            values[f"text{slot}"] = entries[number] if number < len(entries) else ""
        return self.kit.band(macro, values, slots=slots, **arguments)
