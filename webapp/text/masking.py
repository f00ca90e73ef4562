"""The one choke point for contact data (R-MASK): nothing else turns a contact into text.

Screens, exports and paper never read `contact.phone` and its kin: they take a `ContactCard` from
`card(contact)`, masked unless the caller has recorded a reveal.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from webapp.text import naming, ways
from webapp.text.plain import places, plain
from webapp.text.ways import Hidden

COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 "
    "公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐".split()
)
# what is masked already, with nothing beside it: only this is left as it is
_ACCOUNT = re.compile(r".?\*{3}|..\*{3}..", re.DOTALL)
_PART = r"(?:[+\d() -]{0,9}\*{4}\d{4}(?:-\d{1,6})?|[^\s*@]\*{3}@[\w.-]+)"
_PHONE, _NOTE = re.compile(_PART), re.compile(rf"{_PART}(?:、{_PART})*…?")

_BLANKS, _BETWEEN = re.compile(r"\s+"), re.compile(r"[\W_]+")
# where a text may hold what is to be hidden, in its plain spelling: nothing else is looked at
_NOTICED = re.compile("[0-9a-z@]", re.IGNORECASE)


KNOWN_BY = ("name", "qq", "wechat", "email")
_READ = attrgetter(*KNOWN_BY)


class Known(NamedTuple):
    """What is on file of the people at a customer, to be hidden wherever it is written: names, and accounts, in small
    letters and without blanks."""

    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @classmethod
    def of(cls, contacts: Iterable, names: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> "Known":
        """Of some contacts, of each of whom only KNOWN_BY is read, and of whoever else is called by these names, or
        lives there."""
        others = [*((name, "", "", "") for name in names), *(("", place, "", "") for place in places)]
        return cls.told([*map(_READ, contacts), *others])

    @classmethod
    def told(cls, people: Iterable[tuple[str, ...]]) -> "Known":
        """Of people each of whom is told as KNOWN_BY says."""
        return _known_of(tuple(people))

    @classmethod
    def together(cls, several: Iterable["Known"]) -> "Known":
        """All of it in one."""
        several = list(several)
        names, accounts = ({word for known in several for word in known[part]} for part in (0, 1))
        return cls(tuple(sorted(names)), tuple(sorted(accounts)))


NOTHING = Known()


@lru_cache(maxsize=20_000)
def _known_of(people: tuple[tuple[str, ...], ...]) -> Known:
    """Kept, for a list asks it of each of its customers."""
    if not people:
        return NOTHING
    names, *accounts = ({_bare(word) for word in words} - {""} for words in zip(*people, strict=True))
    return Known(tuple(sorted(names)), tuple(sorted(set().union(*accounts))))


def _bare(word: str) -> str:
    return _BLANKS.sub("", plain(word)).lower()


def name(text: str) -> str:
    """王建国 → 王*, 欧阳修 → 欧阳*."""
    bare = text.strip("* \t\n\u3000")
    surname = bare[:2] if naming.simplified_each(bare[:2]) in COMPOUND_SURNAMES else bare[:1]
    return f"{surname}*" if text.strip() else ""


def customer(called: str, *, is_person: bool) -> str:
    """What everybody may know of a customer's name: of a person, 个人客户, 周*."""
    return name(called) if is_person else text(called)


@lru_cache(maxsize=20_000)
def phone(text: str) -> str:
    """13812345678 → 138****5678, 0512-67891234 → 0512-****1234; anything else keeps its ends only."""
    text = text.strip()
    masked = _hidden(text, ways.numbers(plain(text)))
    return masked if not text or _PHONE.fullmatch(masked) else unverified(text)


def email(text: str) -> str:
    """liming@example.cn → l***@example.cn."""
    local, at, domain = text.strip().partition("@")
    return f"{local[:1]}***@{domain.strip()}" if at else account(text)


def account(text: str) -> str:
    """QQ, WeChat and the like: the first two and the last two characters stay, less of a short one."""
    text = text.strip()
    return text if not text or _ACCOUNT.fullmatch(text) else ways.account(text)


