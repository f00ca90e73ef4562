"""What to ask in a conversation, by phase: a text to start from (R-SCRIPT). The office edits them."""

from peewee import BooleanField, CharField, IntegerField, TextField

from webapp.errors import DomainError, Mistakes
from webapp.models.arranged import Arranged
from webapp.models.purpose import SEED
from webapp.models.setup import SetUp, kept
from webapp.models.written import LONGEST, check_text
from webapp.prepared import Prepared

PHASES = ("初次", "中期", "后期")


class Outline(Arranged, SetUp):
    """跟进提纲. One that is retired is offered no more."""

    phase = CharField(10)
    title = CharField(30)
    text = TextField()
    position = IntegerField()
    is_retired = BooleanField(default=False)
    seeded = SEED["outline"]
    word, named_by = "跟进提纲", ("phase", "title")

    @staticmethod
    @kept
    def offered() -> tuple["Outline", ...]:
        """Those one can start from, first those of a first conversation."""
        return tuple(sorted(_offered(), key=lambda outline: PHASES.index(outline.phase)))

    @classmethod
    def checked(cls, others: list["Outline"], *, phase: str, title: str, text: str) -> dict:
        """What may stand in one, beside the others."""
        title, text, mistakes = title.strip(), text.strip(), Mistakes()
        with mistakes.noted():
            if phase not in PHASES:
                raise DomainError("请选择阶段", "phase")
        with mistakes.noted():
            same = [row for row in others if (row.phase, row.title) == (phase, title)]
            cls.check_name(title, "title", "请填写标题", same, f"{phase}已经有这个标题的提纲了")
        with mistakes.noted():
            if not text:
                raise DomainError("请写下提纲", "text")
            check_text(text, LONGEST, "text")
        mistakes.tell()
        return {"phase": phase, "title": title, "text": text}

    @property
    def group(self) -> str:
        return self.phase

    def __str__(self) -> str:
        return self.title


_offered = Prepared(lambda: Outline.select().where(~Outline.is_retired).order_by(Outline.position, Outline.id))
