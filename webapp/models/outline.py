"""What to ask in a conversation, by phase: a text to start from (R-SCRIPT). The office edits them."""

from peewee import BooleanField, CharField, IntegerField, TextField

from webapp.database import BaseModel, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.purpose import SEED
from webapp.models.written import LONGEST, check_text
from webapp.prepared import Prepared

PHASES = ("初次", "中期", "后期")


class Outline(BaseModel):
    """跟进提纲. One that is retired is offered no more."""

    phase = CharField(10)
    title = CharField(30)
    text = TextField()
    position = IntegerField()
    is_retired = BooleanField(default=False)

    @classmethod
    def seed(cls) -> None:
        """What an office starts with, where it has none of its own."""
        if not cls.select().exists():
            for position, told in enumerate(SEED["outline"]):
                cls.create(position=position, **told)

    @classmethod
    def offered(cls) -> list["Outline"]:
        """Those one can start from, first those of a first conversation."""
        return sorted(_offered(), key=lambda outline: PHASES.index(outline.phase))

    @classmethod
    def add(cls, phase: str, title: str, text: str, *, by) -> "Outline":
        """A further one."""
        by.require_setting_up()
        told = cls._checked(phase, title, text)
        with transaction():
            outline = cls.create(**told, position=cls.select().count())
            AuditEvent.record("outline.added", by=by, subject=outline.title, phase=phase)
        return outline

    def revise(self, phase: str, title: str, text: str, *, is_retired: bool = False, by) -> None:
        """Write it anew, or offer it no more."""
        by.require_setting_up()
        told = self._checked(phase, title, text) | {"is_retired": is_retired}
        with transaction():
            before = {name: getattr(self, name) for name in told}
            for name, value in told.items():
                setattr(self, name, value)
            self.save()
            AuditEvent.record("outline.revised", by=by, subject=self.title, before=before, after=told)

    @classmethod
    def _checked(cls, phase: str, title: str, text: str) -> dict:
        title, text = title.strip(), text.strip()
        if phase not in PHASES:
            raise DomainError("请选择阶段", "phase")
        if not title:
            raise DomainError("请填写标题", "title")
        if not text:
            raise DomainError("请写下提纲", "text")
        check_text(title, cls.title.max_length, "title")
        check_text(text, LONGEST, "text")
        return {"phase": phase, "title": title, "text": text}


_offered = Prepared(lambda: Outline.select().where(~Outline.is_retired).order_by(Outline.position, Outline.id))