def text(free: str, known: Known = NOTHING) -> str:
    """Free text with every phone number, e-mail address, QQ and WeChat id in it masked, in whatever spelling; and what
    is `known` of the people it may be about."""
    return _masked(free, known) if known != NOTHING or _NOTICED.search(plain(free)) else free


@lru_cache(maxsize=4_000)
def _masked(free: str, known: Known) -> str:
    said = plain(free)
    found = list(_known(said, known))
    if _NOTICED.search(said):
        found += [*ways.emails(said), *ways.accounts(said), *ways.numbers(said)]
    return _hidden(free, found)


def _known(said: str, known: Known) -> Iterator[Hidden]:
    """A name of one character is in every other word, and an account of two."""
    read = naming.simplified_each(said)
    together = _bones(read)
    for words, least, mask in ((known.names, 2, name), (known.accounts, 3, email)):
        for word in words:
            bones = _bones(naming.simplified_each(word))
            if bones in together and len(bones) >= least:
                yield from (Hidden(*at, mask(said[slice(*at)])) for at in _spans(bones, read))


def _bones(word: str) -> str:
    """What is left of a word whatever somebody writes between its letters."""
    return _BETWEEN.sub("", word).lower()


def _spans(bones: str, read: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _spread(bones).finditer(read))


@lru_cache(maxsize=20_000)
def _spread(bones: str) -> re.Pattern:
    """The word with something between its letters. A Latin one is not found as a part of a longer one: an account lim
    is not in climb; a Chinese one has no such edges."""
    before = "(?<![a-z0-9])" if bones[0].isascii() else ""
    behind = "(?![a-z0-9])" if bones[-1].isascii() else ""
    letters = r"[\W_]{0,3}".join(map(re.escape, bones))
    return re.compile(f"{before}{letters}{behind}", re.IGNORECASE)


def _hidden(free: str, found: Iterable[Hidden]) -> str:
    """The text, what was found in its plain spelling hidden; of two that overlap the one that begins first."""
    found = sorted(found, key=lambda one: (one.start, -one.end))
    if not found:
        return free
    at, shown, end = places(free), [], 0
    for hidden in found:
        if (start := at[hidden.start]) >= end:
            shown += [free[end:start], hidden.instead]
            end = at[hidden.end]
    return "".join([*shown, free[end:]])


def unverified(noted: str) -> str:
    """Whatever somebody noted as a way to reach a person: what can be recognised in it is masked and the rest left out;
    where nothing can, its ends stay."""
    noted = noted.strip()
    if not noted or _NOTE.fullmatch(noted):
        return noted
    masked = text(noted)
    if _NOTE.fullmatch(masked):
        return masked
    parts = [part.strip() for part in _PHONE.findall(masked)]
    return f"{'、'.join(parts)}…" if parts else account(noted)


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
    birthday: str
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
        return not self.revealed and any(
            (self.phone, self.email, self.qq, self.wechat, self.unverified, self.birthday, self.name)
        )


class Line(NamedTuple):
    """A contact as a row of a list shows it, masked for everyone."""

    name: str
    title: str
    reach: str


@lru_cache(maxsize=20_000)
def line(named: str, position: str, phoned: str, mailed: str, noted: str, qq: str = "", wechat: str = "") -> Line:
    """The contact in a row: a name and one way to reach them."""
    known = Known.told([(named, qq, wechat, mailed)])
    return Line(name(named), text(position, known), phone(phoned) or email(mailed) or unverified(noted))


def card(contact, known: Known = NOTHING, *, revealed: bool = False) -> ContactCard:
    """The contact as it may be shown: masked by default for everyone, whole after a recorded reveal."""
    show = (lambda value, _mask: value) if revealed else (lambda value, mask: mask(value))
    words = partial(text, known=known)
    return ContactCard(
        id=contact.id,
        name=show(contact.name, name),
        title=show(contact.position, words),
        department=show(contact.department, words),
        phone=show(contact.phone, phone),
        email=show(contact.email, email),
        qq=show(contact.qq, account),
        wechat=show(contact.wechat, account),
        unverified=show(contact.unverified, unverified),
        birthday=show(contact.birthday, lambda kept: "●●●" if kept else ""),
        primary=contact.is_primary,
        decision_maker=contact.is_decision_maker,
        left=contact.left_on is not None,
        revealed=revealed,
    )
