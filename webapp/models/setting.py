"""Office settings that people change while the app runs."""

from peewee import CharField

from webapp.database import BaseModel, ChineseJSONField, locked, transaction
from webapp.models.audit import AuditEvent
from webapp.prepared import Prepared


class Setting(BaseModel):
    name = CharField(60, primary_key=True)
    value = ChineseJSONField()

    @classmethod
    def read(cls, name: str, default=None):
        """The stored value, or `default` where the office has set nothing."""
        found = _stored.first(name=name)
        return found[0] if found else default

    @classmethod
    def write(cls, name: str, value, *, by) -> None:
        """Set it, on record with what it was before (R-AUDIT)."""
        with transaction():
            row = locked(cls.select().where(cls.name == name)).first()
            cls.insert(name=name, value=value).on_conflict(
                conflict_target=[cls.name], update={cls.value: value}
            ).execute()
            AuditEvent.record("setting.changed", by=by, subject=name, before=row and row.value, after=value)


_stored = Prepared(lambda name: Setting.select(Setting.value).where(Setting.name == name), row=tuple)
