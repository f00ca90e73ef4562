"""Phones, e-mails, QQ and credit codes: checked for form, brought to one spelling (R-USCC)."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.cn import uscc

from webapp.errors import DomainError
from webapp.text.plain import plain

LONGEST = 200  # of what is looked at
_COUNTRY = re.compile(r"\(?\+?(?:00)?86\)?[\s-]*")
_CALLED = re.compile(r"(?:tel(?:ephone)?|phone|mobile|手机|电话|座机|固话|固定电话)号?码?\s*[:.]?\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:-|转|分机|ext\.?|#|,)\s*(\d{1,6})\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,;、和或\n]+|\s{2,}|(?<=\d{7})\s")
LEAST_WHOLE, MOST_DIGITS = 7, 13  # of a number that is all there
_WRITTEN = re.compile(r"(?:[^\w*]|_|\d)+")
_LANDLINE = re.compile(r"0\d{9,11}")
_ABROAD = {"852": 8, "853": 8, "886": 9}  # 香港, 澳门, 台湾: digits of a mobile there
_MAILED = re.compile(r"(?:mailto|e-?mail|邮箱)\s*:\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>\s*\Z")


def phone(text: str) -> str:
    """A valid mobile (13812345678), landline (0512-67891234-8001), 400 number, or one of Hong Kong, Macao or Taiwan
    (+852 91234567), or DomainError. The digits decide, not what stands between them."""
    said = _bare(text)
    if not said:
        return ""
    number, extension = _split_extension(said)
    shown = _shown(number) if _WRITTEN.fullmatch(number) else ""
    if not shown:
        raise DomainError("电话不对：手机应为 11 位，座机要带区号，如 0512-67891234", "phone")
    return f"{shown}-{extension}" if extension else shown


def _bare(text: str) -> str:
    """The number without what it is called by, and without the country's code."""
    said = plain(text[:LONGEST]).strip()
    if called := _CALLED.match(said):
        said = said[called.end() :]
    country = _COUNTRY.match(said)
    return said[country.end() :] if country and len(re.sub(r"\D", "", said)) > 11 else said


def _split_extension(said: str) -> tuple[str, str]:
    found = _EXTENSION.search(said)
    if not found or len(re.sub(r"\D", "", said[: found.start()])) < 10:
        return said, ""
    return said[: found.start()], found[1]


def _shown(number: str) -> str:
    """The number in its one spelling, or nothing for what is none."""
    digits = re.sub(r"\D", "", number)
    if abroad := _abroad(digits.removeprefix("00"), is_said=number.lstrip(" (").startswith("+") or digits[:2] == "00"):
        return abroad
    digits = _with_area(digits)
    return _hyphenate(digits) if _is_valid(digits) else ""


def _abroad(digits: str, *, is_said: bool) -> str:
    country, rest = digits[:3], digits[3:]
    if country not in _ABROAD or not (is_said or len(rest) == _ABROAD[country]):
        return ""
    try:
        is_valid = phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return ""
    return f"+{country} {rest.removeprefix('0')}" if is_valid else ""


def _with_area(digits: str) -> str:
    """With the 0 of the area that Excel lost, or that +86 leaves out."""
    if len(digits) == 11 and digits.startswith("1") or digits.startswith(("0", "400", "800")):
        return digits
    return f"0{digits}"


def _is_valid(digits: str) -> bool:
    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        return False
    full_form = digits.startswith(("1", "0")) or digits[:3] in ("400", "800")
    return full_form and phonenumbers.is_valid_number(number)


def _hyphenate(digits: str) -> str:
    if not _LANDLINE.fullmatch(digits):
        return digits
    area = 3 if digits[1] in "12" else 4
    return f"{digits[:area]}-{digits[area:]}"


def phone_key(text: str) -> str:
    """The digits two spellings of one number share; a switchboard has one whatever extension is asked for."""
    said = _bare(text)
    number, _ = _split_extension(said)
    return re.sub(r"\D", "", _shown(number) or number)


def phone_keys(text: str) -> list[str]:
    """The keys of all numbers in a box, where somebody typed two."""
    said = plain(text[:LONGEST])
    if len(whole := phone_key(said)) <= MOST_DIGITS:
        return [whole]
    return [key for part in _BETWEEN.split(said) if len(key := phone_key(part)) >= LEAST_WHOLE]


def digits_asked(text: str) -> str:
    """The key of a number, or of the end of one, that somebody looks for; nothing where they look for words."""
    number, _ = _split_extension(_bare(text))
    return phone_key(text) if _WRITTEN.fullmatch(number) else ""


def email(text: str) -> str:
    said = plain(text[:LONGEST]).strip()
    if bracketed := _IN_BRACKETS.match(said):  # 李明 <a@b.cn>
        said = bracketed[1].strip()
    if called := _MAILED.match(said):
        said = said[called.end() :]
    said = said.strip(" .,;()")
    if not said:
        return ""
    if "*" in said:  # lawful, but in this office a masked address that somebody typed back in
        raise DomainError("邮箱里有“*”，请填完整的地址", "email")
    try:
        return validate_email(said, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise DomainError("邮箱不对，应像 name@example.cn", "email") from error


def qq(text: str) -> str:
    text = re.sub(r"\s", "", plain(text[:LONGEST]))
    if text and not re.fullmatch(r"[1-9]\d{4,10}", text):
        raise DomainError("QQ 号应为 5 到 11 位数字", "qq")
    return text


def credit_code(text: str) -> str:
    """统一社会信用代码 after GB 32100, upper case, or DomainError naming what is wrong."""
    text = re.sub(r"[\W_]", "", plain(text[:LONGEST])).upper()
    if not text:
        return ""
    if len(text) != 18:
        raise DomainError(f"统一社会信用代码应为 18 位，现在是 {len(text)} 位", "uscc")
    if not uscc.is_valid(text):
        raise DomainError("统一社会信用代码的校验位不对，请对照营业执照再看一遍", "uscc")
    return text
