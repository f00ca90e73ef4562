"""Numbers that are handed out once and never again (R-NO)."""

import re
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
    def next(cls, scope: str) -> int:
        """1, 2, 3 … One statement, so two at once never get the same; a rollback hands the number back unused."""
        insert = cls.insert(scope=scope, value=1).on_conflict(
            conflict_target=[cls.scope], update={cls.value: cls.value + 1}
        )
        sql, params = insert.returning(cls.value).sql()
        return db.execute_sql(sql, params).fetchone()[0]


def numbered(pattern: str, day: date, *, prefix: str = "") -> str:
    """The next number after `pattern`, e.g. C{YYYYMMDD}{seq:3} → C20240501001; past 999 it grows."""
    dates = {"YYYYMMDD": f"{day:%Y%m%d}", "YYYYMM": f"{day:%Y%m}", "YYYY": f"{day:%Y}", "PREFIX": prefix}
    scope = _PLACE.sub(lambda place: dates.get(place[1], "#"), pattern)
    value = NumberSequence.next(scope)
    return _PLACE.sub(lambda place: f"{value:0{place[2]}d}" if place[2] else dates[place[1]], pattern)


def next_customer_number(day: date) -> str:
    """The next customer number after the office's pattern; the other known one is {PREFIX}{YYYY}{seq:3}."""
    pattern = Setting.read("number_pattern", CUSTOMER_NUMBERS)
    return numbered(pattern, day, prefix=Setting.read("number_prefix", "ABC"))
