"""Personal identity data that no field may hold (R-NOID)."""

import re
from collections.abc import Iterator
from itertools import accumulate

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from webapp.errors import DomainError
from webapp.text.plain import plain

# digits with anything between them that is no letter, and the X that a resident ID may end in
_RUN = re.compile(r"\d++(?:[\W_]++\d++)*+(?:[\W_]*+X)?+", re.IGNORECASE)
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_REGISTRIES = _PROVINCES | {"10"}  # a company may be registered with the state itself
# what cards in use here begin with, where nothing but that tells one from numbers that happen to stand side by side
_ISSUERS, _UNIONPAY = re.compile("62|9558|4|5[1-5]|35"), re.compile("62")
_BESIDE = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_SAYS = r"(?:[\s:=.\-]|[是为為](?![否不什]))"
_NAMED = re.compile(
    rf"(身\s?份\s?[证證]\s?[号號]\s?[码碼]?|家\s?庭\s?[住地]\s?址)(?:{_SAYS}|,)++[^\s,.;:]{{2}}"
    rf"|(身\s?份\s?[证證]|(?<!公司)(?<!单位)(?<!办公)(?<!企业)住\s?址)\s*+[:=][\s:=]*+[^\s,.;]{{2}}"
)


class ForbiddenContent(DomainError):
    """The named field holds identity data. The message never repeats the number."""


def found_in(text: str) -> str | None:
    """What kind of forbidden content the text holds, in Chinese, or None; whatever stands between the digits."""
    said = _CODE.sub(lambda code: "号" if _is_credit_code(code[0].upper()) else code[0], plain(text))
    runs = [
        _Run(found[0], said[found.start() - 1 : found.start()], said[found.end() : found.end() + 1])
        for found in _RUN.finditer(said)
        if len(found[0]) > 15
    ]
    if any(run.has_resident_id() for run in runs):
        return "身份证号"
    if any(run.has_card() for run in runs):
        return "银行卡号"
    named = _NAMED.search(said)
    return re.sub(r"\s", "", named[1] or named[2]) if named else None


class _Run:
    """Groups of digits that stand side by side. The last may end in X."""

    def __init__(self, said: str, before: str, behind: str):
        self.groups = re.findall(r"\d+", said)
        self.touches_letters = bool(_BESIDE.match(before) or _BESIDE.match(behind))
        if said[-1] in "Xx":
            self.groups[-1] += "X"
        self.is_code = _is_credit_code("".join(self.groups)) or _is_credit_code("".join(self.groups) + behind.upper())

    def has_resident_id(self) -> bool:
        """Also behind another digit, or broken in groups."""
        return any(map(_is_resident_id, self._eighteens()))

    def _eighteens(self) -> Iterator[str]:
        """Every eighteen characters that begin or end with a group, or stand within one."""
        joined, ends = "".join(self.groups), list(accumulate(map(len, self.groups)))
        for group, end in zip(self.groups, ends, strict=True):
            start = end - len(group)
            for place in {start, end - 18, *range(start, end - 17)}:
                if place >= 0 and len(found := joined[place : place + 18]) == 18 and not _is_credit_code(found):
                    yield found

    def has_card(self) -> bool:
        """In one run, or in groups as people write cards: a date beside a phone is no card."""
        if self.is_code:
            return False
        whole = [group.rstrip("X") for group in self.groups]
        if len(whole) == 1:
            return _is_card(whole[0]) and not (self.touches_letters and not _ISSUERS.match(whole[0]))
        return any(_is_card(group) for group in whole) or any(map(_is_card, _in_groups(whole)))


def _in_groups(groups: list[str]) -> Iterator[str]:
    """What some of the groups make that begins like a card and holds no phone: all of them, or UnionPay's 62."""
    for first, group in enumerate(groups):
        joined, parts = "", 0
        for last in range(first, min(first + 19, len(groups))):
            joined, parts = joined + groups[last], parts + 1
            is_all = first == 0 and last == len(groups) - 1
            if len(joined) > 19:
                break
            if len(joined) > 15 and parts > 1 and (_ISSUERS if is_all else _UNIONPAY).match(joined):
                if all(len(part) < 7 for part in groups[first : last + 1]) or (parts == 2 and len(group) == 6):
                    yield joined


def _is_card(number: str) -> bool:
    return 16 <= len(number) <= 19 and luhn.is_valid(number) and not _is_credit_code(number)


def _is_credit_code(number: str) -> bool:
    """A valid 统一社会信用代码, which may be of digits alone. A person's number can begin with 1 or 5 too, but has no
    province where the code has that of the registry."""
    return len(number) == 18 and uscc.is_valid(number) and (number[0] == "9" or number[2:4] in _REGISTRIES)


def _is_resident_id(number: str) -> bool:
    """Province, birth date and check digit fit. The county is not asked: real cards carry codes newer than their
    holders."""
    if number[:2] not in _PROVINCES or number[6:8] not in ("19", "20") or "X" in number[:-1]:
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[-1] == ric.calc_check_digit(number)


def refuse_identity(text: str, field: str | None = None) -> None:
    """Raise ForbiddenContent beside the field where its text holds identity data. The caller has looked how long it
    is."""
    if kind := found_in(text):
        raise ForbiddenContent(f"这里含有{kind}，本系统不保存这类信息，请删去后再存", field)
