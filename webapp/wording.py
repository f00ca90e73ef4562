"""Words for things the database names in English: columns, acts, origins."""

from webapp.models.eyes import Eyes
from webapp.models.memo import MemoKind
from webapp.models.record import Record
from webapp.models.roles import Role
from webapp.paper.forms import FORMS
from webapp.paper.forms.tracking_sheet import sheet
from webapp.screens.counting import figure
from webapp.screens.timeline.sources import FILE_ACTS
from webapp.text import money

ORIGINS = {
    "drag": "拖动",
    "menu": "点选",
    "followup": "记跟进",
    "filing": "建档",
    "import": "导入",
    "undo": "撤销",
    "demo": "示例",
}


# what was taken back
NOUNS = {"followup": "跟进", "memo": "备忘与批示", "contact": "联系人"}
NOUNS |= {"handling": "投诉处理", "attachment": "附件"}
NOUNS |= {noun.noun(): noun.word for noun in Record.__subclasses__()}


def for_eyes(text: str, eyes: Eyes, kind: str = "text") -> str:
    """What somebody typed, as its reader may see it; `kind` as of a field's eyes."""
    return eyes.text(text, kind)


def way(method: str, tool: str) -> str:
    """How somebody was contacted: 电话 · 企业微信; 网络对话 by 微信 is 微信 to everybody."""
    if (method, tool) == ("网络对话", "微信"):
        return tool
    return f"{method} · {tool}" if tool else method


def file_act(action: str) -> str:
    return FILE_ACTS.get(action, action)


FILTERS = {
    "figure": figure,
    "for_eyes": for_eyes,
    "file_act": file_act,
    "money": money.shown,
    "role": lambda role: Role(role).label,
    "noun": lambda noun: NOUNS[noun],
    "memo_group": lambda kind: sheet.GROUPS[kind],
    "memo_name": lambda kind, place: sheet.numbered(sheet.LABELS[kind], place),
    "memo_kind": lambda kind: MemoKind(kind).label,
    "way": way,
    "origin": lambda name: ORIGINS.get(name, name),
    "form_name": lambda slug: FORMS[slug].name if slug in FORMS else slug,
}
