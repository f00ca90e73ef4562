"""Personal identity data that no field may hold (R-NOID)."""

import re
import unicodedata
from collections.abc import Mapping

from stdnum import luhn
from stdnum.cn import ric

from webapp.errors import DomainError

_RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z])\d(?:[\s-]?\d){16}[\s-]?[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])\d(?:[\s-]?\d){15,18}(?![0-9A-Za-z])")
_NAMED = re.compile(r"(身份证号码?|身份證號碼?|家庭住址)\s*[:：是为為]?\s*([^\s,，。;；]{2,})")


class ForbiddenContent(DomainError):
    """The named field holds identity data. The message never repeats the number."""


def found_in(text: str) -> str | None:
    """What kind of forbidden content the text holds, in Chinese, or None."""
    text = unicodedata.normalize("NFKC", text)
    if any(ric.is_valid(_bare(found[0])) for found in _RESIDENT_ID.finditer(text)):
        return "身份证号"
    if any(luhn.is_valid(_bare(found[0])) for found in _CARD.finditer(text)):
        return "银行卡号"
    named = _NAMED.search(text)
    return named[1] if named else None


def _bare(number: str) -> str:
    return re.sub(r"[\s-]", "", number).upper()


def screen(values: Mapping[str, object]) -> None:
    """Raise ForbiddenContent for the first text value that holds identity data."""
    for field, value in values.items():
        if isinstance(value, str) and (kind := found_in(value)):
            raise ForbiddenContent(f"这里含有{kind}，本系统不保存这类信息，请删去后再存", field)
