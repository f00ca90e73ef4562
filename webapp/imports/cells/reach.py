"""What the pieces of a cell say about reaching somebody: phones and accounts where they are valid,
待核实 text where they are not (R-IMPORT, R-USCC)."""

import re
from dataclasses import dataclass, field

from webapp.imports.cells.pieces import EXTENSION, Piece, checked

_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_MASK = re.compile(r"[*＊×●•某xX]")
_MASKED_NAME = re.compile(r"[*＊×●•某]")
_MOBILE = re.compile(r"1\d{10}")
_UNCLEAR = "看不出说的是哪个号码"


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
    _asides: list[tuple[set[str], str]] = field(default_factory=list)

    def read(self, piece: Piece) -> None:
        """Take what the piece tells; `settle` once all are read."""
        for kinds, text in piece.ways:
            self._read_way(kinds, text)
        self._asides += [aside for aside in piece.asides if not self._extend(aside[1])]

    def settle(self) -> None:
        """Understand what was said of ways told elsewhere: 微信同号, 分机801."""
        for kinds, text in self._asides:
            if not (self._extend(text) or self._share(kinds)):
                self.doubt(text, _UNCLEAR)
        self._asides = []

    def take(self, kind: str, text: str) -> None:
        """Keep a valid value: the first of its kind in its own place, further ones among the others."""
        if not getattr(self, kind):
            setattr(self, kind, text)
        elif text != getattr(self, kind) and text not in self.others:
            self.others.append(text)

    def doubt(self, text: str, problem: str) -> None:
        self.unverified.append(text)
        self.problems.append(problem)

    def _read_way(self, kinds: set[str], text: str) -> None:
        found = _valid(kinds, text) or _valid({"email"} if "@" in text else {"phone"}, text)
        for kind, value in found.items():
            self.take(kind, value)
        if not found:
            self.doubt(text, problem_of(text))

    def _extend(self, text: str) -> bool:
        """An extension belongs to the landline told last."""
        extension = EXTENSION.fullmatch(text)
        for number in reversed([self.phone, *self.others]) if extension else ():
            if extended := not _MOBILE.fullmatch(number) and checked("phone", f"{number}转{extension[1]}"):
                self.others = [extended if other == number else other for other in self.others]
                self.phone = extended if self.phone == number else self.phone
                return True
        return False

    def _share(self, kinds: set[str]) -> bool:
        """One id for all these kinds: the one that is told, or else the mobile's number."""
        mobile = next(filter(_MOBILE.fullmatch, (self.phone, *self.others)), "")
        told = {kind: value for kind in sorted(kinds) if (value := getattr(self, kind))}
        shared = next((value for kind, value in told.items() if kind != "phone"), "") or mobile
        missing = _valid(kinds - told.keys(), shared)
        for kind, value in missing.items():
            self.take(kind, value)
        return bool(shared) and kinds - {"phone"} != set() and missing.keys() == kinds - told.keys()

    @property
    def is_empty(self) -> bool:
        return not (self.phone or self.email or self.qq or self.wechat or self.unverified)


def _valid(kinds: set[str], text: str) -> dict[str, str]:
    """The text as each of these kinds that it may be. A WeChat id may be of anything, a number in its one spelling."""
    found = {kind: checked(kind, text) for kind in sorted(kinds - {"wechat"})}
    if "wechat" in kinds:
        found["wechat"] = checked("phone", text) or text
    return {kind: value for kind, value in found.items() if value}


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
