"""What a follow-up is for, and which fields that asks for first (R-PURPOSE). The office edits them."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from peewee import BooleanField, CharField, IntegerField

from webapp.database import ChineseJSONField
from webapp.errors import DomainError, Mistakes
from webapp.models.arranged import Arranged
from webapp.models.followup.fields import FIELDS
from webapp.models.setup import SetUp, kept
from webapp.prepared import Prepared

SEED = tomllib.loads(Path(__file__).with_name("calls.toml").read_text(encoding="utf-8"))
OFFERED = tuple(field.name for field in FIELDS.group("details"))  # what a purpose may ask for first
MOST_ASKED = 4  # of them: more are no longer what comes first


class Choice(NamedTuple):
    """A purpose as the composer offers it; `fields` are the columns it asks for first."""

    id: int
    label: str
    fields: tuple[str, ...]


class Purpose(Arranged, SetUp):
    """跟进目的. One that is retired is offered no more; records keep it."""

    label = CharField(20, unique=True)
    fields = ChineseJSONField(default=list)
    position = IntegerField()
    is_retired = BooleanField(default=False)
    seeded = SEED["purpose"]

    @staticmethod
    @kept
    def offered() -> tuple[Choice, ...]:
        """Those one can choose, in their order."""
        return tuple(Choice(id_, label, tuple(fields)) for id_, label, fields in _offered())

    @classmethod
    def checked(cls, others: list["Purpose"], *, label: str, fields: list[str]) -> dict:
        """What may stand in one, beside the others: a name, and the columns it asks for first, in the form's order."""
        label, mistakes = label.strip(), Mistakes()
        with mistakes.noted():
            same = [row for row in others if row.label == label]
            cls.check_name(label, "label", "请填写名称", same, "已经有这个目的了")
        with mistakes.noted():
            check_asked(fields)
        mistakes.tell()
        return {"label": label, "fields": [name for name in OFFERED if name in fields]}

    def __str__(self) -> str:
        return self.label


def check_asked(fields: list[str]) -> None:
    """Raise DomainError for more fields than can come first."""
    if len(set(fields)) > MOST_ASKED:
        raise DomainError(f"先填的最多选 {MOST_ASKED} 项，现在选了 {len(set(fields))} 项", "fields")


_offered = Prepared(
    lambda: (
        Purpose.select(Purpose.id, Purpose.label, Purpose.fields)
        .where(~Purpose.is_retired)
        .order_by(Purpose.position, Purpose.id)
    ),
    row=tuple,
)
