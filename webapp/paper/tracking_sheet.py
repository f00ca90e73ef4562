"""客户信息资料数据库（代跟踪服务表）: the sheet printed in triplicate, front and back (forms.md 8, R-TRIPLE)."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from webapp.paper.form import Imprint, PaperForm
from webapp.paper.rows import Row, Type, fill, level, wrap

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


@dataclass(frozen=True)
class Person:
    name: str = ""
    phone: str = ""
    qq: str = ""


@dataclass(frozen=True)
class Entry:
    """A record, memo, change or instruction: what, by whom, on which day (2024-05-10)."""

    text: str
    by: str = ""
    on: str = ""

    def __str__(self) -> str:
        signed = f"{self.text}（{self.by}）" if self.by else self.text
        return f"{self.on}　{signed}" if self.on else signed


@dataclass(frozen=True)
class TrackingSheet:
    """Everything one customer's sheet prints, already masked where it has to be (R-MASK).

    `is_agent` None leaves both boxes open. `notes` is the office's own 备注, see `default_notes`.
    """

    number: str = ""
    owner: str = ""
    company: str = ""
    address: str = ""
    project: str = ""
    is_agent: bool | None = None
    project_status: str = ""
    contact: Person = Person()
    agent: Person = Person()
    core: Person = Person()
    linkage: str = ""
    other: str = ""
    records: Sequence[Entry] = ()
    memos: Sequence[Entry] = ()
    major_memos: Sequence[Entry] = ()
    changes: Sequence[Entry] = ()
    instructions: Sequence[Entry] = ()
    notes: str = ""
    imprint: Imprint = Imprint()
    is_blank: bool = False


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


def default_notes(customer_data: int = 50, tracking: int = 100) -> str:
    """The notes a sheet comes with until the office writes its own; penalties in yuan."""
    return "\n".join(
        f"{number}、{note}"
        for number, note in enumerate(
            (
                "本表一式三份：第一联业务人员存，第二联分站负责人存，第三联公司督察存；分站负责人于月例会时带交公司督察核查。",
                "客户资料必须真实；跟踪服务内容于拜访当日填写，重要事宜应作备忘。",
                "项目状态指项目开发到了哪个节点；区域联动指该开发单位在其它城市的项目情况。",
                f"客户资料不真实，每个负激励 {customer_data} 元；跟踪服务内容不真实，每次负激励 {tracking} 元。",
                "岗位变动时本表随工作一并移交，未移交视为未完成交接。",
                "本表须与《区域客户资料汇总表》及每日客户拜访记录一致。",
            ),
            start=1,
        )
    )


def blank(notes: str | None = None) -> TrackingSheet:
    """An empty sheet with the office's notes."""
    return TrackingSheet(notes=default_notes() if notes is None else notes, is_blank=True)


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

    def _heights(self, least: float, kind: Type, texts) -> float:
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


FORM = PaperForm(
    slug="tracking-sheet",
    title="客户信息资料数据库(代跟踪服务表)",
    file_title="代跟踪服务表",
    template="paper/tracking_sheet.html",
    stylesheet="tracking-sheet.css",
    plan=plan,
    blank=blank,
    copy_labels=("第一联 业务人员存", "第二联 分站负责人存", "第三联 公司督察存"),
    duplex=True,
)
