"""Tags, statuses, methods and next steps as they stand in an office's cells (R-IMPORT, R-TAGS, R-FU)."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from webapp.models.followup import METHODS, TOOLS

from .dates import promised_day, starts_with_day

_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_TAG_BREAK = re.compile(r"[-－–—/／、,，;；|｜+＋\n]+")
_CLAUSE_BREAK = re.compile(r"(?<=[,，;；。\n])")
_CLAUSE_END = ",，;；。 \n"

_METHOD_WORDS = {
    "电话沟通": "电话", "致电": "电话", "来电": "电话", "去电": "电话", "打电话": "电话", "手机": "电话",
    "面谈沟通": "面谈", "见面": "面谈", "当面": "面谈",
    "拜访": "登门拜访", "上门": "登门拜访", "上门拜访": "登门拜访", "走访": "登门拜访", "实地拜访": "登门拜访",
    "来访": "邀约来访", "邀约": "邀约来访", "到访": "邀约来访",
    "邮件沟通": "邮件", "电子邮件": "邮件", "email": "邮件",
    "线上会议": "会议（线上）", "视频会议": "会议（线上）", "会议(线上)": "会议（线上）",
    "线下会议": "会议（线下）", "会议(线下)": "会议（线下）", "会议": "会议（线下）",
    "网络": "网络对话", "线上": "网络对话", "线上沟通": "网络对话", "网聊": "网络对话",
    "手机短信": "短信", "节日慰问": "节日问候", "问候": "节日问候",
}  # fmt: skip
_MEETING_TOOLS = frozenset({"腾讯会议", "钉钉"})


@dataclass
class Tags:
    """`words` in their order, `notes` from the brackets behind them."""

    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def split_tags(text: str) -> Tags:
    """`高价值-流失客户(预警)` → 高价值, 流失客户 with the note 预警."""
    notes = [note.strip() for note in _BRACKETS.findall(text) if note.strip()]
    words = [word.strip() for word in _TAG_BREAK.split(_BRACKETS.sub("", text))]
    return Tags([word for word in words if word], notes)


def split_status(text: str) -> tuple[str, str]:
    """`活跃-意向续约` → (活跃, 意向续约); brackets count as a note too."""
    tags = split_tags(text)
    first, rest = tags.words[:1], tags.words[1:]
    return "".join(first), "，".join(rest + tags.notes)


@dataclass(frozen=True)
class Method:
    """`unread` is the part of the cell that names no known method or tool."""

    method: str = ""
    tool: str = ""
    unread: str = ""


def parse_method(text: str) -> Method:
    """`电话-企业微信` → 电话 by 企业微信; a tool alone means 网络对话, or an online meeting for meeting tools."""
    method, tool, unread = "", "", []
    for word in _method_words(text):
        known = word if word in METHODS else _METHOD_WORDS.get(word.lower(), "")
        if word in TOOLS and not tool:
            tool = word
        elif known and not method:
            method = known
        else:
            unread.append(word)
    return Method(method or _method_of_tool(tool), tool, "-".join(unread))


def _method_words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", text).strip()
    if text.lower() in _METHOD_WORDS:
        return [text]
    return [word.strip() for word in re.split(r"[-–—/、,;|()\s]+", text) if word.strip()]


def _method_of_tool(tool: str) -> str:
    if not tool:
        return ""
    return "会议（线上）" if tool in _MEETING_TOOLS else "网络对话"


@dataclass(frozen=True)
class Step:
    action: str
    due_on: date | None


def split_steps(text: str, said_on: date) -> list[Step]:
    """Next steps out of one cell: each clause that opens with a day is a step of its own, due on that day."""
    steps: list[str] = []
    for clause in _CLAUSE_BREAK.split(text.strip()):
        if steps and not (starts_with_day(clause) and promised_day(steps[-1], said_on)):
            steps[-1] += clause
        elif clause.strip(_CLAUSE_END):
            steps.append(clause)
    actions = (step.strip(_CLAUSE_END) for step in steps)
    return [Step(action, promised_day(action, said_on)) for action in actions if action]
