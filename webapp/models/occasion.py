"""What people are greeted for: a festival, their birthday, this month's news (R-CARE)."""

from datetime import date, timedelta
from typing import NamedTuple

from webapp.festivals import BY_SLUG, FESTIVALS, birthday_keys, lunar_of

BIRTHDAY, MONTHLY = "birthday", "monthly"
LATE, EARLY = timedelta(days=14), timedelta(weeks=6)  # a greeting for a day comes so long after it, or before it


class Occasion(NamedTuple):
    """`slug` is its name in addresses and in the database."""

    slug: str
    label: str

    @property
    def title(self) -> str:
        """What the follow-up of a greeting is about: 春节问候, 每月资讯."""
        return self.label if self.slug == MONTHLY else f"{self.label}问候"

    def day(self, on: date, birthday: str = "") -> date:
        """The day for which somebody is greeted who is greeted on `on`: that of the festival, or of the `birthday` (a
        key of webapp/text/birthdays.py), also when it was a few days ago. A birthday that is far off, and the month's
        news, are for `on` itself."""
        if festival := BY_SLUG.get(self.slug):
            since = on - LATE
            return next(day for year in (since.year, since.year + 1) if (day := festival.on(year)) >= since)
        if self.slug == BIRTHDAY and birthday:
            days = (on - LATE + timedelta(days=count) for count in range((LATE + EARLY).days + 1))
            return next((day for day in days if birthday in birthday_keys(day)), on)
        return on

    def period(self, day: date, birthday: str = "") -> str:
        """In which the occasion of that day comes once: a month, or a year of the calendar that the birthday is of."""
        if self.slug == MONTHLY:
            return f"{day:%Y-%m}"
        return str(lunar_of(day).year if birthday and birthday[0] != "s" else day.year)


OCCASIONS = {
    one.slug: one
    for one in (
        *(Occasion(festival.slug, festival.label) for festival in FESTIVALS),
        Occasion(BIRTHDAY, "生日"),
        Occasion(MONTHLY, "每月资讯"),
    )
}
