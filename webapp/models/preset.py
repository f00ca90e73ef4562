"""行业预设: what a trade asks for beyond what every office does, each a data file (webapp/presets, R-FIELDS).

A preset is applied in one step and taken back in one. What it brings are rows like those an administrator adds, and may
be worded otherwise afterwards; taking it back retires them, and what stands in them stays.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from peewee import CharField, ForeignKeyField

from webapp.clock import now
from webapp.database import ChineseJSONField, UtcDateTimeField, transaction
from webapp.errors import DomainError
from webapp.models.arranged import Arranged
from webapp.models.audit import AuditEvent
from webapp.models.dimension import Dimension
from webapp.models.outline import Outline
from webapp.models.own_field import OwnField
from webapp.models.setup import SetUp
from webapp.models.user import User

FOLDER = Path(__file__).parent.parent / "presets"
BRINGS: dict[str, type[Arranged]] = {"own_fields": OwnField, "dimensions": Dimension, "outlines": Outline}


@dataclass(frozen=True)
class Preset:
    """One trade's. `parts` has what `add` of each noun takes, `forms` the slugs of the paper forms that go with it."""

    slug: str
    name: str
    about: str
    forms: Sequence[str]
    parts: Mapping[str, Sequence[dict]]

    @classmethod
    def read(cls, slug: str, text: str) -> "Preset":
        told = tomllib.loads(text)
        parts = {part: told.pop(part, []) for part in BRINGS}
        return cls(slug=slug, parts=parts, **told)

    @property
    def brings(self) -> list[tuple[str, list[str]]]:
        """The word of each part, and what each thing of it is called."""
        return [
            (BRINGS[part].word, [_name_of(told) for told in things]) for part, things in self.parts.items() if things
        ]

    @property
    def rhythms(self) -> list[tuple[str, int]]:
        """Its values that ask for one, each with the days between two contacts."""
        values = [value for told in self.parts["dimensions"] for value in told["values"]]
        return [(value["label"], value["cadence_days"]) for value in values if "cadence_days" in value]

    def apply(self, *, by) -> "AppliedPreset":
        """Add what is missing and restore what was retired; what the office has of the same name stays as it is."""
        by.require_setting_up()
        with transaction():
            if not AppliedPreset.enter(self.slug, by):
                raise DomainError(f"“{self.name}”已经套用了")
            found = {part: [self._take_up(BRINGS[part], told, by) for told in self.parts[part]] for part in BRINGS}
            applied = AppliedPreset.get(AppliedPreset.slug == self.slug)
            applied.brought = {part: [row.id for row in rows if row] for part, rows in found.items()}
            applied.save()
            said = {part: [str(row) for row in rows if row] for part, rows in found.items()}
            AuditEvent.record("preset.applied", by=by, subject=self.name, **said)
        return applied

    @staticmethod
    def _take_up(noun: type[Arranged], told: dict, by) -> Arranged | None:
        """The row, if it was not there before."""
        row = noun.like(told)
        if row is None:
            return noun.add(**noun.fitting(told), by=by)
        if not row.is_retired:
            return None
        row.restore(by=by)
        return row


class AppliedPreset(SetUp):
    """A preset that is in force. `brought` has the ids of what it added or restored, by part."""

    slug = CharField(40, unique=True)
    at = UtcDateTimeField(default=now)
    by = ForeignKeyField(User, backref="+", index=False, on_delete="RESTRICT")
    brought = ChineseJSONField(default=dict)

    @classmethod
    def enter(cls, slug: str, by) -> bool:
        """Let there be one; whether there was none."""
        return cls.insert(slug=slug, by=by).on_conflict_ignore().as_rowcount().execute() == 1

    @property
    def preset(self) -> Preset:
        return presets()[self.slug]

    def take_back(self, *, by) -> None:
        """Retire what it brought, as far as that is in use. Twice changes nothing."""
        by.require_setting_up()
        with transaction():
            if not AppliedPreset.delete().where(AppliedPreset.id == self.id).execute():
                return
            for part, ids in self.brought.items():
                noun = BRINGS[part]
                for row in noun.select().where(noun.id << ids, ~noun.is_retired).order_by(noun.id):
                    row.retire(by=by)
            AuditEvent.record("preset.taken back", by=by, subject=self.preset.name)


@cache
def presets() -> dict[str, Preset]:
    """Those there are, by their slugs."""
    files = sorted(FOLDER.glob("*.toml"))
    return {path.stem: Preset.read(path.stem, path.read_text(encoding="utf-8")) for path in files}


def _name_of(told: dict) -> str:
    return told.get("label") or told["title"]
