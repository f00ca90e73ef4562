"""How somebody was contacted, as it stands in an office's cells (R-FU)."""

import re
import unicodedata
from dataclasses import dataclass

from webapp.models.followup.fields import METHODS, TOOLS

_METHOD_WORDS = {
    word: method
    for method, words in {
        "电话": "电话沟通 致电 来电 去电 打电话 手机",
        "面谈": "面谈沟通 见面 当面",
        "登门拜访": "拜访 上门 上门拜访 走访 实地拜访",
        "邀约来访": "来访 邀约 到访",
        "邮件": "邮件沟通 电子邮件 email",
        "会议（线上）": "线上会议 视频会议 会议(线上)",
        "会议（线下）": "线下会议 会议(线下) 会议",
        "网络对话": "网络 线上 线上沟通 网聊",
        "短信": "手机短信",
        "节日问候": "节日慰问 问候",
    }.items()
    for word in words.split()
}
_MEETING_TOOLS = frozenset({"腾讯会议", "钉钉"})


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
