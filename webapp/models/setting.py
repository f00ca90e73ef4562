"""Office settings that people change while the app runs."""

from peewee import CharField

from webapp.database import BaseModel, ChineseJSONField


class Setting(BaseModel):
    name = CharField(60, primary_key=True)
    value = ChineseJSONField()

    @classmethod
    def read(cls, name: str, default=None):
        """The stored value, or `default` where the office has set nothing."""
        row = cls.get_or_none(cls.name == name)
        return default if row is None else row.value

    @classmethod
    def write(cls, name: str, value) -> None:
        cls.insert(name=name, value=value).on_conflict(
            conflict_target=[cls.name], update={cls.value: value}
        ).execute()
