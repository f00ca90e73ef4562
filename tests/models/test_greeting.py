"""节日问候 (R-CARE): letters, whom they greet, and what stays on record."""

from datetime import date, timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import Contact, Greeting, Letter, greeting
from webapp.models.greeting import letter_to, salutation
from webapp.models.occasion import OCCASIONS
from webapp.screens.care import Care

SPRING = date(2027, 2, 6)


def contact_of(customer) -> Contact:
    return customer.contacts.get()


@pytest.mark.parametrize(
    ("name", "position", "sex", "called"),
    [
        ("王建国", "采购经理", "", "王经理"),
        ("陆建", "工程部经理", "男", "陆经理"),
        ("周志强", "副总经理", "", "周总"),
        ("林晓", "采购", "女", "林女士"),
        ("欧阳修", "", "男", "欧阳先生"),
        ("林晓燕", "", "女", "林女士"),
        ("陈新", "", "", "陈新"),
        ("John Smith", "CEO", "男", "John Smith"),
    ],
)
def test_how_somebody_is_addressed(name, position, sex, called):
    assert salutation(Contact(name=name, position=position, sex=sex)) == called


def test_r_care_a_letter_is_filled_in_for_the_contact(world):
    text = "尊敬的{称呼}：{单位}的{姓名}，值此{节日}……{负责人}，{别的}"
    said = letter_to(contact_of(world.won), world.won, text, "spring")
    assert said == "尊敬的黄经理：已经成交有限公司的黄丽华，值此春节佳节……李敏，{别的}"


@pytest.fixture
def office_day(monkeypatch):
    """`office_day(day)`: what people are greeted for is reckoned from that day on."""
    return lambda day: monkeypatch.setattr(greeting, "today", lambda: day)


def test_r_care_a_greeting_is_on_record_as_a_follow_up(world, office_day):
    office_day(SPRING - timedelta(days=3))
    count = world.won.followups.count()
    sent = Greeting.record(contact_of(world.won), "spring", "新年快乐，感谢一年来的信任", by=world.rep)
    followup = sent.followup
    assert (followup.method, followup.topic, followup.content) == ("节日问候", "春节问候", "新年快乐，感谢一年来的信任")
    assert world.won.followups.count() == count + 1 and sent.period == "2027"


def test_nobody_is_greeted_twice_and_in_another_year_again(world, office_day):
    office_day(SPRING)
    contact = contact_of(world.won)
    Greeting.record(contact, "spring", "新年快乐，感谢信任", by=world.rep)
    with pytest.raises(Stale):
        Greeting.record(contact, "spring", "新年快乐，感谢信任", by=world.manager)
    office_day(date(2028, 1, 20))
    Greeting.record(contact, "spring", "新年快乐，感谢信任", by=world.rep)
    assert (
        Greeting.select().count()
        == world.won.followups.where(world.won.followups.model.method == "节日问候").count()
        == 2
    )


def test_taken_back_it_may_be_sent_again(world):
    contact = contact_of(world.won)
    Greeting.record(contact, "monthly", "本月资讯已经发给您", by=world.rep).followup.withdraw("发错人", by=world.rep)
    assert not Greeting.select().exists()
    assert Greeting.record(contact, "monthly", "本月资讯已经发给您", by=world.rep).period == f"{today():%Y-%m}"


@pytest.mark.parametrize(
    ("occasion", "text", "field"),
    [("nowhere", "新年快乐，感谢信任", "occasion"), ("spring", " ", "text"), ("spring", "长" * 1001, "text")],
)
def test_what_cannot_be_is_refused(world, occasion, text, field):
    with pytest.raises(DomainError) as refusal:
        Greeting.record(contact_of(world.won), occasion, text, by=world.rep)
    assert refusal.value.field == field and not Greeting.select().exists()


@pytest.mark.parametrize("who", ["colleague", "inspector", "outsider"])
def test_strangers_greet_nobody(world, who):
    with pytest.raises(NotAllowed):
        Greeting.record(contact_of(world.won), "spring", "新年快乐，感谢信任", by=getattr(world, who))


@pytest.mark.parametrize("text", ["", "{不知道}", "长" * 1001, "证件 11010519491231002X"])
def test_a_letter_that_cannot_be_is_refused(world, text):
    with pytest.raises(DomainError) as refusal:
        Letter.add(occasion="spring", title="新的", text=text, by=world.admin)
    assert refusal.value.field == "text"


def test_a_festival_without_letters_of_its_own_has_those_for_all():
    assert [letter.title for letter in Letter.offered("spring")] == ["春节问候", "节日问候（通用）"]
    assert [letter.title for letter in Letter.offered("national")] == ["节日问候（通用）"]
    assert [letter.title for letter in Letter.offered("birthday")] == ["生日祝福"]


# -- the list


