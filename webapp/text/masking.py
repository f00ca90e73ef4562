"""The one choke point for contact data (R-MASK): nothing else turns a contact into text.

Screens, exports and paper never read `contact.phone` and its kin: they take a `ContactCard` from
`card(contact)`, masked unless the caller has recorded a reveal.
"""

import re
from functools import lru_cache
from typing import NamedTuple

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 "
    "公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐".split()
)
# \d also takes full-width digits; people write 138 1234 5678, +86-138…, （0512）6789 1234
_MOBILE = re.compile(r"(?<!\d)((?:(?:\+|00)?86[- ]?)?[1１][3-9３-９]\d)[-. ]?\d{4}[-. ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)([0０]\d{2,3}[-—－ )）]{0,2})\d{3,4}[- ]?(\d{4})(?!\d)")
_SERVICE = re.compile(r"(?<!\d)([48]00[- ]?)\d{3}[- ]?(\d{4})(?!\d)")
_LONG_NUMBER = re.compile(r"\d(?:[-. ]?\d){6,}")
# ASCII: the Chinese before an address is no part of it
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+", re.ASCII)


def name(text: str) -> str:
    """王建国 → 王*, 欧阳修 → 欧阳*; a name that is already masked stays as it is."""
    text = text.strip()
    if not text or _is_masked(text):
        return text
    return (text[:2] if text[:2] in COMPOUND_SURNAMES else text[:1]) + "*"


def phone(text: str) -> str:
    """13812345678 → 138****5678, 0512-67891234 → 0512-****1234; anything else keeps its ends only."""
    text = text.strip()
    masked = _without_numbers(text)
    return masked if masked != text else account(text)


def email(text: str) -> str:
    """liming@example.cn → l***@example.cn."""
    local, at, domain = text.strip().partition("@")
    return f"{local[:1]}***@{domain}" if at else account(text)


def account(text: str) -> str:
    """QQ, WeChat and the like: the first two and the last two characters stay, less of a short one."""
    text = text.strip()
    if not text or _is_masked(text):
        return text
    return f"{text[:2]}***{text[-2:]}" if len(text) > 5 else f"{text[:1]}***"


def text(free: str) -> str:
    """Free text with every phone number and e-mail address in it masked."""
    return _EMAIL.sub(lambda found: email(found[0]), _without_numbers(free))


def unverified(noted: str) -> str:
    """Whatever somebody noted as a way to reach a person: what can be recognised in it is masked, else its middle."""
    masked = text(noted.strip())
    return masked if masked != noted.strip() and _is_masked(masked) else account(masked)


def _without_numbers(free: str) -> str:
    for pattern in (_MOBILE, _LANDLINE, _SERVICE):
        free = pattern.sub(r"\1****\2", free)
    return free


def _is_masked(written: str) -> bool:
    """Already starred, and nothing whole beside the stars."""
    return "*" in written and not _LONG_NUMBER.search(written) and not _EMAIL.search(written)


class ContactCard(NamedTuple):
    """What may be shown of a contact. Empty strings where nothing is known."""

    id: int
    name: str
    title: str
    department: str
    phone: str
    email: str
    qq: str
    wechat: str
    unverified: str
    primary: bool
    decision_maker: bool
    left: bool
    revealed: bool

    @property
    def reach(self) -> str:
        """One way to reach them."""
        return self.phone or self.email or self.unverified

    @property
    def has_hidden(self) -> bool:
        """Is there anything a reveal would add?"""
        return not self.revealed and any((self.phone, self.email, self.qq, self.wechat, self.unverified, self.name))


class Line(NamedTuple):
    """A contact as a row of a list shows it, masked for everyone."""

    name: str
    title: str
    reach: str


@lru_cache(maxsize=20_000)
def line(named: str, position: str, phoned: str, mailed: str, noted: str) -> Line:
    """The contact in a row: a name and one way to reach them."""
    return Line(name(named), position, phone(phoned) or email(mailed) or unverified(noted))


def card(contact, *, revealed: bool = False) -> ContactCard:
    """The contact as it may be shown: masked by default for everyone, whole after a recorded reveal."""
    show = (lambda value, _mask: value) if revealed else (lambda value, mask: mask(value))
    return ContactCard(
        id=contact.id,
        name=show(contact.name, name),
        title=contact.position,
        department=contact.department,
        phone=show(contact.phone, phone),
        email=show(contact.email, email),
        qq=show(contact.qq, account),
        wechat=show(contact.wechat, account),
        unverified=show(contact.unverified, unverified),
        primary=contact.is_primary,
        decision_maker=contact.is_decision_maker,
        left=contact.left_on is not None,
        revealed=revealed,
    )
