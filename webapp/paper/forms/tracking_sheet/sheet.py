"""What a 代跟踪服务表 says, and the office's own text on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.models.memo import MemoKind
from webapp.models.settings import KNOWN, Settings

ORDINALS = "一二三四五六七八九十"
# what each kind of memo is called on the sheet, and what one of them
GROUPS = {MemoKind.NOTE: "重要事宜备忘", MemoKind.CHANGE: "客户资料重大变更", MemoKind.INSTRUCTION: "批示"}
LABELS = {MemoKind.NOTE: "重要事宜备忘 {}", MemoKind.CHANGE: "变更{}", MemoKind.INSTRUCTION: "批示{}"}


def numbered(pattern: str, number: int) -> str:
    """重要事宜备忘 4, 变更四; past ten the ideographs give way to figures."""
    if pattern.endswith(" {}") or number > len(ORDINALS):
        return pattern.format(number)
    return pattern.format(ORDINALS[number - 1])


@dataclass(frozen=True)
class Person:
    name: str = ""
    title: str = ""
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

    `is_agent` None leaves both boxes open. `major_memos` are 重大事宜备忘, the lines overleaf, which offices
    fill in by hand so far. `notes` is the office's own 备注, see `default_notes`.
    """

    number: str = ""
    owner: str = ""
    company: str = ""
    address: str = ""
    project: str = ""
    is_agent: bool | None = None
    status: str = ""
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


def default_notes(
    customer_data: int = KNOWN["penalty_customer_data"].default, tracking: int = KNOWN["penalty_tracking"].default
) -> str:
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


def office_notes() -> str:
    """The office's own 备注, or the default with the configured penalties."""
    settings = Settings()
    return settings.tracking_sheet_notes or default_notes(settings.penalty_customer_data, settings.penalty_tracking)


def blank(notes: str) -> TrackingSheet:
    """An empty sheet with the office's notes."""
    return TrackingSheet(notes=notes)


def texts() -> dict[str, str]:
    return {"notes": office_notes()}
