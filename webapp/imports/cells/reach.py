"""What a 联系方式 cell says: phones and e-mails where they are valid,
待核实 text where they are not (R-IMPORT, R-USCC)."""

import re
import unicodedata
from dataclasses import dataclass, field

from webapp.errors import DomainError
from webapp.text import identifiers

_BETWEEN = re.compile(r"[/、;；,，|\n]+")
_LABEL = re.compile(
    r"(?P<label>联系电话|电话|手机|座机|Tel|邮箱|E-?mail|QQ|微信|WeChat|wx)\s*号?\s*[:：]?\s*", re.IGNORECASE
)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_MASK = re.compile(r"[*＊×●•某xX]")
_MASKED_NAME = re.compile(r"[*＊×●•某]")
_KINDS = {
    "qq": "qq",
    "微信": "wechat",
    "wechat": "wechat",
    "wx": "wechat",
    "邮箱": "email",
    "email": "email",
    "e-mail": "email",
}


@dataclass
class Reach:
    """Ways to reach a contact. `others` are further valid phones and e-mails; `unverified` is text that is neither."""

    phone: str = ""
    email: str = ""
    qq: str = ""
    wechat: str = ""
    others: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, kind: str, text: str) -> None:
        """Keep a valid value: the first of its kind in its own place, further ones among the others."""
        if not getattr(self, kind):
            setattr(self, kind, text)
        elif text != getattr(self, kind) and text not in self.others:
            self.others.append(text)

    def doubt(self, text: str, problem: str) -> None:
        self.unverified.append(text)
        self.problems.append(problem)

    @property
    def is_empty(self) -> bool:
        return not (self.phone or self.email or self.qq or self.wechat or self.unverified)


def parse_contact(text: str, into: Reach | None = None) -> Reach:
    """Read `13812345678 / li@a.cn`, `电话：0512-67891234`, `138****5678`, `1.38E+10` … into a Reach."""
    reach = into or Reach()
    for part in _parts(unicodedata.normalize("NFKC", text).strip()):
        label = _LABEL.match(part)
        kind = _KINDS.get(label["label"].lower(), "phone") if label else ""
        _read_part(reach, part[label.end() :] if label else part, kind)
    return reach


def take_as(kind: str, text: str, reach: Reach) -> None:
    """Read a cell of a column that says what it holds: phone, email, qq or wechat."""
    for part in _parts(unicodedata.normalize("NFKC", text).strip()):
        _read_part(reach, part, kind)


def _parts(text: str) -> list[str]:
    """The pieces of a cell. A number written with spaces in it stays one piece."""
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    return [part for piece in pieces if piece for part in _words(piece)]


def _words(piece: str) -> list[str]:
    words = piece.split()
    if len(words) < 2 or _checked(identifiers.phone, piece):
        return [piece]
    return words if any(_checked(identifiers.phone, word) or "@" in word for word in words) else [piece]


def _read_part(reach: Reach, text: str, kind: str) -> None:
    if not text:
        return
    if kind == "wechat" or (kind == "qq" and _checked(identifiers.qq, text)):
        reach.take(kind, text)
    elif "@" in text and (email := _checked(identifiers.email, text)):
        reach.take("email", email)
    elif phone := _checked(identifiers.phone, text):
        reach.take("phone", phone)
    else:
        reach.doubt(text, problem_of(text))


def _checked(check, text: str) -> str:
    try:
        return check(text)
    except DomainError:
        return ""


def problem_of(text: str) -> str:
    """Why a text is no phone or e-mail, in Chinese."""
    if _SCIENTIFIC.fullmatch(text):
        return "号码被 Excel 改成了科学计数，末几位已丢失"
    if _MASK.search(text) and not text.isalpha():
        return "已打码"
    digits = re.sub(r"\D", "", text)
    if digits and len(digits) == len(re.sub(r"[\s()+-]", "", text)):
        return f"只有 {len(digits)} 位数字，不是完整的电话" if len(digits) < 11 else "不是有效的电话"
    return "不是有效的电话或邮箱"


def is_masked(name: str) -> bool:
    """Whether a person's name hides its given name: 王*, *经理, 李某."""
    return _MASKED_NAME.search(name) is not None


def shown_part(name: str) -> str:
    """What a masked name leaves to be read at its start: 王 of 王*, nothing of *经理."""
    return _MASKED_NAME.split(name, maxsplit=1)[0].strip()
