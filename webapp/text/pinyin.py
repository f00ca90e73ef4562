"""How Chinese names are read aloud: for sorting them, and for finding them by their initials (R-SEARCH)."""

import re
from functools import cache, lru_cache

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
# characters common in company names that are read in two ways, with both initials
OTHER_INITIALS = _pairs("""
    长 cz  重 cz  行 hx  乐 ly  朝 cz  会 hk  厦 xs  传 cz  参 cs  藏 cz  调 dt  降 jx
    校 xj  弹 dt  盛 sc  石 sd  车 cj  翟 zd  柏 b  系 xj  给 gj  贾 jg
""")
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
        readings = OTHER_INITIALS.get(character, "")
        if place == 0:
            readings += SURNAME_READINGS.get(character, "")[:1]
        spellings |= {usual[:place] + initial + usual[place + 1 :] for initial in readings}
    return spellings


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
    """The reader, 0.2 s and 55 MB: only where a customer is written. It reads a word once:
    有限公司 stands in every name."""
    from pypinyin.converter import DefaultConverter
    from pypinyin.core import Pinyin

    converter = DefaultConverter()
    converter.convert = lru_cache(maxsize=20_000)(converter.convert)
    return Pinyin(converter)
