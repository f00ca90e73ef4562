"""关怀: whom to greet in the weeks to come, and who was (R-CARE)."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from peewee import JOIN, fn

from webapp.clock import today
from webapp.festivals import Coming, birthday_keys, coming
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.dimension import Catalogue, Tag
from webapp.models.greeting import Greeting
from webapp.models.occasion import BIRTHDAY, EARLY, OCCASIONS, Occasion
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.tags import ids, tag_columns
from webapp.text import masking
from webapp.text.birthdays import without_year

PAGE, MOST_BIRTHDAYS = 50, 200


class Birthday(NamedTuple):
    """Somebody whose birthday comes, masked as lists have them."""

    day: date
    contact: int
    name: str
    title: str
    kept: str
    number: str
    customer: str
    is_greeted: bool


class Greeted(NamedTuple):
    """A customer whose contact is to be greeted, and whether that was done."""

    number: str
    customer: str
    owner: str
    contact: int
    name: str
    title: str
    tags: tuple[Tag, ...]
    is_greeted: bool


class Care:
    """Of the customers one person works on: a rep's own, a manager's branch."""

    def __init__(self, user: User, day: date | None = None):
        self.user, self.day = user, day or today()
        self.until = self.day + EARLY

    def festivals(self) -> tuple[Coming, ...]:
        """Those to come, the next one first."""
        return coming(self.day, self.until)

    def birthdays(self, days: int = EARLY.days) -> list[Birthday]:
        """Those to come within so many days, the next one first; two of one day by the customers' numbers."""
        dates = _dates_of(self.day, days)
        rows = _birthdays(viewer=self.user, keys=list(dates), years=_years(self.day, days))
        found = [self._birthday(dates[row[0]], *row) for row in rows]
        return sorted(found, key=lambda one: (one.day, one.number))[:MOST_BIRTHDAYS]

    @staticmethod
    def _birthday(day: date, key, contact, name, title, kept, number, customer, greeted) -> Birthday:
        shown = masking.name(name), masking.text(title), without_year(kept)
        return Birthday(day, contact, *shown, number, customer, greeted == OCCASIONS[BIRTHDAY].period(day, key))

    def customers(self, occasion: Occasion, day: date, page: int = 0) -> list[Greeted]:
        """Those to be greeted on a festival, or to be sent this month's news: the first contact of each customer that
        is followed up, so many a page."""
        catalogue = Catalogue.now()
        asked = {"occasion": occasion.slug, "period": occasion.period(day), "offset": page * PAGE}
        rows = _customers(viewer=self.user, tags=ids(catalogue.shown("on_worklist")), **asked)
        return [
            Greeted(*row[:4], masking.name(row[4]), masking.text(row[5]), catalogue.tags(row[7:]), bool(row[6]))
            for row in rows
        ]

    def count(self, occasion: Occasion, day: date) -> tuple[int, int]:
        """How many those are, and how many of them were greeted."""
        return _counts.first(viewer=self.user, occasion=occasion.slug, period=occasion.period(day))


@lru_cache(maxsize=16)
def _dates_of(since: date, days: int) -> dict[str, date]:
    """The day on which each birthday of the coming days is celebrated, by its key."""
    found: dict[str, date] = {}
    for count in range(days + 1):
        day = since + timedelta(days=count)
        for key in birthday_keys(day):
            found.setdefault(key, day)
    return found


def _years(since: date, days: int) -> list[str]:
    """The periods of birthdays of these days; the year of the lunar calendar begins later."""
    return [str(year) for year in range(since.year - 1, (since + timedelta(days=days)).year + 1)]


def _persons(viewer: User, keys, years):
    periods = Greeting.select(fn.MAX(Greeting.period)).where(
        Greeting.contact == Contact.id, Greeting.occasion == BIRTHDAY, Greeting.period << years
    )
    rows = Contact.select(
        Contact.birthday_key,
        Contact.id,
        Contact.name,
        Contact.position,
        Contact.birthday,
        Customer.number,
        Customer.name,
        periods,
    )
    rows = rows.join(Customer, on=Contact.customer)
    return rows.where(
        Contact.birthday_key != "", Contact.birthday_key << keys, Contact.left_on.is_null(), viewer.scope(Customer)
    )


def _greeted(occasion, period):
    return Greeting.select(Greeting.id).where(
        Greeting.contact == Contact.id, Greeting.occasion == occasion, Greeting.period == period
    )


def _alive(query, viewer: User):
    query = query.join(Customer, on=Contact.customer)
    return query.where(Contact.is_primary, Contact.left_on.is_null(), viewer.scope(Customer), Customer.is_live())


def _listed(viewer: User, occasion, period, tags, offset):
    greeted = fn.COALESCE(_greeted(occasion, period), 0)
    rows = Contact.select(
        Customer.number,
        Customer.name,
        User.name,
        Contact.id,
        Contact.name,
        Contact.position,
        greeted,
        *tag_columns(Customer.id, tags),
    )
    rows = _alive(rows, viewer).join(User, JOIN.INNER, on=Customer.owner)
    return rows.order_by(Customer.number).limit(PAGE).offset(offset)


def _counted(viewer: User, occasion, period):
    return _alive(Contact.select(fn.COUNT(Contact.id), fn.COUNT(_greeted(occasion, period))), viewer)


_birthdays = Prepared(_persons, row=tuple)
_customers = Prepared(_listed, row=tuple)
_counts = Prepared(_counted, row=tuple)
