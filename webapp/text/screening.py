"""Personal identity data that no field may hold (R-NOID)."""

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from webapp.errors import DomainError
from webapp.text.credit_codes import CODE, PROVINCES, is_credit_code
from webapp.text.plain import plain

# digits with anything between them that is no letter, and the X that a resident ID may end in, or what looks like it
_RUN = re.compile(r"\d++(?:[\W_]++\d++)*+(?:[\W_]*+X|\s?[×*✕✖])?+", re.IGNORECASE)
_GROUP = re.compile(r"(\d+)(\s?[×*✕✖])?")
_DATED = re.compile(r"(?<=\d)\s?[年月日]\s?(?=\d)")  # 1990年03月07日 within a resident ID
# what cards in use here begin with, where nothing but that tells one from numbers that happen to stand side by side
_ISSUERS, _UNIONPAY = re.compile("62|9558|4|5[1-5]|35"), re.compile("62")
_BESIDE = re.compile(r"[A-Za-z]")
_CARD_CALLED, _CALLED_BEFORE = re.compile(r"卡|[账帐]\s?[号户]|银行|card|[工农建中交招]行", re.IGNORECASE), 8
_BRACKETS = r"(\[{<【「『《〈"
_SAYS = rf"(?:[\s:=.\-{_BRACKETS}]|[是为為](?![否不什]))"
_NAMED = re.compile(
    rf"(身\s?份\s?[证證]\s?[号號]\s?[码碼]?|家\s?庭\s?[住地]\s?址)(?:{_SAYS}|,)++[^\s,.;:]{{2}}"
    r"|(身\s?份\s?[证證]\s?(?:[号號]\s?[码碼]?)?)\s?(?:\d[\s.-]?){15}"  # more digits than any telephone
    rf"|(身\s?份\s?[证證]|(?<!公司)(?<!单位)(?<!办公)(?<!企业)住\s?址)\s*+[:=][\s:=]*+[^\s,.;]{{2}}"
)
# where somebody lives, with no mark between the word and the place; a road with a number, or a town with its district
_NOT_END = r"[^\s,.;:?]"
_LIVES = re.compile(
    r"(家\s?庭\s?[住地]\s?址|(?<!公司)(?<!单位)(?<!办公)(?<!企业)(?<!注册)住\s?址|家住)"
    rf"(?:{_NOT_END}{{0,20}}[路街道巷弄里村镇苑园区城庄]{_NOT_END}{{0,10}}[\d一二三四五六七八九十]\s?[号號弄栋幢室]"
    rf"|\w{{2,8}}[省市]\w{{1,8}}[区县市镇])"
)

# digits as many as any of them has, whatever stands between; and the words
_SUSPICIOUS = re.compile(r"\d(?:[\W_年月日]*\d){14}|身\s?份|家\s?庭|住\s?址|家住")


class ForbiddenContent(DomainError):
    """The named field holds identity data. The message never repeats the number."""


def found_in(text: str) -> str | None:
    """What kind of forbidden content the text holds, in Chinese, or None; whatever stands between the digits."""
    if not text:
        return None
    said = CODE.sub(lambda code: "号" if is_credit_code(code[0].upper()) else code[0], plain(text))
    if any(run.has_resident_id() for run in _runs(_DATED.sub(" ", said))):
        return "身份证号"
    if any(run.has_card() for run in _runs(said)):
        return "银行卡号"
    named = _NAMED.search(said) or _LIVES.search(said)
    return re.sub(r"\s", "", next(filter(None, named.groups()))) if named else None


def is_suspicious(text: str) -> bool:
    """Whether it is worth a look by `found_in`, which takes ten times as long. It never misses what that would find."""
    return bool(_SUSPICIOUS.search(plain(text)))


def _runs(said: str) -> Iterator["_Run"]:
    for found in _RUN.finditer(said):
        if len(found[0]) > 15:
            before = said[max(0, found.start() - _CALLED_BEFORE) : found.start()]
            yield _Run(found[0], before, said[found.end() : found.end() + 1])


class _Run:
    """Groups of digits that stand side by side. The last may end in X."""

    def __init__(self, said: str, before: str, behind: str):
        groups = _GROUP.findall(said)
        self.groups = [digits for digits, _ in groups]
        self.crossed = [bool(cross) for _, cross in groups]
        self.touches_letters = bool(_BESIDE.match(before[-1:]) or _BESIDE.match(behind))
        self.is_called_card = bool(_CARD_CALLED.search(before))
        if said[-1] in "Xx":
            self.groups[-1] += "X"
        self.is_code = is_credit_code("".join(self.groups)) or is_credit_code("".join(self.groups) + behind.upper())

    def has_resident_id(self) -> bool:
        """Also behind another digit, or broken in groups."""
        return any(_is_resident_id(number) and not is_credit_code(code) for number, code in self._eighteens())

    def _eighteens(self) -> Iterator[tuple[str, str]]:
        """Every eighteen characters that begin or end with a group, or stand within one; and what would be the code
        there, where the last is crossed."""
        joined, ends = "".join(self.groups), list(accumulate(map(len, self.groups)))
        for group, end, is_crossed in zip(self.groups, ends, self.crossed, strict=True):
            start = end - len(group)
            if is_crossed and end > 16:
                yield f"{joined[end - 17 : end]}X", joined[max(0, end - 18) : end]
            for place in {start, end - 18, *range(start, end - 17)}:
                if place >= 0 and len(found := joined[place : place + 18]) == 18:
                    yield found, found

    def has_card(self) -> bool:
        """In one run, or in groups as people write cards: a date beside a phone is no card."""
        if self.is_code:
            return False
        whole = [group.rstrip("X") for group in self.groups]
        if len(whole) == 1:
            return _is_card(whole[0]) and not (self.touches_letters and not _ISSUERS.match(whole[0]))
        groups = [*_in_groups(whole), *(_from_first(whole) if self.is_called_card else ())]
        return any(_is_card(number) for number in (*whole, *groups))


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


def _from_first(groups: list[str]) -> Iterator[str]:
    """What the first groups make that begins like a card, however it is broken, where it is called one."""
    joined = "".join(groups)
    if _ISSUERS.match(joined) and not is_credit_code(joined[:18]):
        yield from takewhile(lambda joined: len(joined) < 20, accumulate(groups))


def _is_card(number: str) -> bool:
    return 16 <= len(number) <= 19 and luhn.is_valid(number) and not _begins_with_code(number)


def _begins_with_code(number: str) -> bool:
    """Also with another digit behind it; a card of UnionPay's has nineteen."""
    return is_credit_code(number if _UNIONPAY.match(number) else number[:18])


def _is_resident_id(number: str) -> bool:
    """Province, birth date and check digit fit. The county is not asked: real cards carry codes newer than their
    holders."""
    if number[:2] not in PROVINCES or number[6:8] not in ("19", "20") or "X" in number[:-1]:
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
