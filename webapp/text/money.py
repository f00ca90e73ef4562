"""Amounts of money: kept in fen (分), typed and shown in yuan."""

import re
from decimal import Decimal

from webapp.errors import DomainError
from webapp.text.plain import plain

HIDDEN = "●●●"  # an amount that is not its reader's to see (R-AMOUNT)
MOST = 1_000_000_000_000  # fen: ten thousand million yuan, which no branch office has seen
LONGEST = 30
NO_NUMBER = "请填写金额，如 12400、12,400.50 或 12.4 万"
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
_TYPED = re.compile(
    r"[¥￥]?([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,8})?([万亿]?)(?:元|圆|rmb|cny)?", re.ASCII
)


def fen(typed: str) -> int:
    """What somebody typed, in fen; DomainError for what is no amount, or has parts of a fen."""
    if len(typed) > LONGEST:
        raise DomainError(NO_NUMBER)
    found = _TYPED.fullmatch("".join(plain(typed).lower().split()))
    if found is None:
        raise DomainError(NO_NUMBER)
    sign, whole, part, unit = found.groups()
    amount = Decimal(f"{sign}{whole.replace(',', '')}{part or ''}") * _UNITS[unit] * 100
    if amount != int(amount):
        raise DomainError("金额最多到分")
    return int(amount)


def yuan(amount: int | None) -> str:
    """12,400.00 of 1240000 fen; nothing for none."""
    return "" if amount is None else f"{Decimal(amount) / 100:,.2f}"


def shown(amount: int | None) -> str:
    """12,400.00 元; nothing for none."""
    return "" if amount is None else f"{yuan(amount)} 元"
