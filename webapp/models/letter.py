"""问候信: the texts from which people are greeted (R-CARE). The office edits them."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from peewee import BooleanField, CharField, IntegerField, TextField

from webapp.errors import DomainError, Mistakes
from webapp.festivals import BY_SLUG
from webapp.models.arranged import Arranged
from webapp.models.occasion import OCCASIONS
from webapp.models.setup import SetUp, kept
from webapp.models.written import check_text
from webapp.prepared import Prepared

SEED = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))["letter"]
ANY = "festival"
# what one is for; the first for every festival that has none of its own
USES = {ANY: "各个节日", **{occasion.slug: occasion.label for occasion in OCCASIONS.values()}}
PLACES = ("称呼", "姓名", "单位", "负责人", "节日")
LONGEST = 1_000
_PLACE = re.compile(r"\{([^{}]{0,20})\}")


class Choice(NamedTuple):
    """A letter as one may choose it."""

    id: int
    occasion: str
    title: str
    text: str


class Letter(Arranged, SetUp):
    """问候信模板. `text` has places in braces, which are filled in for whoever is greeted."""

    occasion = CharField(20)
    title = CharField(30)
    text = TextField()
    position = IntegerField()
    is_retired = BooleanField(default=False)
    seeded = SEED

    @staticmethod
    @kept
    def offered(occasion: str) -> tuple[Choice, ...]:
        """Those for an occasion, its own first; for a festival without any those for all of them."""
        rows = [Choice(*row) for row in _offered()]
        own = [row for row in rows if row.occasion == occasion]
        return tuple(own + [row for row in rows if row.occasion == ANY and occasion in BY_SLUG])

    @classmethod
    def checked(cls, others: list["Letter"], *, occasion: str, title: str, text: str) -> dict:
        """What may stand in one, beside the others."""
        title, text, mistakes = title.strip(), text.strip(), Mistakes()
        if occasion not in USES:
            mistakes.note(DomainError("请选择用于什么时候", "occasion"))
        with mistakes.noted():
            same = [row for row in others if row.title == title]
            cls.check_name(title, "title", "请填写标题", same, "已经有这个标题了")
        with mistakes.noted():
            _check_letter(text)
        mistakes.tell()
        return {"occasion": occasion, "title": title, "text": text}

    @property
    def group(self) -> str:
        return self.occasion

    @property
    def label(self) -> str:
        return self.title

    @property
    def occasion_label(self) -> str:
        return USES.get(self.occasion, self.occasion)

    def __str__(self) -> str:
        return self.title


def filled(text: str, said: dict[str, str]) -> str:
    """The letter with what stands in each of its places."""
    return _PLACE.sub(lambda found: said.get(found[1], found[0]), text)


def _check_letter(text: str) -> None:
    if not text:
        raise DomainError("请写下信的内容", "text")
    check_text(text, LONGEST, "text")
    unknown = dict.fromkeys(found for found in _PLACE.findall(text) if found not in PLACES)
    if unknown:
        known = "、".join(f"{{{place}}}" for place in PLACES)
        raise DomainError(f"不认得 {'、'.join(f'{{{place}}}' for place in unknown)}；可以用 {known}", "text")


_offered = Prepared(
    lambda: (
        Letter.select(Letter.id, Letter.occasion, Letter.title, Letter.text)
        .where(~Letter.is_retired)
        .order_by(Letter.position, Letter.id)
    ),
    row=tuple,
)
