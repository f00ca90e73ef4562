"""What the cells 联系人, 联系方式, 手机 and their kin hold between their separators: ways to reach somebody, what each
is called by, and words that are none."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from webapp.errors import DomainError
from webapp.text import identifiers

_CALLED = {
    "phone": "联系电话 办公电话 移动电话 固定电话 手机 电话 座机 固话 总机 telephone tel phone mobile",
    "email": "电子邮箱 邮箱 email e-mail mailto",
    "qq": "qq",
    "wechat": "企业微信 微信 薇信 威信 wechat weixin wx vx",
}
_KINDS = {name: kind for kind, names in _CALLED.items() for name in names.split()}
_NAME = "|".join(f"{name}(?![a-z_])" if name.isascii() else name for name in sorted(_KINDS, key=len, reverse=True))
_NAMES = re.compile(_NAME, re.IGNORECASE)
_LABEL = re.compile(rf"({_NAME})(?:号码?)?(?:\s*:\s*|(?=\s*$|\s*[a-z\d+(]|(?:{_NAME})))", re.IGNORECASE)
_LABEL_INSIDE = re.compile(rf"(?<![同即与和跟是]){_LABEL.pattern}", re.IGNORECASE)
_OWN_ID = re.compile(r"wxid_\w+", re.IGNORECASE)
# 微信同号, QQ同微信, 手机微信一样: what stands there is the id that another place tells
_BESIDE = rf"(?:{_NAME}|[号码上步与和跟及也都是为就]|\s)*+"
_SAME = re.compile(rf"{_BESIDE}(?:[同即]|一样|一致|相同){_BESIDE}(?=$|[:\d])", re.IGNORECASE)
EXTENSION = re.compile(r"(?:转?\s*分机|内线|转|ext\.?(?![a-z]))\s*号?\s*:?\s*(\d{1,6})(?!\d)", re.IGNORECASE)

BETWEEN = re.compile(r"[/\\、;,|\n]+")
BRACKETED = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]")
_NUMBER = re.compile(r"(?<![\w@*.])[+(]{0,2}\d[\d\s()+.*-]{4,38}[\d*](?![\w@*])", re.ASCII)
_EMAIL = re.compile(r"[\w.%+-]{1,64}@[\w.-]+", re.ASCII)
_DIGITS = re.compile(r"[\d*+().-]*")
_STOP = re.compile(r"[。.,;:]")  # behind an address
_FEWEST = 7
_ACCOUNTS = {"qq", "wechat"}  # may be of any letters


@dataclass
class Piece:
    """What stands between two separators. `ways` are texts with the kinds they are called, `asides` say something
    of a way told elsewhere: 微信同号, 分机801."""

    word: str = ""
    ways: list[tuple[set[str], str]] = field(default_factory=list)
    asides: list[tuple[set[str], str]] = field(default_factory=list)


def pieces(text: str, kind: str = "") -> list[Piece]:
    """The pieces of a cell; `kind` is what the column says it holds."""
    if not text:
        return []
    reader = _Reader(kind)
    for part in BETWEEN.split(_set_apart(unicodedata.normalize("NFKC", text))):
        reader.read(part)
    return reader.finish()


def kinds_in(aside: str) -> set[str]:
    """What is spoken of: wechat and qq in QQ同微信."""
    return {_KINDS[found[0].lower()] for found in _NAMES.finditer(aside)}


def is_same(aside: str) -> bool:
    return _SAME.fullmatch(aside) is not None


@lru_cache(maxsize=64)
def checked(kind: str, text: str) -> str:
    """The text in its one spelling, or nothing where it is none of that kind."""
    try:
        return getattr(identifiers, kind)(text)
    except DomainError:
        return ""


def _set_apart(text: str) -> str:
    """With blanks around whatever touches words and is to be read by itself: 丁山13812345005, 王芳(微信同号)."""
    text = BRACKETED.sub(_without_brackets, text)
    text = _NUMBER.sub(_number_apart, _EMAIL.sub(r" \g<0> ", text))
    return EXTENSION.sub(r" 分机\g<1> ", _LABEL_INSIDE.sub(r" \g<0>", text))


def _without_brackets(found: re.Match) -> str:
    """Brackets around an area's code belong to the number, those around 总经理 to the name."""
    said = found[1].strip()
    is_way = _is_way(said) or _NUMBER.search(said) or _LABEL.match(said) or is_same(said) or EXTENSION.match(said)
    return f" {said} " if is_way else found[0]


def _number_apart(found: re.Match) -> str:
    whole = checked("phone", found[0])
    digits = sum(character.isdigit() or character == "*" for character in found[0])
    return f" {whole or found[0]} " if whole or digits >= _FEWEST else found[0]


def _is_way(token: str) -> bool:
    is_number = len(token) >= _FEWEST and _DIGITS.fullmatch(token)
    return bool("@" in token or is_number or _OWN_ID.fullmatch(token) or checked("phone", token))


class _Reader:
    """Goes through the parts of a cell. `waiting` are names whose value comes later: 手机/微信：138…."""

    def __init__(self, kind: str):
        self.kind, self.found = kind, []
        self.waiting: dict[str, set[str]] = {}

    def read(self, part: str) -> None:
        piece = Piece()
        for token in _tokens(part):
            self._read_token(piece, self._value(piece, token))
        if piece.word or piece.ways or not self.found:
            if piece != Piece():
                self.found.append(piece)
        else:
            self.found[-1].asides += piece.asides

    def finish(self) -> list[Piece]:
        """A name that waits in vain speaks of the way before it: 13812345678（微信）."""
        if self.waiting and not self.found:
            self.found.append(Piece())
        for name, kinds in self.waiting.items():
            self.found[-1].asides.append((kinds, name))
        return self.found

    def _value(self, piece: Piece, token: str) -> str:
        """What is left of a token without the names before it."""
        while name := _SAME.match(token) or _LABEL.match(token):
            rest = token[name.end() :].strip(" :")
            if name.re is _SAME and not rest:
                kinds = kinds_in(token) | {self.kind} - {""}
                piece.asides.append((kinds if kinds & _ACCOUNTS else kinds | {"wechat"}, token))
            else:
                self.waiting[name[0].strip(" :")] = kinds_in(name[0])
            token = rest
        return token

    def _read_token(self, piece: Piece, value: str) -> None:
        kinds = set().union(*self.waiting.values()) or {self.kind} - {""}
        kinds = {"wechat"} if _OWN_ID.fullmatch(value) else kinds
        if EXTENSION.fullmatch(value):
            piece.asides.append((set(), value))
        elif value and (_is_way(value) or kinds & _ACCOUNTS):
            piece.ways.append((kinds, value))
            self.waiting = {}
        elif value and not (piece.ways and _STOP.fullmatch(value)):
            piece.word = f"{piece.word} {value}".strip()


def _tokens(part: str) -> list[str]:
    """Apart by blanks only where one of them is to be read by itself: what nobody can read stays whole."""
    if len(part) > identifiers.LONGEST:
        return [part.strip()]
    tokens = [token for word in part.split() if (token := word.strip(":"))]
    return tokens if any(map(_is_mark, tokens)) or not tokens else [" ".join(tokens)]


def _is_mark(token: str) -> bool:
    return bool(_is_way(token) or _LABEL.match(token) or is_same(token) or EXTENSION.fullmatch(token))