def test_r_care_birthdays_to_come_stand_in_their_order(world):
    soon, later = today() + timedelta(days=3), today() + timedelta(days=20)
    for customer, day in ((world.won, later), (world.overdue, soon), (world.colleagues, soon)):
        contact_of(customer).revise({"birthday": f"{day:%m-%d}"}, by=customer.owner)
    care = Care(world.rep)
    assert [(one.customer, one.day) for one in care.birthdays()] == [
        (world.overdue.name, soon),
        (world.won.name, later),
    ]
    assert care.birthdays()[0].name == "欧阳*"
    Greeting.record(contact_of(world.overdue), "birthday", "祝您生日快乐，身体健康", by=world.rep)
    assert [one.is_greeted for one in care.birthdays()] == [True, False]
    assert len(Care(world.manager).birthdays()) == 3 and not Care(world.outsider).birthdays()


def test_a_lunar_birthday_is_found_on_its_day(world):
    contact_of(world.won).revise({"birthday": "农历八月十五"}, by=world.rep)
    (found,) = Care(world.rep, date(2026, 9, 1)).birthdays()
    assert (found.day, found.kept) == (date(2026, 9, 25), "农历08-15")


def test_whoever_has_left_is_greeted_no_more(world):
    contact_of(world.won).revise({"birthday": f"{today():%m-%d}", "left_on": today()}, by=world.rep)
    assert not Care(world.rep).birthdays()


def test_on_a_festival_every_customer_that_is_followed_up_is_greeted(world):
    care, day = Care(world.rep), OCCASIONS["spring"].day(today())
    count, greeted = care.count(OCCASIONS["spring"], day)
    rows = care.customers(OCCASIONS["spring"], day)
    assert (count, greeted) == (len(rows), 0) and world.lost.name not in [row.customer for row in rows]
    Greeting.record(contact_of(world.won), "spring", "新年快乐，感谢信任", by=world.rep)
    assert care.count(OCCASIONS["spring"], day) == (count, 1)
    assert [row.customer for row in care.customers(OCCASIONS["spring"], day) if row.is_greeted] == [world.won.name]


# -- who looks after whom


def test_r_care_a_customer_of_the_first_grade_has_a_manager_of_its_own(world):
    world.won.appoint(world.colleague, by=world.manager)
    assert world.won.success_manager == world.colleague
    world.won.appoint(None, by=world.manager)
    assert world.won.success_manager is None
    for person, by, refusal in (
        (world.outsider, world.manager, DomainError),
        (world.colleague, world.rep, NotAllowed),
        (world.colleague, world.other_manager, NotAllowed),
    ):
        with pytest.raises(refusal):
            world.won.appoint(person, by=by)


def test_the_grade_says_who_leads_and_how_the_customer_is_served(world):
    world.won.move_to(world.value("a", "grade"), by=world.rep)
    grade = next(one for one in world.won.classes() if one.label == "A类")
    assert grade.about == "销售经理主导、产品专家协同；客户成功经理专人对接，电话、上门" and grade.has_own_manager


def test_the_year_of_a_birthday_is_shown_when_it_is_asked_for(client, world):
    contact = contact_of(world.won)
    contact.revise({"birthday": "1985-03-15"}, by=world.rep)
    for who in (world.inspector, world.rep):
        assert "1985-03-15" not in client.log_in(who).get(f"/customers/{world.won.number}").html
    assert (
        "1985-03-15" in client.post(f"/contacts/{contact.id}/reveals", htmx=True, target=f"contact-{contact.id}").html
    )


@pytest.mark.parametrize(
    ("on", "birthday", "day", "period"),
    [
        (date(2026, 12, 28), "01-05", date(2027, 1, 5), "2027"),  # over the turn of the year
        (date(2027, 1, 3), "12-30", date(2026, 12, 30), "2026"),  # some days late
        (date(2025, 1, 1), "农历12-03", date(2025, 1, 2), "2024"),  # twice in one year of the other calendar
        (date(2025, 12, 20), "农历11-08", date(2025, 12, 27), "2025"),
    ],
)
def test_r_care_a_birthday_is_greeted_once_in_a_year_of_its_calendar(world, office_day, on, birthday, day, period):
    contact = contact_of(world.won)
    contact.revise({"birthday": birthday}, by=world.rep)
    office_day(on)
    listed = Care(world.rep, min(on, day)).birthdays()
    assert [(one.day, one.is_greeted) for one in listed] == [(day, False)]
    assert Greeting.record(contact, "birthday", "祝您生日快乐，身体健康", by=world.rep).period == period
    assert Care(world.rep, min(on, day)).birthdays()[0].is_greeted
    with pytest.raises(Stale):
        Greeting.record(contact, "birthday", "祝您生日快乐，身体健康", by=world.rep)


def test_a_festival_of_some_days_ago_is_still_greeted(world, office_day):
    office_day(SPRING + timedelta(days=2))
    assert Greeting.record(contact_of(world.won), "spring", "给您拜个晚年，万事如意", by=world.rep).period == "2027"
