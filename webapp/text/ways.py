"""Ways to reach somebody, found in free text whatever their spelling: telephones, e-mails, QQ and WeChat ids.

Everything here works on text that went through `plain`, and takes time in proportion to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple


class Hidden(NamedTuple):
    """From where to where a text is to be hidden, and what stands there instead."""

    start: int
    end: int
    instead: str


STARS = "****"
# blanks and dashes may be many, of anything else are few: "14:30", "2024-05-10" are two; and **** is what hides
_RUN = re.compile(r"\d+(?:(?:(?:[^\w*]|_|\*(?!\*{3})){1,3}|[ \t._-]{4,12})\d+)*")
_GROUP = re.compile(r"\d+")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 17
# a mobile may have a stray digit before it: the 5 of 5.138 1234 5678 in a list
_NUMBER = re.compile(
    r"(?P<mobile>(?:(?:00)?86|\d)?1[3-9]\d{9})"
    r"|(?P<landline>0[1-9]\d{8,10}|(?:00)?860?[1-9]\d{8,10})"
    r"|(?P<service>[48]00\d{7})"
    r"|(?P<abroad>(?:00)?(?:852|853)\d{8}|(?:00)?8860?\d{8,9}|00[1-9]\d{8,13})"
)
_BEHIND_PLUS = re.compile(rf"{_NUMBER.pattern}|\d{{8,15}}")
_AREA = re.compile(r"(?:00)?86(?:10|2\d|[3-9]\d\d)|0(?:10|2\d|[3-9]\d\d)|0\d\d\d")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}|20\d{5}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# what makes an amount of a number; and what does in most places, where nobody speaks of telephones
_AMOUNT = re.compile(r"\s?(?:元(?![旦宵])|万(?!一)|[亿吨㎡%‰])")
_COUNTED = re.compile(
    r"\s?(?:[件套箱块股]|个(?!人)|台(?![湾州])|米(?!总)|平(?![时常台安])|支(?![付持])|只(?![打有能在接要是会找剩])"
    r"|张(?![总经先女工姐哥老主会处科]))"
)
_CALLED = re.compile(
    r"电话|座机|固话|手机|热线|总机|号码|联系|[致回来]电|拨|打(?![款折包样印算])|接听|没人接|tel|☎", re.IGNORECASE
)
_CALLED_BEFORE, _CALLED_BEHIND = 12, 8  # within so many characters
_CURRENCY = "¥￥$€"

_OPENED, _CLOSED = r"[(\[{<【]\s?", r"\s?[)\]}>】]"
_AT = re.compile(
    rf"@|{_OPENED}(?:at|@){_CLOSED}|艾特|(?<=\s)at(?=\s{{1,2}}[a-z0-9-]{{1,63}}\s{{1,2}}dot\s)", re.IGNORECASE
)
_DOT = rf"(?:\s?\.|\s\.\s|\s{{0,2}}{_OPENED}(?:dot|\.|点){_CLOSED}\s{{0,2}}|\s{{1,2}}dot\s{{1,2}})"
_LABEL, _ANY_LABEL = "[a-z0-9-]{1,63}+", "[a-z0-9\u3400-\u9fff-]{1,63}+"
_DOMAIN = re.compile(
    rf"\s{{0,2}}(?:{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}"
    rf"|{_ANY_LABEL}(?:{_DOT}{_ANY_LABEL}){{0,4}}{_DOT}(?:[a-z]{{2,63}}|中[国國]|公司|网[络址]|在线|集团|中文网))",
    re.IGNORECASE,
)
_LOCAL_PART = re.compile(r"(?:[a-z0-9_.+%-]{1,64}|[\u3400-\u9fff]{1,4})\s{0,2}\Z", re.IGNORECASE)

_BESIDE_ACCOUNT = r"[\s号码账帐是为他她我你您的名叫:=#(\[{<“”\"'‘’【「『《〈-]*+"
_ACCOUNT = re.compile(  # it looks first at what it may begin with: most characters are passed at once
    r"(?=[qvw微薇威徽加+扣抠叩企钉飞旺ts])(?:(?P<own>wxid_[a-z0-9_-]+)"
    r"|(?:(?<![a-z])(?:q\s?q|v\s?x|w\s?x|we\s?chat|wei\s?xin|q(?=号|\s?[:=]\s?\d))|(?<![a-z0-9])v(?=号|\s?[:=])"
    r"|[微薇威徽]\s?信|v\s?信|[加+]\s?[vq]|[扣抠叩]{2}|企鹅|企微|钉钉|飞书|旺旺|whats\s?app|telegram|skype)"
    rf"{_BESIDE_ACCOUNT}(?:id{_BESIDE_ACCOUNT})?"
    r"(?P<id>[a-z0-9](?:[a-z0-9_.-]|\s(?=\d)){4,39}))",
    re.IGNORECASE,
)
_SAID_DAY = re.compile(r"(?:19|20)\d\d(?:[-./]\d\d?[-./]\d\d?(?!\d)|\d{4}(?=\s?(?:日|[上下中]午|[早晚]上)))")


def numbers(said: str) -> Iterator[Hidden]:
    """Telephone numbers, and whatever may be one: seven digits or more that are no day, no amount and no number of
    something. 138****5678, 0512-****8899, ****8899."""
    for run in _RUN.finditer(said):
        if sum(map(str.isdecimal, run[0])) >= _FEWEST_DIGITS:
            yield from _numbers_in(said, _Digits.of(said, *run.span()))


class _Digits(NamedTuple):
    """Groups of digits side by side, and all their digits in one: they are looked through, not put together anew."""

    groups: list[tuple[int, int]]  # from where to where in what is said
    begins: list[int]  # how many digits stand before a group, and at the end how many there are
    all: str
    places: list[int]  # of the digits in what is said

    @classmethod
    def of(cls, said: str, start: int, end: int) -> "_Digits":
        groups = [found.span() for found in _GROUP.finditer(said, start, end)]
        begins = [0, *accumulate(end - start for start, end in groups)]
        places = [place for group in groups for place in range(*group)]
        return cls(groups, begins, "".join(filter(str.isdecimal, said[start:end])), places)


def _numbers_in(said: str, digits: _Digits) -> Iterator[Hidden]:
    group = 0
    while group < len(digits.groups):
        taken, found = _first(said, digits, group)
        if found:
            yield found
        group += taken


def _first(said: str, digits: _Digits, group: int) -> tuple[int, Hidden | None]:
    """How many groups what begins with this one takes, and what of it is hidden."""
    start, end = digits.groups[group]
    if said[start - 1 : start] == "*":
        return 1, None
    is_short = end - start < 3  # of less than three no day begins, no pair, no number without its area
    if not is_short and (days := _days(said, digits.groups[group : group + 3])):
        return days, None
    if found := _phone(said, digits, group):
        return found
    return (1, None) if is_short else _perhaps(said, digits.groups[group : group + 2])


def _days(said: str, groups: list[tuple[int, int]]) -> int:
    """How many groups a day takes that stands first: 2024-05-12 or 20240512."""
    parts = [said[start:end] for start, end in groups]
    if _DAY.fullmatch(parts[0]):
        return 1
    is_day = len(parts) == 3 and _YEAR.fullmatch(parts[0]) and 0 < int(parts[1][:3]) < 13 and 0 < int(parts[2][:3]) < 32
    return 3 if is_day else 0


def _phone(said: str, digits: _Digits, group: int) -> tuple[int, Hidden] | None:
    """The longest number that begins with this group and ends with one."""
    start, begin = digits.groups[group][0], digits.begins[group]
    form = _BEHIND_PLUS if said[max(0, start - 1) : start] == "+" else _NUMBER
    if not form.match(digits.all, begin):
        return None
    least = bisect_left(digits.begins, begin + _FEWEST_DIGITS)
    for behind in reversed(range(least, bisect_right(digits.begins, begin + _MOST_DIGITS))):
        end = digits.groups[behind - 1][1]
        found = form.fullmatch(digits.all, begin, digits.begins[behind])
        if found and said[end : end + 1] != "*":
            return behind - group, Hidden(_hidden_from(found, digits.places), digits.places[found.end() - 4], STARS)
    return None


def _hidden_from(number: re.Match, places: list[int]) -> int:
    """Where in what is said the part of a number begins that is hidden."""
    if number["mobile"]:
        return places[number.end() - 9] + 1
    if number["service"]:
        return places[number.start() + 2] + 1
    if number.lastgroup == "landline":
        return places[_AREA.match(number.string, number.start()).end()]
    return places[max(number.start() + 1, number.end() - 8)]


def _perhaps(said: str, groups: list[tuple[int, int]]) -> tuple[int, Hidden | None]:
    """The first group, or the first two, where they may be a number without its area code, or an account."""
    (start, end), *others = groups
    single = said[start:end]
    if others and (pair := _pair(said, (start, end), others[0])):
        return 2, pair
    is_long = len(single) > 8 or _LOCAL.fullmatch(single)
    is_named = said[start - 1 : start].isascii() and said[start - 1 : start].isalpha()
    holds_mobile = re.search(r"1[3-9]\d{9}", single)
    if not is_long or (is_named and not holds_mobile) or _is_amount(said, start, end) or single.endswith("0000"):
        return 1, None
    return 1, Hidden(start, end - 4, STARS)


def _pair(said: str, first: tuple[int, int], second: tuple[int, int]) -> Hidden | None:
    """6677 8899, as landlines are written; no two years, and nothing as round as 5000-8000."""
    one, two = said[slice(*first)], said[slice(*second)]
    between, (start, end) = said[first[1] : second[0]], (first[0], second[1])
    if between not in ("-", " ", ".") or len(one) not in (3, 4) or len(two) != 4 or one[0] not in "2345678":
        return None
    if (_YEAR.fullmatch(one) and _YEAR.fullmatch(two)) or one[-1] == two[-1] == "0":
        return None
    if _AMOUNT.match(said, end) or (between == "-" and _is_amount(said, start, end)):  # nobody counts 6677 8899 pieces
        return None
    before = said[max(0, start - 1) : start]
    return None if before.isascii() and before.isalpha() else Hidden(start, second[0], STARS)


def _is_amount(said: str, start: int, end: int) -> bool:
    """66778899元, and 66778899只 where nobody says that it is to be called."""
    if _AMOUNT.match(said, end) or said[max(0, start - 1) : start] in tuple(_CURRENCY):
        return True
    return bool(_COUNTED.match(said, end)) and not (
        _CALLED.search(said, max(0, start - _CALLED_BEFORE), start) or _CALLED.search(said, end, end + _CALLED_BEHIND)
    )


def emails(said: str) -> Iterator[Hidden]:
    """E-mail addresses: l***@example.cn."""
    for at in _AT.finditer(said):
        if not _DOMAIN.match(said, at.end()):
            continue
        before = max(0, at.start() - 66)
        if local := _LOCAL_PART.search(said[before : at.start()]):
            start = before + local.start()
            yield Hidden(start, at.start(), f"{said[start]}***")


def accounts(said: str) -> Iterator[Hidden]:
    """What is called QQ or WeChat, in whatever words, and WeChat's own ids."""
    for found in _ACCOUNT.finditer(said):
        start, end = found.span("id" if found["id"] else "own")
        if not _is_day_or_amount(said, start, end):
            yield Hidden(start, end, account(said[start:end]))


def _is_day_or_amount(said: str, start: int, end: int) -> bool:
    """2024-05-12 is a day; 20240512 is what an account may be, where nothing says so."""
    is_number = said[start:end].replace(".", "").isdecimal()
    return bool(_SAID_DAY.match(said, start)) or (is_number and _is_amount(said, start, end))


def account(text: str) -> str:
    """The first two and the last two characters, less of a short one."""
    return f"{text[:2]}***{text[-2:]}" if len(text) > 5 else f"{text[:1]}***"
