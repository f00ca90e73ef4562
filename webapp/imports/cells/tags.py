"""Tags and statuses as they stand in an office's cells (R-TAGS)."""

import re
from dataclasses import dataclass, field

_BRACKETS = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_TAG_BREAK = re.compile(r"[-－–—/／、,，;；|｜+＋\n]+")


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
