"""Which days the office works."""

from datetime import date, timedelta


def working_days(since: date, until: date) -> int:
    """Mondays to Fridays after `since` up to and including `until`."""
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, 7)
    tail = ((since.weekday() + step) % 7 for step in range(1, rest + 1))
    return weeks * 5 + sum(weekday < 5 for weekday in tail)


def next_working(day: date) -> date:
    """That day, or the first working one after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
