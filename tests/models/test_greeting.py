"""节日问候 (R-CARE): letters, whom they greet, and what stays on record."""

from datetime import date, timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import Contact, Greeting, Letter
from webapp.models.eyes import Eyes
from webapp.models.greeting import letter_to, salutation
from webapp.screens.care import Care, day_of

SPRING = date(2027, 2, 6)


def contact_of(customer) -> Contact:
    return customer.contacts.get()


@pytest.mark.parametrize(
    ("name", "position", "sex", "called"),
    [
        ("王建国", "采购经理", "", "王采购经理"),
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
    assert said == "尊敬的黄采购经理：已经成交有限公司的黄丽华，值此春节佳节……李敏，{别的}"


def test_r_care_a_greeting_is_on_record_as_a_follow_up(world):
    count = world.won.followups.count()
    greeting = Greeting.send(contact_of(world.won), "spring", SPRING, "新年快乐，感谢一年来的信任", by=world.rep)
    followup = greeting.followup
    assert (followup.method, followup.topic, followup.content) == ("节日问候", "春节问候", "新年快乐，感谢一年来的信任")
    assert world.won.followups.count() == count + 1 and greeting.period == "2027"


def test_nobody_is_greeted_twice_and_in_another_year_again(world):
    contact = contact_of(world.won)
    Greeting.send(contact, "spring", SPRING, "新年快乐，感谢信任", by=world.rep)
    with pytest.raises(Stale):
        Greeting.send(contact, "spring", SPRING, "新年快乐，感谢信任", by=world.manager)
    Greeting.send(contact, "spring", date(2028, 1, 26), "新年快乐，感谢信任", by=world.rep)
    assert (
        Greeting.select().count()
        == world.won.followups.where(world.won.followups.model.method == "节日问候").count()
        == 2
    )


def test_taken_back_it_may_be_sent_again(world):
    contact = contact_of(world.won)
    Greeting.send(contact, "monthly", today(), "本月资讯已经发给您", by=world.rep).followup.withdraw(
        "发错人", by=world.rep
    )
    assert not Greeting.select().exists()
    assert Greeting.send(contact, "monthly", today(), "本月资讯已经发给您", by=world.rep).period == f"{today():%Y-%m}"


@pytest.mark.parametrize(
    ("occasion", "text", "field"),
    [("nowhere", "新年快乐，感谢信任", "occasion"), ("spring", " ", "text"), ("spring", "长" * 1001, "text")],
)
def test_what_cannot_be_is_refused(world, occasion, text, field):
    with pytest.raises(DomainError) as refusal:
        Greeting.send(contact_of(world.won), occasion, SPRING, text, by=world.rep)
    assert refusal.value.field == field and not Greeting.select().exists()


@pytest.mark.parametrize("who", ["colleague", "inspector", "outsider"])
def test_strangers_greet_nobody(world, who):
    with pytest.raises(NotAllowed):
        Greeting.send(contact_of(world.won), "spring", SPRING, "新年快乐，感谢信任", by=getattr(world, who))


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
    Greeting.send(contact_of(world.overdue), "birthday", soon, "祝您生日快乐，身体健康", by=world.rep)
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
    care, day = Care(world.rep), day_of("spring", today())
    count, greeted = care.count("spring", day)
    rows = care.customers("spring", day)
    assert (count, greeted) == (len(rows), 0) and world.lost.name not in [row.customer for row in rows]
    Greeting.send(contact_of(world.won), "spring", day, "新年快乐，感谢信任", by=world.rep)
    assert care.count("spring", day) == (count, 1)
    assert [row.customer for row in care.customers("spring", day) if row.is_greeted] == [world.won.name]


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


def test_a_birthday_is_nobodys_business(world):
    contact_of(world.won).revise({"birthday": "1985-03-15"}, by=world.rep)
    assert not Eyes.of(world.inspector, world.won).whole
    trail = world.won.contacts.get().birthday
    assert trail == "1985-03-15"
