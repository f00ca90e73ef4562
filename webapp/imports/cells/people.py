"""Who a row names, and which way to reach somebody is whose (R-CONTACT, R-IMPORT)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from webapp.imports.cells.pieces import BETWEEN, BRACKETED, Piece, pieces
from webapp.imports.cells.reach import Reach, problem_of
from webapp.text import masking, naming

MOST = 20  # in one cell; more is a text
_RANK = (
    "副|总|董事|常务|执行|高级|首席|采购|销售|财务|技术|生产|市场|业务|行政|人事|工程|项目|区域|大区|客户|运营|产品|"
    "设备|质量|品质|仓库|物流|外贸|研发|售后|商务|办公室|部门|车间"
)
_TITLE = (
    "经理|总监|总裁|董事|董事长|主任|主管|部长|厂长|科长|处长|院长|校长|店长|组长|会计|出纳|采购|采购员|财务|助理|秘书|老板|"
    "老板娘|工程师|总工|法人|法人代表|法定代表人|负责人|业务员|业务|销售|跟单|跟单员|文员|前台|仓管|技术员|股东|老总|"
    "CEO|CFO|CTO|COO|GM|HR"
)
_POSITION = re.compile(rf"(?:{_RANK})*(?:{_TITLE})", re.IGNORECASE)
_ROLES = {  # in brackets behind a name
    "position": re.compile(rf"\D{{0,12}}(?:{_TITLE}|总)", re.IGNORECASE),
    "department": re.compile(r"\D{1,12}(?:部|部门|科|处|室|办|车间|中心)"),
    "sex": re.compile(r"[男女]"),
}
_APART, _BLANK = re.compile(r"[\s&:·・—-]+"), re.compile(r"[\s&]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
_SAYS_NAME = re.compile(r"(?:联系人|姓名)\s*:\s*")
_LATIN = re.compile(r"[a-z.' -]+,[a-z.' -]+", re.IGNORECASE)  # Smith, John
_LIKE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_PLACES = frozenset("前台 办公室 家里 家庭 公司 单位 财务室 门卫 传达室 住宅 传真 备用 工作 私人 号码 其他".split())


@dataclass
class Said:
    """Somebody a row names. `roles` are columns told beside the name: 袁芳（总经理）; `others` tells who else may be
    meant."""

    name: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    reach: Reach = field(default_factory=Reach)
    others: str = ""
    _beside: list[Piece] = field(default_factory=list)  # ways told in the cell of the name
    _told: list[Piece] = field(default_factory=list)

    @property
    def has_way(self) -> bool:
        return bool(self._beside or self._told)

    def give(self, found: Iterable[Piece], *, beside: bool = False) -> None:
        """Ways that are this person's; those beside the name come last."""
        (self._beside if beside else self._told).extend(found)

    def take(self, roles: Mapping[str, str]) -> None:
        """Roles told with the name; of two of a kind both."""
        for column, role in roles.items():
            self.roles[column] = f"{self.roles[column]}、{role}" if column in self.roles else role

    def read(self) -> None:
        for piece in (*self._told, *self._beside):
            self.reach.read(piece)
            if piece.word:
                self.reach.doubt(piece.word, problem_of(piece.word))
        self.reach.settle()


def people_in(called: str, cells: Iterable[tuple[str, str]]) -> tuple[list[Said], str]:
    """The people of a row, and in Chinese what is not clear about them. `called` is the cell of the name, `cells` are
    those of ways, each with the kind its column holds.

    Several names are several people where as many ways stand beside them; else the first is the contact, and the others
    are kept as what is 待核实.
    """
    told = [found for kind, text in cells if (found := pieces(text, kind))]
    said = named(called) or _named_beside(told) or [Said()]
    is_sure = any(person.has_way for person in said)
    dealt = [_deal(said, found) for found in told]
    problem = ""
    if len(said) > 1 and (is_sure or any(dealt)):
        problem = "" if all(dealt) else _told_of(said, "有的联系方式不是每人一个，记在第一位名下")
    elif len(said) > 1:
        problem = _told_of(said, "联系方式不是每人一个，只记第一位，其余的名字留在待核实里")
        said = _first_of(said)
    for person in said:
        person.read()
    return said, problem


def named(text: str) -> list[Said]:
    """The people in the cell of a name, each with what stands beside the name."""
    found: list[Said] = []
    if _LATIN.fullmatch(text):
        return [Said(naming.person(text))]
    for piece in pieces(text):
        for person in _people_of(piece.word):
            _add(found, person)
        if piece.ways or piece.asides:
            if not found:
                found.append(Said())
            found[-1].give([Piece(ways=piece.ways, asides=piece.asides)], beside=True)
    return found if len(found) <= MOST else [Said(naming.person(text))]


