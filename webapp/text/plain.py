"""What a text says, whatever it was typed with.

The one spelling under masking, screening, identifiers, naming, duplicates and search. Every way here takes time in
proportion to the text.
"""

import re
import unicodedata

# what has no width of its own, formats, reverses, or is nobody's character: U+200B, U+202E, U+00AD, U+FE0F, U+E000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANKS = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
# what a Chinese keyboard makes where a hyphen or a dot is meant
_DASHES = "‐‑‒–—―⁃⁓−∼─━ー〜〰﹘﹣－～"
_DOTS = "·•‧∙⋅・｡。"
_LOOKALIKES = {"Х": "X", "х": "x", "Χ": "X", "χ": "x"}
_DIGITS = str.maketrans(
    "〇零○一二三四五六七八九幺壹贰貳弍叁參叄肆伍陆陸柒捌玖", "00012345678" + "91" + "1222333" + "4566789"
)
_NUMERALS = "".join(map(chr, _DIGITS))
_ANY = f"[0-9{_NUMERALS}]"
# digits and numerals in any mixture, a blank or two between them; of fewer they stay what they are: 第二期
_SPELT = re.compile(rf"{_ANY}(?:[\s.-]{{0,2}}{_ANY}){{6,}}")
_HAS_NUMERAL = re.compile(f"[{_NUMERALS}]")
_HIGHEST = 20  # of what is one character: ⑳


def visible(text: str) -> str:
    """The text as it is kept: without invisible, reversing and private characters, its lines ended by \\n, its blanks
    ordinary ones."""
    if text.isascii() and text.isprintable():
        return text
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).translate(_BLANKS)
    return text if seen == text else seen  # not held twice, where somebody keeps what was typed


class _Spelling(dict[int, str]):
    """How each character is read: full-width and circled ones as plain ones, any dash as -, any digit as 0–9."""

    def __missing__(self, code: int) -> str:
        read = _spelled(chr(code))
        if len(self) < 50_000:
            self[code] = read
        return read


def _spelled(character: str) -> str:
    if _UNSEEN.match(character):
        return ""
    return "".join(map(_one, unicodedata.normalize("NFKC", character)))


def _one(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if unicodedata.category(character).startswith("N"):
        return _number(character)
    return _LOOKALIKES.get(character, character)


def _number(character: str) -> str:
    """❶, ⓬ and 〡 as the number they are; 〇 is a numeral among others, ½ no number of anything."""
    value = unicodedata.numeric(character)
    is_one = ord(character) not in _DIGITS and value == int(value) and 0 <= value <= _HIGHEST
    return str(int(value)) if is_one else character


_SPELLING = _Spelling()


def plain(text: str) -> str:
    """The text in the spelling it is compared in. It may be shorter or longer than what was typed (see `places`)."""
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_SPELLING)
    return _SPELT.sub(_in_digits, text) if _HAS_NUMERAL.search(text) else text


def _in_digits(found: re.Match) -> str:
    """The numerals in digits, for there are enough to be a number. What stands beside a whole number and belongs to a
    word does not: 13812345678三五天内, 星期一 0512-66778899."""
    spelt = found[0]
    if spelt.isascii():
        return spelt
    before, behind = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    start = _of_word(spelt, spelt.lstrip(_NUMERALS), before)
    end = len(spelt) - _of_word(spelt, spelt.rstrip(_NUMERALS), behind)
    return spelt[:start] + spelt[start:end].translate(_DIGITS) + spelt[end:]


def _of_word(spelt: str, rest: str, beside: str) -> int:
    """How many of the numerals at an edge belong to the word beside it: one or two, unless without them digits of a
    mobile would be missing."""
    taken = len(spelt) - len(rest)
    is_short = sum(map(str.isalnum, rest)) in (9, 10)
    return taken if taken < 3 and beside.isalpha() and not is_short else 0


def places(text: str) -> list[int]:
    """Where in the text each character of `plain(text)` comes from, and at the end the length of the text."""
    found = [place for place, character in enumerate(text) for _ in _SPELLING[ord(character)]]
    return [*found, len(text)]
