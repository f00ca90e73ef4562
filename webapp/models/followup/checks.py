"""What a record may say and when: concrete (R-CONCRETE), in time (R-24H), and of nobody's answer why (R-NOREPLY)."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from webapp.clock import local, now, to_the_minute
from webapp.errors import DomainError, Mistakes, NotAllowed
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.followup.fields import ATTITUDES, CAUSES, FIELDS, METHODS, TOOLS, FollowUpColumns
from webapp.models.settings import Settings
from webapp.models.user import User
from webapp.models.written import checked

VISITS = frozenset({"面谈", "登门拜访"})
RECORD_WITHIN = timedelta(hours=24)
VAGUE_WORDS = tuple(
    "已跟进 已联系 跟进中 联系中 继续跟进 保持联系 跟进 联系 正常 异常 变化 无 没有 暂无 目前 一切 情况 客户".split()
)
CHOSEN = {  # the words a column may hold, and what is said of others
    "method": (METHODS, "请选择跟进方式"),
    "attitude": (("", *ATTITUDES), "请选择客户态度"),
    "tool": (("", *TOOLS), "请选择工具"),
    "cause": (("", *CAUSES), "请选择未响应的原因"),
}
LEAST_CHARACTERS = 8
GOOD_EXAMPLE = "例：确认第三季度启动采购，预算待批；没打通就写：上午两次无人接听，改周四下午再打"
_MEANINGLESS = re.compile(r"[\s\W_]+")


class Vague(DomainError):
    """The content says nothing that the next reader could use (R-CONCRETE)."""


def check(values: dict) -> None:
    """Raise all that is wrong with what a record says, at once."""
    mistakes = Mistakes()
    for name, (words, otherwise) in CHOSEN.items():
        if name in values and values[name] not in words:
            mistakes.note(DomainError(otherwise, name))
    with mistakes.noted():
        if "at" in values and values["at"] > now() + timedelta(minutes=5):
            raise DomainError("跟进时间不能晚于现在；将来的事请写在“下一步”", "at")
    with mistakes.noted():
        if values.get("cause") and not values.get("adjustment", "").strip():
            raise DomainError("请写明接下来怎么调整，如：换个时间再打", "adjustment")
    with mistakes.noted():
        checked(FIELDS, FollowUpColumns, values)
    is_told = "content" in values and not values.get("cause")
    with mistakes.noted():
        if is_told and "content" not in {mistake.field for mistake in mistakes}:
            refuse_vague(values["content"])
    mistakes.tell()


def late_by(method: str, at: datetime, recorded_at: datetime) -> timedelta | None:
    """How long after the contact it was recorded, when that breaks R-24H: over 24 h, a visit over its day."""
    delay = recorded_at - at
    same_day = local(recorded_at).date() == local(at).date()
    return delay if delay > RECORD_WITHIN or (method in VISITS and not same_day) else None


def check_category(customer, category, by: User) -> None:
    if category is None:
        return
    if not by.keeps(customer):
        raise NotAllowed("客户类别由负责人、分站负责人和协同的业务员修改", "category")
    offered = DimensionValue.dimension << Dimension.playing("category"), ~DimensionValue.is_retired
    if not DimensionValue.select().where(DimensionValue.id == category, *offered).exists():
        raise DomainError("请重新选择客户类别", "category")


def said(values: dict) -> dict:
    """Where nobody responded there may be no more to say than why; of every other contact there is."""
    if values.get("cause") and not values.get("content", "").strip():
        return {name: value for name, value in values.items() if name != "content"}
    return {"content": "", **values}


def missed(values: dict) -> str:
    """What is said of a contact to which nobody responded, where its author says no more."""
    how = "未接通" if values["method"] == "电话" else "未响应"
    return f"{how}：{values.get('cause', '')}，{values.get('adjustment', '').strip()}"


def refuse_vague(content: str) -> None:
    """Raise Vague for fewer than 8 meaningful characters, or for what is put together of nothing but words such as
    已跟进 (R-CONCRETE; the office may extend the list)."""
    meaning = _MEANINGLESS.sub("", content)
    if len(meaning) < LEAST_CHARACTERS or _is_made_of(meaning, {*VAGUE_WORDS, *Settings.vague_words}):
        raise Vague(f"写得太笼统，别人接手看不懂。{GOOD_EXAMPLE}", "content")


def _is_made_of(text: str, words: Iterable[str]) -> bool:
    ends = {0}  # how far a row of these words can reach
    for start in range(len(text)):
        if start in ends:
            ends |= {start + len(word) for word in words if text.startswith(word, start)}
    return len(text) in ends


def after_filing(at: datetime, filed_at: datetime) -> datetime:
    """A contact of the minute in which the customer was put on file came after that: forms know no seconds."""
    if to_the_minute(at) != to_the_minute(filed_at):
        return at
    return max(at, min(now(), at.replace(second=59, microsecond=999_999)))