def for_each(text: str, count: int) -> list[str]:
    """A text of a column for each of so many people; the first has what is not for each."""
    parts = [part.strip() for part in BETWEEN.split(text)]
    return parts if len(parts) == count else [text, *[""] * (count - 1)]


def _add(found: list[Said], person: Said) -> None:
    """A position stands before its name, or behind; a number may come before the name it belongs to."""
    last = found[-1] if found else None
    if last and not last.name:
        last.name, last.roles = person.name, person.roles
    elif last and _POSITION.fullmatch(person.name) and not _POSITION.fullmatch(last.name):
        last.take({"position": person.name})
    elif len(found) == 1 and _POSITION.fullmatch(last.name) and not _POSITION.fullmatch(person.name):
        last.name, last.roles = person.name, {"position": last.name, **person.roles}
    else:
        found.append(person)


def _people_of(word: str) -> Iterator[Said]:
    """袁芳（总经理）, 总经理：袁芳, 陆海（总经理） 陈静（采购）, and 李 敏, who is one."""
    for names, roles in _by_bracket(_SAYS_NAME.sub("", word)):
        people = _entitled(names.strip(" :·-"))
        if people:
            people[-1].take(roles)
        yield from people


def _by_bracket(word: str) -> list[tuple[str, dict[str, str]]]:
    """Cut behind the brackets that tell a role: it belongs to the name before it, or to the first name where none
    stands before it. Another bracket is a part of the name."""
    cut: list[tuple[str, dict[str, str]]] = []
    begun = 0
    for bracket in BRACKETED.finditer(word):
        role = bracket[1].strip()
        column = next((column for column, form in _ROLES.items() if form.fullmatch(role)), "")
        if column:
            names, begun = word[begun : bracket.start()], bracket.end()
            if names.strip() or not cut:
                cut.append((names, {}))
            cut[-1][1].setdefault(column, role)
    rest = word[begun:]
    if rest.strip() or not cut:
        cut.append((rest, {}))
    if len(cut) > 1 and not cut[0][0].strip():
        (_, before), (names, roles), *others = cut
        return [(names, before | roles), *others]
    return cut


def _entitled(text: str) -> list[Said]:
    """The names of a text, each with the titles beside it: those behind it, or those before it where the text begins
    with one."""
    parts = [part for part in _APART.split(text) if part]
    titles = [part for part in parts if _POSITION.fullmatch(part)]
    if len(titles) == len(parts):  # of somebody who is called nothing else
        titles = []
    called = " ".join(part for part in parts if part not in titles) if titles else text
    people = [Said(name) for name in _apart(called)]
    names, are_before = 0, parts[:1] == titles[:1]
    for part in parts if people else ():
        if part in titles:
            whose = names if are_before else names - 1
            people[min(whose, len(people) - 1)].take({"position": part})
        else:
            names += 1
    return people


def _apart(text: str) -> list[str]:
    several = _BLANK.split(text)
    are_whole = all(map(_CHINESE.fullmatch, several)) and several[0] not in masking.COMPOUND_SURNAMES
    return [name for name in map(naming.person, several if are_whole else [text]) if name]


def _named_beside(told: list[list[Piece]]) -> list[Said]:
    """Where no cell names anybody: 王芳 13812345678."""
    words = [piece.word for found in told for piece in found if piece.word and piece.ways]
    said = {person.name: person for word in words for person in _people_of(word)}
    are_names = len(said) <= MOST and all(_LIKE_NAME.fullmatch(name) and name not in _PLACES for name in said)
    return list(said.values()) if are_names else []


def _deal(said: list[Said], found: list[Piece]) -> bool:
    """Give each what is told beside its name, and of the rest one each; the first has what is not for each."""
    loose = [piece for piece in found if not _take_own(said, piece)]
    waiting = [person for person in said if not person.has_way] or said
    for person, piece in zip(waiting, loose, strict=False) if len(loose) == len(waiting) else ():
        person.give([piece])
    if loose and len(loose) != len(waiting):
        said[0].give(loose)
    return not loose or len(loose) == len(waiting)


def _take_own(said: list[Said], piece: Piece) -> bool:
    names = [person.name for person in _people_of(piece.word)] if piece.word else []
    owner = next((person for person in said if names == [person.name]), None)
    if owner:
        owner.give([Piece(ways=piece.ways, asides=piece.asides)])
    return owner is not None


def _first_of(said: list[Said]) -> list[Said]:
    """It begins and ends with words that may be seen: of what is 待核实 strangers see the ends."""
    first, *others = said
    names = (
        f"{person.name}（{'，'.join(person.roles.values())}）" if person.roles else person.name for person in others
    )
    first.others = f"还有{'、'.join(names)}，号码未分清"
    return [first]


def _told_of(said: list[Said], what: str) -> str:
    return f"一格里写了 {len(said)} 位（{'、'.join(masking.name(person.name) for person in said)}），{what}"
