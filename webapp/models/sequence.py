"""Numbers that are handed out once and never again (R-NO)."""

from collections.abc import Callable, Sequence
from datetime import date

from peewee import CharField, IntegerField

from webapp.database import BaseModel, db
from webapp.models.settings import Settings
from webapp.text import numbering


class NumberSequence(BaseModel):
    """The last number given within a scope, such as one day's customers."""

    scope = CharField(80, primary_key=True)
    value = IntegerField()

    @classmethod
    def last(cls, scope: str) -> int:
        """The last number given."""
        return cls.select(cls.value).where(cls.scope == scope).scalar() or 0

    @classmethod
    def hand_back(cls, scope: str, last: int, count: int) -> bool:
        """Give back the `count` numbers up to `last` that were taken for nothing; not where somebody has later ones."""
        back = cls.update(value=cls.value - count).where(cls.scope == scope, cls.value == last)
        return bool(back.execute())

    @classmethod
    def next(cls, scope: str, count: int = 1) -> int:
        """The last of the next `count`: 1, 2, 3 … One statement: two at once never get the same;
        a rollback hands them back."""
        insert = cls.insert(scope=scope, value=count).on_conflict(
            conflict_target=[cls.scope], update={cls.value: cls.value + count}
        )
        sql, params = insert.returning(cls.value).sql()
        return db.execute_sql(sql, params).fetchone()[0]


def numbered(pattern: str, day: date, *, prefix: str = "") -> str:
    """The next number after `pattern` (webapp/text/numbering.py)."""
    return numbers(pattern, day, 1, prefix=prefix)[0]


def numbers(pattern: str, day: date, count: int, *, prefix: str = "") -> list[str]:
    """The next `count` of them."""
    return _after(pattern, day, prefix, count, lambda scope: NumberSequence.next(scope, count))


def upcoming(pattern: str, day: date, count: int) -> list[str]:
    """What the next `count` would be if they were taken now; nobody is kept from taking them."""
    return _after(pattern, day, "", count, lambda scope: NumberSequence.last(scope) + count)


def return_numbers(pattern: str, day: date, given: Sequence[str]) -> bool:
    """Give back numbers that were taken for nothing; False where somebody has later ones."""
    counted = numbering.scope(pattern, day, "")
    last = NumberSequence.last(counted)
    are_last = given[-1] == numbering.number(pattern, day, "", last)
    return are_last and NumberSequence.hand_back(counted, last, len(given))


def _after(pattern: str, day: date, prefix: str, count: int, last_of: Callable[[str], int]) -> list[str]:
    last = last_of(numbering.scope(pattern, day, prefix))
    return [numbering.number(pattern, day, prefix, value) for value in range(last - count + 1, last + 1)]


def next_customer_numbers(day: date, count: int) -> list[str]:
    """The next customer numbers after the office's pattern."""
    settings = Settings()
    return numbers(settings.number_pattern, day, count, prefix=settings.number_prefix)
