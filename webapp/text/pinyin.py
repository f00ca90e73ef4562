"""How Chinese names are read aloud: for sorting them, and for finding them by their initials (R-SEARCH)."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from webapp.text import naming


def _pairs(text: str) -> dict[str, str]:
    """A table of words by twos."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# pypinyin reads these surnames as the common word; both readings are indexed
SURNAME_READINGS = _pairs("""
    单 shan  曾 zeng  仇 qiu  解 xie  查 zha  区 ou  朴 piao  翟 zhai  缪 miao  盖 ge
    任 ren  华 hua  洗 xian  尉 wei  乐 yue  员 yun  贠 yun  黑 he  种 chong  重 chong
    宿 su  秘 bi  折 she  繁 po  幺 yao  召 shao  瞿 qu  燕 yan  葛 ge  宁 ning
""")
# characters common in company names that are read in two ways
OTHER_READINGS = {
    character: tuple(readings.split("/"))
    for character, readings in _pairs("""
        长 chang/zhang  重 chong/zhong  行 hang/xing  乐 le/yue  朝 chao/zhao  会 hui/kuai  厦 xia/sha  传 chuan/zhuan
        参 can/shen  藏 cang/zang  调 diao/tiao  降 jiang/xiang  校 xiao/jiao  弹 dan/tan  盛 sheng/cheng  石 shi/dan
        车 che/ju  翟 zhai/di  柏 bai/bo  系 xi/ji  给 gei/ji  贾 jia/gu
    """).items()
}
_SYLLABLE = re.compile(
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|uang|eng|ing|uan|uai|iao|i?an|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|en|in|un|uo|ia|ua|[aeiouv])"
)
LONGEST_SYLLABLE = 6
MOST_READINGS = 6  # of one run of letters: xian is 西安 and 先
_PHRASE = re.compile(r'"[^"]+"\s*:\s*\[(?:\s*\[[^]]*\]\s*,?)+\s*\]')  # of the table, as JSON has it
_CHINESE = re.compile(r"[\u4e00-\u9fa5]+")
_WORD = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")


def words(text: str) -> list[str]:
    """The runs of letters, digits and characters in a text of small letters."""
    return _WORD.findall(text)


def initials_of(text: str) -> set[str]:
    """长江贸易 → cjmy, and one more spelling for each character that is read in two ways."""
    plain = "".join(words(text))
    usual = "".join(part[0] for part in _read_aloud(plain))
    spellings = {usual} if usual else set()
    for place, character in enumerate(plain):
        spellings |= {usual[:place] + reading[0] + usual[place + 1 :] for reading in _others(character, place)}
    return spellings


def syllables_of(text: str) -> set[str]:
    """How each word of a text begins when it is read aloud, and each two syllables that follow one another: 长江贸易 →
    chang, chang jiang, jiang mao, mao yi, and the same of a character's other reading."""
    found = set()
    for word in words(text):
        readings = [
            {usual, *_others(character, place)}
            for place, (usual, character) in enumerate(zip(_read_aloud(word), word, strict=True))
        ]
        found |= readings[0]
        for ones, others in zip(readings, readings[1:], strict=False):
            found |= {f"{one} {other}" for one in ones for other in others}
    return found


def _others(character: str, place: int) -> tuple[str, ...]:
    """Further readings of a character; of a surname where it stands first."""
    first = SURNAME_READINGS.get(character) if place == 0 else None
    return OTHER_READINGS.get(character, ()) + ((first,) if first else ())


def in_syllables(letters: str) -> list[tuple[str, ...]]:
    """The ways to read letters as pinyin, those of few syllables first: changjiang → chang jiang."""
    found: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        ways = [
            (*way, letters[start:end])
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            if _SYLLABLE.fullmatch(letters, start, end)
            for way in found[start]
        ]
        found.append(sorted(ways, key=len)[:MOST_READINGS])
    return found[-1]


def pinyin_of(text: str) -> str:
    """Full pinyin for sorting names: 长江 → chang jiang."""
    return " ".join(_read_aloud(naming.simplified(text).lower(), in_one="default"))


@lru_cache(maxsize=1000)
def _read_aloud(text: str, in_one=list) -> tuple[str, ...]:
    """The pinyin of each character; what is none stays as it is, letter by letter or in one. A name is read twice, to
    sort it by and to find it by: a whole Chinese one is read alike for both."""
    if in_one is not list and _CHINESE.fullmatch(text):
        return _read_aloud(text)
    return tuple(_pinyin().lazy_pinyin(text, errors=in_one))


@cache
def _pinyin():
    """The reader, 0.5 s and 25 MB: only where a customer is written. It reads a word once:
    有限公司 stands in every name."""
    os.environ["PYPINYIN_NO_PHRASES"] = "1"  # read at once by itself they take 55 MB
    from pypinyin.converter import DefaultConverter
    from pypinyin.core import Pinyin, load_phrases_dict

    del os.environ["PYPINYIN_NO_PHRASES"]
    load_phrases_dict(dict(phrases()))
    converter = DefaultConverter()
    converter.convert = lru_cache(maxsize=4_000)(converter.convert)
    return Pinyin(converter)


def phrases() -> Iterator[tuple[str, list[list[str]]]]:
    """pypinyin's phrases one by one, with the readings of each character; what is read alike is one list for all."""
    readings: dict[tuple[str, ...], list[str]] = {}  # some thousand, in fifty thousand phrases
    text = files("pypinyin").joinpath("phrases_dict.json").read_text("utf-8")
    for found in _PHRASE.finditer(text):
        for phrase, read in json.loads(f"{{{found[0]}}}").items():
            yield phrase, [readings.setdefault(tuple(reading), reading) for reading in read]
