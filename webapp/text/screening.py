"""Personal identity data that no field may hold (R-NOID)."""

import re
import unicodedata
from collections.abc import Mapping

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from webapp.errors import DomainError

# looked for at every place, also behind letters or another number: ID11010519491231002X, 2 110105…
_RESIDENT_ID = re.compile(r"(?<!\d)(?=(\d(?:[\s-]?\d){16}[\s-]?[0-9Xx])(?!\d))")
# in one run or in fours: a date beside a phone is no card
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{16,19}|\d{4}(?:[\s-]\d{4}){3}(?:[\s-]?\d{1,3})?)(?![0-9A-Za-z])")
_NAMED = re.compile(r"(身份证号码?|身份證號碼?|家庭住址)\s*[:：是为為]?\s*([^\s,，。;；]{2,})")


class ForbiddenContent(DomainError):
    """The named field holds identity data. The message never repeats the number."""


def found_in(text: str) -> str | None:
    """What kind of forbidden content the text holds, in Chinese, or None."""
    text = unicodedata.normalize("NFKC", text)
    if any(_is_resident_id(_bare(found[1])) for found in _RESIDENT_ID.finditer(text)):
        return "身份证号"
    if any(luhn.is_valid(_bare(found[0])) for found in _CARD.finditer(text)):
        return "银行卡号"
    named = _NAMED.search(text)
    return named[1] if named else None


def _is_resident_id(number: str) -> bool:
    """Birth date and check digit fit. The area is not asked: real cards carry codes newer than their holders."""
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[-1] == ric.calc_check_digit(number)


def _bare(number: str) -> str:
    return re.sub(r"[\s-]", "", number).upper()


def screen(values: Mapping[str, object]) -> None:
    """Raise ForbiddenContent for the first text value that holds identity data."""
    for field, value in values.items():
        if isinstance(value, str) and (kind := found_in(value)):
            raise ForbiddenContent(f"这里含有{kind}，本系统不保存这类信息，请删去后再存", field)
