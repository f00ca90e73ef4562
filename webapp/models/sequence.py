"""Numbers that are handed out once and never again (R-NO)."""

import re
from collections.abc import Callable
from datetime import date

from peewee import CharField, IntegerField

from webapp.database import BaseModel, db
from webapp.models.setting import Setting

CUSTOMER_NUMBERS = "C{YYYYMMDD}{seq:3}"

_PLACE = re.compile(r"\{(PREFIX|YYYYMMDD|YYYYMM|YYYY|seq:(\d+))\}")


class NumberSequence(BaseModel):
    """The last number given within a scope, such as one day's customers."""

    scope = CharField(80, primary_key=True)
    value = IntegerField()

    @classmethod
    def last(cls, scope: str) -> int:
        """The last number given."""
        return cls.select(cls.value).where(cls.scope == scope).scalar() or 0

    @classmethod
    def next(cls, scope: str, count: int = 1) -> int:
        """The last of the next `count`: 1, 2, 3 … One statement: two at once never get the same; a rollback hands them back."""
        insert = cls.insert(scope=scope, value=count).on_conflict(
            conflict_target=[cls.scope], update={cls.value: cls.value + count}
        )
        sql, params = insert.returning(cls.value).sql()
        return db.execute_sql(sql, params).fetchone()[0]


def numbered(pattern: str, day: date, *, prefix: str = "") -> str:
    """The next number after `pattern`, e.g. C{YYYYMMDD}{seq:3} → C20240501001; past 999 it grows."""
    return numbers(pattern, day, 1, prefix=prefix)[0]


def numbers(pattern: str, day: date, count: int, *, prefix: str = "") -> list[str]:
    """The next `count` of them."""
    return _after(pattern, day, prefix, count, lambda scope: NumberSequence.next(scope, count))


def upcoming(pattern: str, day: date, count: int) -> list[str]:
    """What the next `count` would be if they were taken now; nobody is kept from taking them."""
    return _after(pattern, day, "", count, lambda scope: NumberSequence.last(scope) + count)


def _after(pattern: str, day: date, prefix: str, count: int, last_of: Callable[[str], int]) -> list[str]:
    dates = {"YYYYMMDD": f"{day:%Y%m%d}", "YYYYMM": f"{day:%Y%m}", "YYYY": f"{day:%Y}", "PREFIX": prefix}
    last = last_of(_PLACE.sub(lambda place: dates.get(place[1], "#"), pattern))

    def number(value: int) -> str:
        return _PLACE.sub(lambda place: f"{value:0{place[2]}d}" if place[2] else dates[place[1]], pattern)

    return [number(value) for value in range(last - count + 1, last + 1)]


def next_customer_numbers(day: date, count: int) -> list[str]:
    """The next customer numbers after the office's pattern; the other known one is {PREFIX}{YYYY}{seq:3}."""
    pattern = Setting.read("number_pattern", CUSTOMER_NUMBERS)
    return numbers(pattern, day, count, prefix=Setting.read("number_prefix", "ABC"))
