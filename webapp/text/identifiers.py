"""Phones, e-mails, QQ and credit codes: checked for form, brought to one spelling (R-USCC)."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.cn import uscc

from webapp.errors import DomainError

_COUNTRY = re.compile(r"^\(?(?:\+|00)86\)?[\s-]*")
_EXTENSION = re.compile(r"(?:-|转|ext\.?|#)(\d{1,6})$", re.IGNORECASE)
_LANDLINE = re.compile(r"0\d{9,11}")


def phone(text: str) -> str:
    """A valid mobile (13812345678), landline (0512-67891234-8001) or 400 number, or DomainError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    number, extension = _split_extension(_COUNTRY.sub("", plain))
    digits = re.sub(r"[\s\-()+]", "", number)
    digits = digits[2:] if digits.startswith("86") and len(digits) == 13 else digits
    if not digits.isdigit() or not _is_valid(digits):
        raise DomainError("电话不对：手机应为 11 位，座机要带区号，如 0512-67891234", "phone")
    shown = _hyphenate(digits)
    return f"{shown}-{extension}" if extension else shown


def _split_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if not found or len(re.sub(r"\D", "", text[: found.start()])) < 10:
        return text, ""
    return text[: found.start()], found[1]


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
    """The digits two spellings of one number share."""
    return re.sub(r"\D", "", text)


def email(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return ""
    if "*" in text:  # lawful, but in this office a masked address that somebody typed back in
        raise DomainError("邮箱里有“*”，请填完整的地址", "email")
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise DomainError("邮箱不对，应像 name@example.cn", "email") from error


def qq(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    if text and not re.fullmatch(r"[1-9]\d{4,10}", text):
        raise DomainError("QQ 号应为 5 到 11 位数字", "qq")
    return text


def credit_code(text: str) -> str:
    """统一社会信用代码 after GB 32100, upper case, or DomainError naming what is wrong."""
    text = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not text:
        return ""
    if len(text) != 18:
        raise DomainError(f"统一社会信用代码应为 18 位，现在是 {len(text)} 位", "uscc")
    if not uscc.is_valid(text):
        raise DomainError("统一社会信用代码的校验位不对，请对照营业执照再看一遍", "uscc")
    return text
