"""工作日历: what was announced, and what the office says otherwise (R-ESCALATE).

Kept current by a library, and editable.
"""

from datetime import date

import pytest

from tests.queries import count_queries
from webapp.clock import today
from webapp.errors import DomainError, NotAllowed
from webapp.holidays import announced
from webapp.models import AuditEvent, CalendarDay, Edition
from webapp.models.calendar_day import LONGEST_SPAN, calendar_in_force
from webapp.text.screening import ForbiddenContent

MONDAY = date(2026, 5, 11)
NATIONAL_DAY = date(2026, 10, 1)
NEXT_YEAR = today().year + 1


def note(world, day=MONDAY, works=False, name="公司年会", **more) -> None:
    CalendarDay.note(day, works, name, by=world.admin, **more)


def trail() -> list[tuple]:
    events = AuditEvent.select().where(AuditEvent.action.startswith("calendar_day.")).order_by(AuditEvent.id)
    return [(event.action.partition(".")[2], event.subject) for event in events]


def test_a_new_office_has_what_was_announced(world):
    assert {row.day: (row.works, row.name) for row in CalendarDay.select()} == announced()
    assert not CalendarDay.select().where(CalendarDay.is_own).exists()
    calendar = calendar_in_force()
    assert not calendar.works(NATIONAL_DAY) and calendar.is_announced(2026) and not calendar.is_announced(2100)


def test_the_calendar_in_force_is_one_query_and_made_once(world):
    first = calendar_in_force()
    with count_queries() as queries:
        assert calendar_in_force() is first
    assert len(queries) == 1


def test_the_office_says_otherwise_of_a_day(world):
    note(world)
    note(world, date(2026, 5, 16), works=True, name="调休上班")
    calendar = calendar_in_force()
    assert not calendar.works(MONDAY) and calendar.works(date(2026, 5, 16))
    assert calendar.next_working(MONDAY) == date(2026, 5, 12)


def test_several_days_are_noted_at_once_and_are_one_act_on_record(world):
    note(world, until=date(2026, 5, 13))
    assert CalendarDay.select().where(CalendarDay.is_own).count() == 3
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.subject) == ("calendar_day.noted", "2026-05-11")
    assert event.details == {"until": "2026-05-13", "works": False, "name": "公司年会"}
    assert AuditEvent.verify() is None


def test_the_same_again_changes_nothing(world):
    for _ in range(2):
        note(world)
    assert trail() == [("noted", str(MONDAY))]


def test_what_is_taken_back_is_as_it_was_announced(world):
    note(world, NATIONAL_DAY, works=True, name="值班")
    assert calendar_in_force().works(NATIONAL_DAY)
    for _ in range(2):
        CalendarDay.forget(NATIONAL_DAY, by=world.admin)
    row = CalendarDay.get_by_id(NATIONAL_DAY)
    assert (row.works, row.name, row.is_own) == (False, "国庆节", False)
    assert trail() == [("noted", str(NATIONAL_DAY)), ("forgotten", str(NATIONAL_DAY))]


def test_what_was_never_announced_goes_by_the_weekday_again(world):
    note(world)
    CalendarDay.forget(MONDAY, by=world.admin)
    assert calendar_in_force().works(MONDAY) and not CalendarDay.select().where(CalendarDay.day == MONDAY).exists()


def test_what_was_announced_cannot_be_taken_back(world):
    CalendarDay.forget(NATIONAL_DAY, by=world.admin)
    assert not calendar_in_force().works(NATIONAL_DAY) and not trail()


def test_filling_in_again_keeps_what_the_office_said_and_mends_the_rest(world):
    note(world, NATIONAL_DAY, works=True, name="值班")
    CalendarDay.delete().where(CalendarDay.day == date(2026, 10, 2)).execute()
    CalendarDay.update(name="旧名").where(CalendarDay.day == date(2026, 10, 3)).execute()
    for _ in range(2):
        CalendarDay.seed()
    assert calendar_in_force().works(NATIONAL_DAY) and CalendarDay.get_by_id(NATIONAL_DAY).name == "值班"
    assert not calendar_in_force().works(date(2026, 10, 2))
    assert CalendarDay.get_by_id(date(2026, 10, 3)).name == "国庆节"


def test_a_year_the_office_writes_down_itself_is_known_once_it_has_come_to_national_day(world):
    year = NEXT_YEAR
    CalendarDay.delete().where(CalendarDay.day >= date(year, 1, 1)).execute()
    note(world, date(year, 1, 1), name="元旦")
    assert not calendar_in_force().is_announced(year)
    note(world, date(year, 10, 1), name="国庆节", until=date(year, 10, 7))
    assert calendar_in_force().is_announced(year)


@pytest.mark.parametrize("who", ["rep", "manager", "inspector", "service"])
def test_nobody_but_the_admin_changes_it(world, who):
    for verb in (
        lambda by: CalendarDay.note(MONDAY, False, "歇一天", by=by),
        lambda by: CalendarDay.forget(MONDAY, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb(getattr(world, who))
    assert not trail()


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"name": " "}, "name", "请写明"),
        ({"name": "年" * 41}, "name", "最多 40 个字，现在有 41 个"),
        ({"day": date(2023, 12, 31)}, "day", "从 2024 年记起"),
        ({"day": date(NEXT_YEAR + 1, 1, 1)}, "day", "最远只能写到明年"),
        ({"until": date(2026, 5, 10)}, "until", "在第一天之前"),
        ({"until": date(2026, 6, 11)}, "until", f"最多写 {LONGEST_SPAN} 天"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, said, field, why):
    with pytest.raises(DomainError, match=why) as refusal:
        note(world, **said)
    assert refusal.value.field == field and not trail()


def test_a_name_holds_no_identity_data(world):
    """R-NOID."""
    with pytest.raises(ForbiddenContent):
        note(world, name="11010519491231002X")


def test_what_stands_already_is_not_set_up_anew(world):
    """Every night fills in what was announced: processes keep what they have found."""
    CalendarDay.note(today(), False, "司庆", by=world.admin)
    before = Edition.present()
    CalendarDay.seed()
    assert Edition.present() == before
    CalendarDay.update(name="？").where(~CalendarDay.is_own).execute()
    CalendarDay.seed()
    assert not CalendarDay.select().where(CalendarDay.name == "？").exists()
