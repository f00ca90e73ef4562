"""Company names: how they are written, compared and doubted (R-NAME, R-DUP)."""

import re
import unicodedata
from functools import cache

from webapp.text.plain import plain, visible

_SPACES_AT_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_LEGAL_FORMS = tuple(
    "股份有限公司 有限责任公司 有限公司 集团公司 股份公司 总公司 分公司 公司 集团 合伙企业 有限合伙 工作室 "
    "事务所 合作社 商行 经营部".split()
)
_OTHER_FORM = re.compile(r"(厂|店|院|校|社|中心|医院|大学|银行|协会|研究所|委员会|局|部|馆|所|行|场|站)$")
_TRUNCATED = re.compile(r"(有限公|有限责任公|股份有限|有限责任|股份有限公|有限责|股份有)$")
_NOT_WORD = re.compile(r"[\W_]+")
_BESIDE = " /:;,、“”\"'`"  # what a list leaves beside a name


def tidy(name: str) -> str:
    """The name as it is stored: one form of bracket, no stray spaces and nothing invisible, Latin letters and digits
    half-width."""
    name = _without_layout(name).strip(_BESIDE)
    return name.replace("(", "（").replace(")", "）")


def person(name: str) -> str:
    """A person's name as it is stored: 李　敏 and 李 敏 are 李敏, John Smith keeps his blank."""
    return _without_layout(name)


def _without_layout(name: str) -> str:
    name = unicodedata.normalize("NFKC", visible(name)).strip()
    return _SPACES_AT_CHINESE.sub("", re.sub(r"\s+", " ", name))


@cache
def _converter():
    import opencc  # loads its dictionaries: only where a name is compared

    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters as Simplified ones; ASCII passes untouched."""
    return text if text.isascii() else _converter().convert(text)


class _Simplified(dict[int, str]):
    """Each character as the Simplified one. What GB 2312 holds is one, and needs no dictionary."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_one = len(character.encode("gb2312", "ignore")) > 0
        read = character if is_one or len(found := simplified(character)) != 1 else found
        if len(self) < 50_000:
            self[code] = read
        return read


_SIMPLIFIED = _Simplified()


def simplified_each(text: str) -> str:
    """Traditional characters as Simplified ones, each by itself: the text stays as long as it is."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def key(name: str) -> str:
    """What two spellings of one name have in common; equal keys are the same company."""
    return _NOT_WORD.sub("", simplified(plain(name))).lower()


def stem(name: str) -> str:
    """The key without its legal forms: 长三角贸易有限公司 and 长三角贸易公司 share 长三角贸易."""
    key_, end = key(name), 0
    while form := next((form for form in _LEGAL_FORMS if key_.endswith(form, 0, len(key_) - end)), ""):
        end += len(form)
    return key_[: len(key_) - end] or key_


def doubts(name: str, *, is_company: bool = True) -> list[str]:
    """Warnings about a company name that may be mistyped or short. They warn; the person decides."""
    if not is_company:
        return []
    name = tidy(name)
    if found := _TRUNCATED.search(name):
        return [f"名称以“{found[1]}”结尾，像是少打了字，请核对全称"]
    if not name.endswith(_LEGAL_FORMS) and not _OTHER_FORM.search(name):
        return ["名称里没有“有限公司”一类的字样，请确认这是工商登记的全称"]
    return []
