"""工作日历: the days on which the office works otherwise than from Monday to Friday (R-ESCALATE)."""

from datetime import date, timedelta

from peewee import EXCLUDED, BooleanField, CharField

from webapp.clock import today
from webapp.database import DayField, locked, transaction
from webapp.errors import DomainError, NotAllowed
from webapp.holidays import SINCE, announced
from webapp.models.audit import AuditEvent
from webapp.models.setup import SetUp, kept
from webapp.models.written import check_text
from webapp.prepared import Prepared
from webapp.workdays import Calendar

LONGEST_SPAN = 31  # days
NATIONAL_DAY = 10, 1  # the last festival of a year


class CalendarDay(SetUp):
    """One day: whether it is worked, and of which festival it is. `is_own`: the office says so, whatever was
    announced."""

    day = DayField(primary_key=True)
    works = BooleanField()
    name = CharField(40)
    is_own = BooleanField(default=False)

    @classmethod
    def note(cls, day: date, works: bool, name: str, *, by, until: date | None = None) -> None:
        """Say that the office works on that day, or does not; `until` is the last of several days."""
        cls.require_keeper(by)
        until = until or day
        cls._check(day, until, name)
        told = [(one, works, name.strip(), True) for one in _span(day, until)]
        with transaction():
            before = locked(cls.select().where(cls.day.between(day, until))).tuples()
            if set(told) - set(before):
                cls._write(told)
                said = {"until": str(until), "works": works, "name": name.strip()}
                AuditEvent.record("calendar_day.noted", by=by, subject=str(day), **said)

    @classmethod
    def forget(cls, day: date, *, by) -> None:
        """Take back what the office said of a day: what was announced holds again, or the weekday. A second time
        changes nothing."""
        cls.require_keeper(by)
        with transaction():
            if cls.delete().where(cls.day == day, cls.is_own).execute():
                cls.seed()
                AuditEvent.record("calendar_day.forgotten", by=by, subject=str(day))

    @classmethod
    def seed(cls) -> None:
        """Fill in what was announced, as often as one likes; what the office has said stays."""
        stands = {row.day: row for row in cls.select()}
        told = [(day, *said, False) for day, said in announced().items() if not cls._says(stands.get(day), said)]
        if told:
            cls._write(told, ~cls.is_own)

    @staticmethod
    def _says(row: "CalendarDay | None", said: tuple[bool, str]) -> bool:
        """Does the calendar say this of the day already, or the office something of its own?"""
        return row is not None and (row.is_own or (row.works, row.name) == said)

    @classmethod
    def _write(cls, told: list[tuple], where=None) -> None:
        insert = cls.insert_many(told, fields=[cls.day, cls.works, cls.name, cls.is_own])
        update = {column: EXCLUDED[column.column_name] for column in (cls.works, cls.name, cls.is_own)}
        insert.on_conflict(conflict_target=[cls.day], update=update, where=where).execute()

    @staticmethod
    def require_keeper(user) -> None:
        if not user.can_set:
            raise NotAllowed("工作日历由管理员修改")

    @classmethod
    def _check(cls, day: date, until: date, name: str) -> None:
        if day.year < SINCE:
            raise DomainError(f"工作日历从 {SINCE} 年记起", "day")
        if day.year > today().year + 1:
            raise DomainError("最远只能写到明年", "day")
        if until < day:
            raise DomainError("最后一天在第一天之前", "until")
        if (until - day).days >= LONGEST_SPAN:
            raise DomainError(f"一次最多写 {LONGEST_SPAN} 天", "until")
        if not name.strip():
            raise DomainError("请写明是什么日子", "name")
        check_text(name.strip(), cls.name.max_length, "name")


def _span(day: date, until: date) -> list[date]:
    return [day + timedelta(days=further) for further in range((until - day).days + 1)]


@kept
def calendar_in_force() -> Calendar:
    """The office's calendar as it is now. A year is known when anything of it was announced, or when the office has
    come to National Day in writing it down."""
    rows = _days()
    known = (day.year for day, works, is_own in rows if not is_own or (day.month, day.day) == NATIONAL_DAY)
    return Calendar({day: bool(works) for day, works, _ in rows}, frozenset(known))


_days = Prepared(
    lambda: CalendarDay.select(CalendarDay.day, CalendarDay.works, CalendarDay.is_own).order_by(CalendarDay.day),
    row=tuple,
)
