"""What a follow-up is for, and which fields that asks for first (R-PURPOSE). The office edits them."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from peewee import BooleanField, CharField, IntegerField

from webapp.database import BaseModel, ChineseJSONField, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.followup.fields import FIELDS
from webapp.models.written import check_text
from webapp.prepared import Prepared

SEED = tomllib.loads(Path(__file__).with_name("calls.toml").read_text(encoding="utf-8"))
OFFERED = tuple(field.name for field in FIELDS.group("details"))  # what a purpose may ask for first


class Choice(NamedTuple):
    """A purpose as the composer offers it; `fields` are the columns it asks for first."""

    id: int
    label: str
    fields: tuple[str, ...]


class Purpose(BaseModel):
    """跟进目的. One that is retired is offered no more; records keep it."""

    label = CharField(20, unique=True)
    fields = ChineseJSONField(default=list)
    position = IntegerField()
    is_retired = BooleanField(default=False)

    @classmethod
    def seed(cls) -> None:
        """What an office starts with, where it has none of its own."""
        if not cls.select().exists():
            for position, told in enumerate(SEED["purpose"]):
                cls.create(position=position, **told)

    @classmethod
    def offered(cls) -> tuple[Choice, ...]:
        """Those one can choose, in their order."""
        return tuple(Choice(id_, label, tuple(fields)) for id_, label, fields in _offered())

    @classmethod
    def add(cls, label: str, fields: list[str], *, by) -> "Purpose":
        """A further one, at the end."""
        by.require_setting_up()
        label, fields = cls._checked(label, fields)
        with transaction():
            purpose = cls.create(label=label, fields=fields, position=cls.select().count())
            AuditEvent.record("purpose.added", by=by, subject=label, fields=fields)
        return purpose

    def revise(self, label: str, fields: list[str], *, is_retired: bool = False, by) -> None:
        """Name it otherwise, ask for other fields first, or offer it no more."""
        by.require_setting_up()
        label, fields = self._checked(label, fields, but=self.id)
        with transaction():
            before = {"label": self.label, "fields": self.fields, "is_retired": self.is_retired}
            self.label, self.fields, self.is_retired = label, fields, is_retired
            self.save()
            AuditEvent.record("purpose.revised", by=by, subject=label, before=before, fields=fields, retired=is_retired)

    @classmethod
    def _checked(cls, label: str, fields: list[str], but: int = 0) -> tuple[str, list[str]]:
        label = label.strip()
        if not label:
            raise DomainError("请填写名称", "label")
        check_text(label, cls.label.max_length, "label")
        if cls.select().where(cls.label == label, cls.id != but).exists():
            raise DomainError("已经有这个目的了", "label")
        return label, [name for name in OFFERED if name in fields]


_offered = Prepared(
    lambda: (
        Purpose.select(Purpose.id, Purpose.label, Purpose.fields)
        .where(~Purpose.is_retired)
        .order_by(Purpose.position, Purpose.id)
    ),
    row=tuple,
)
