"""工作日历: a year at a glance, and the admin's changes to it (R-ESCALATE)."""

from datetime import date

import pytest

from webapp.clock import today
from webapp.models import AuditEvent, CalendarDay

PATH = "/settings/calendar"
GOOD = {"day": "2026-05-11", "until": "", "kind": "off", "name": "公司年会"}


def rows(page) -> dict[str, list[str]]:
    """What the year says of each festival."""
    found = page.css("[aria-labelledby=festivals] tbody tr")
    return {row.css("th")[0].text: [cell.text for cell in row.css("td")] for row in found}


def noted(page, status=303, **said):
    return page.form("main form").submit(status=status, **{**GOOD, **said})


def test_a_year_is_a_list_of_festivals(desk):
    page = desk.get(f"{PATH}?year=2026")
    found = rows(page)
    assert found["春节"] == ["02-15 周日 至 02-23 周一 9 天", "02-14 周六、02-28 周六"]
    assert found["清明节"] == ["04-04 周六 至 04-06 周一 3 天", ""]
    assert [*found][0] == "元旦" and [*found][-1] == "国庆节" and "2026 年上班" in page.text


def test_festivals_that_meet_are_one_line(desk):
    assert rows(desk.get(f"{PATH}?year=2025"))["国庆节、中秋节"][0] == "10-01 周三 至 10-08 周三 8 天"


def test_one_goes_from_year_to_year(desk):
    page = desk.get(f"{PATH}?year=2025")
    assert page.one("[rel=prev]")["href"].endswith("year=2024") and page.one("[rel=next]")["href"].endswith("year=2026")
    assert not desk.get(f"{PATH}?year=2024").css("[rel=prev]")
    assert not desk.get(f"{PATH}?year={today().year + 1}").css("[rel=next]")


@pytest.mark.parametrize("year", ["", "1999", "9" * 30, "-1", "abc", "²"])
def test_a_year_that_is_none_is_this_one(desk, year):
    assert f"{today().year} 年的放假和调休" in desk.get(f"{PATH}?year={year}").text


def test_a_year_that_is_not_announced_says_so(desk):
    year = today().year + 1
    CalendarDay.delete().where(CalendarDay.day >= date(year, 1, 1)).execute()
    page = desk.get(f"{PATH}?year={year}")
    assert f"{year} 年的放假安排还没有公布，先按周一到周五计算" in page.one("#unannounced").text
    assert not desk.get(f"{PATH}?year=2026").css("#unannounced")


def test_a_day_is_noted_and_taken_back(desk):
    page = noted(desk.get(PATH), until="2026-05-12").follow()
    assert "2026" in page.one("[aria-labelledby=festivals] h2").text and "已记入" in page.text
    assert rows(page)["公司年会"][0] == "05-11 周一 至 05-12 周二 2 天"
    assert page.texts("#own th") == ["05-11 周一", "05-12 周二"]
    page = page.press("#own tr:first-child button").follow()
    assert page.texts("#own th") == ["05-12 周二"] and "已取消" in page.text


def test_taking_back_twice_is_harmless(desk):
    noted(desk.get(PATH))
    for _ in range(2):
        desk.post(f"{PATH}/2026-05-11/reversal")
    assert AuditEvent.select().where(AuditEvent.action == "calendar_day.forgotten").count() == 1


def test_a_day_that_is_worked_is_noted_too(desk):
    page = noted(desk.get(PATH), day="2026-05-16", kind="work", name="调休上班").follow()
    assert rows(page)["调休上班"] == ["", "05-16 周六"] and "上班" in page.one("#own").text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "2026-05"}, "day"),
        ({"day": "2023-05-11"}, "day"),
        ({"until": "2026-05-01"}, "until"),
        ({"until": "2027-05-01"}, "until"),
        ({"name": ""}, "name"),
        ({"name": "年" * 41}, "name"),
        ({"name": "11010519491231002X"}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk, said, field):
    page = noted(desk.get(PATH), status=422, **said)
    assert page.one(f"#{field}-error") and page.form("main form").fields == {
        **page.form("main form").fields,
        **GOOD,
        **said,
    }


def test_a_choice_that_is_none_is_refused(desk):
    assert noted(desk.get(PATH), status=422, kind="maybe").one("#kind-error")


@pytest.mark.parametrize("day", ["2026-02-30", "2026-2-3", "20260511", "9999-99-99"])
def test_a_day_that_is_none_does_not_exist(desk, day):
    desk.post(f"{PATH}/{day}/reversal", status=404)


@pytest.mark.parametrize("who", ["manager", "rep", "inspector", "service"])
def test_others_read_it_and_change_nothing(client, world, desk, who):
    noted(desk.get(PATH))
    page = client.log_in(getattr(world, who)).get(f"{PATH}?year=2026")
    assert "公司年会" in rows(page) and not page.css("main form") and not page.css("#own button")
    client.post(PATH, GOOD, status=403)
    client.post(f"{PATH}/2026-05-11/reversal", status=403)
    assert CalendarDay.select().where(CalendarDay.is_own).count() == 1


def test_who_is_not_signed_in_is_asked_to(client, world):
    assert client.get(PATH, status=303).location.startswith("/login")


@pytest.mark.parametrize(
    ("who", "is_told"), [("admin", True), ("manager", True), ("rep", False), ("inspector", False), ("service", False)]
)
def test_who_decides_is_told_on_the_worklist_what_is_missing(client, world, who, is_told):
    client.log_in(getattr(world, who))
    year = today().year
    CalendarDay.delete().where(CalendarDay.day >= date(year, 1, 1)).execute()
    found = client.get("/").css("#unannounced a")
    assert [link["href"] for link in found] == [f"{PATH}?year={year}"] * is_told
    for known in (year, year + 1):
        CalendarDay.note(date(known, 10, 1), False, "国庆节", by=world.admin)
    assert not client.get("/").css("#unannounced")
