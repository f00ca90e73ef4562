"""How often a customer is to be contacted and the file looked through, strictest of what applies (R-CADENCE), and the
days to propose for the next time (R-PROMISE)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from peewee import fn

from webapp.models.calendar_day import calendar_in_force
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.setup import kept
from webapp.workdays import Calendar

BY_CADENCE = "按节奏"
USUAL_DAYS = 30  # what is proposed where no rhythm is asked for


class Offer(NamedTuple):
    """A day that a form proposes; `is_off` where the office does not work on it."""

    day: date
    label: str
    is_off: bool = False


def cadence_of(values: Iterable[DimensionValue]) -> int | None:
    """The strictest rhythm these values ask for; None where none does, or where the stage says the customer is lost."""
    values = list(values)
    if any(value.outcome == "lost" and value.dimension.role == "stage" for value in values):
        return None
    return min((value.cadence_days for value in values if value.cadence_days), default=None)


@kept
def entry_cadence() -> int | None:
    """The rhythm of a customer who is put on file now."""
    values = DimensionValue.select(fn.MIN(DimensionValue.cadence_days))
    entry = DimensionValue.outcome == "entry", DimensionValue.dimension << Dimension.playing("stage")
    return values.where(*entry).scalar()


def contact_due(since: date, cadence_days: int | None, paused_until: date | None) -> date | None:
    """By when the next contact is due after one on `since`; not before a pause is over. None where no rhythm is asked
    for."""
    if cadence_days is None:
        return None
    due_on = since + timedelta(days=cadence_days)
    return max(due_on, paused_until) if paused_until else due_on


def update_days_of(values: Iterable[DimensionValue]) -> int | None:
    """Within how many days these values want the file looked through, the strictest of them; None where none does: then
    the office's setting holds."""
    return min((value.update_days for value in values if value.update_days), default=None)


def proposed(day: date, cadence_days: int | None) -> date:
    """The working day for the next contact after one on that day."""
    return _proposed(calendar_in_force(), day, cadence_days)


def _proposed(calendar: Calendar, day: date, cadence_days: int | None) -> date:
    return calendar.next_working(day + timedelta(days=cadence_days or USUAL_DAYS))


def spread(count: int, first: date, per_day: int) -> list[date]:
    """A day for each of so many things, so many a day, on working days from the first on."""
    calendar = calendar_in_force()
    days, day = [], calendar.next_working(first)
    while len(days) < count:
        days += [day] * min(per_day, count - len(days))
        day = calendar.after(day, 1)
    return days


def offers(day: date, cadence_days: int | None) -> tuple[Offer, ...]:
    """What one may choose on that day by one press, the one from the rhythm last. Each day stands once."""
    return _offers(calendar_in_force(), day, cadence_days)


@lru_cache(maxsize=200)
def _offers(calendar: Calendar, day: date, cadence_days: int | None) -> tuple[Offer, ...]:
    common = ((1, "明天"), (3, "3 天后"), (7 - day.weekday(), "下周一"))
    by_rhythm = Offer(_proposed(calendar, day, cadence_days), BY_CADENCE if cadence_days else "一个月后")
    found: dict[date, Offer] = {}
    for days, label in common:
        offered = day + timedelta(days=days)
        found.setdefault(offered, Offer(offered, label, is_off=not calendar.works(offered)))
    found.pop(by_rhythm.day, None)
    return (*found.values(), by_rhythm)
