"""查重: is this company already ours? (R-DUP, R-NAME)"""

import pytest

from tests.page import Client
from webapp.models import Customer


@pytest.fixture
def desk(client, world):
    return client.log_in(world.outsider)


@pytest.fixture
def filing(client, world):
    """建档, filled in by somebody who works there."""
    return client.log_in(world.rep).get("/customers/new").form("main form")


NEW = {
    "industry": "制造业",
    "source": "展会",
    "need": "需要第三方检测报告",
    "contact_name": "邹立",
    "phone": "13512345678",
}
GOOD, CUT, BARE = "苏州新来精密有限公司", "苏州新来精密有限公", "苏州新来精密"


def ask(client, **facts):
    """What the filing form is told while it is typed."""
    return client.post("/duplicates", facts, htmx=True, target="duplicates")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"name": "逾期三天有限公司"}, "名称相同"),
        ({"name": "逾期三天有限责任公司"}, "名称相近"),
        ({"phone": "139 1234 0003"}, "电话相同"),
    ],
)
def test_it_names_owner_branch_and_stage_across_branches(desk, world, facts, reason):
    said = desk.get("/duplicates/new").form("main form").submit(**facts).follow().one(".callout").text
    assert world.overdue.name in said and world.rep.name in said and world.suzhou.name in said and reason in said


def test_its_page_can_be_come_back_to_and_its_address_says_no_number(desk, app, world):
    """A page that answers a POST is an error to the Back key."""
    asked = desk.get("/duplicates/new").form("main form").submit(phone="139 1234 0003")
    assert asked.location == "/duplicates/new?kept=1"
    again = desk.get(asked.location)
    assert world.overdue.name in again.one(".callout").text
    assert again.form("main form").fields["phone"] == "139 1234 0003"
    assert world.overdue.name not in Client(app).log_in(world.rep).get(asked.location).text  # another browser
    desk.get(asked.location, headers={"Sec-Purpose": "prefetch"}, status=503)


@pytest.mark.parametrize(
    ("facts", "said"), [({}, "请至少写一样"), ({"phone": "12345"}, "请写完整的号码"), ({"uscc": "91"}, "18 位")]
)
def test_what_cannot_be_compared_is_said_and_not_that_there_is_nothing(desk, facts, said):
    page = desk.get("/duplicates/new").form("main form").submit(status=422, **facts)
    assert said in page.text and "没有重复" not in page.text


def test_it_links_only_what_one_may_open(client, world):
    query = f"/duplicates/new?name={world.overdue.name}"
    assert not client.log_in(world.outsider).get(query).css(".callout a")
    assert client.log_in(world.rep).get(query).one(".callout a")["href"] == f"/customers/{world.overdue.number}"


def test_it_says_when_nobody_has_it(desk):
    page = desk.get("/duplicates/new?name=没有人有的有限公司")
    assert "没有重复" in page.text and page.form("main form").fields["name"] == "没有人有的有限公司"


@pytest.mark.parametrize("query", ["phone=13912340003", "email=a@b.cn", "uscc=91320594MA1MXXXXX0"])
def test_an_address_asks_for_names_only(desk, query):
    """Addresses are written into logs and histories."""
    page = desk.get(f"/duplicates/new?{query}")
    assert not page.css(".callout") and "没有重复" not in page.text


def test_asking_by_post_needs_a_token(desk):
    desk.post("/duplicates", {"name": "逾期", "csrf_token": ""}, status=419)


def test_everybody_may_ask(client, world):
    for who in (world.service, world.inspector, world.admin):
        client.log_in(who).get("/duplicates/new?name=逾期")
        ask(client, name="逾期")


# -- while 建档 is typed


def test_while_typing_it_answers_a_fragment(desk, world):
    page = ask(desk, name=world.overdue.name)
    assert not page.is_whole and world.overdue.name in page.text
    assert not ask(desk, name="", phone="").text


def test_the_filing_form_asks_with_the_compared_fields_alone(filing):
    watch = filing.page.one("[hx-post='/duplicates']")
    assert not watch.inside("form")
    assert {"#name", "#kind", "#uscc", "#phone", "#email"} <= set(watch["hx-include"].split(", "))


def test_a_reason_already_written_stays(desk, world):
    page = ask(desk, name=world.overdue.name, duplicate_reason="同名，注册地不同")
    assert page.one("#duplicate_reason")["value"] == "同名，注册地不同"


@pytest.mark.parametrize("name", [CUT, BARE])
def test_a_doubtful_name_is_doubted(desk, name):
    assert "checked" not in ask(desk, name=name).one("#confirmed_name").attributes
    assert not ask(desk, name=name, kind="individual").css(".callout")
    assert desk.get(f"/duplicates/new?name={name}").one(".callout")


# -- before a doubtful name is filed


@pytest.mark.parametrize("name", [CUT, BARE])
def test_a_doubtful_name_is_shown_once_before_it_is_filed(filing, world, name):
    page = filing.submit(status=422, name=name, **NEW)
    assert page.one("#confirmed_name")["aria-invalid"] == "true" and "这就是全称" in page.errors[0]
    assert not Customer.select().where(Customer.name == name).exists()
    page.form("main form").submit(confirmed_name=name)
    assert Customer.select().where(Customer.name == name).exists()


def test_a_corrected_name_needs_no_confirmation(filing):
    filing.submit(status=422, name=CUT, **NEW).form("main form").submit(name=GOOD)


def test_another_doubtful_name_is_doubted_anew(filing):
    page = filing.submit(status=422, name=CUT, **NEW)
    page = page.form("main form").submit(status=422, name=BARE, confirmed_name=CUT)
    asked = page.one("#confirmed_name")
    assert "checked" not in asked.attributes and asked["value"] == BARE


def test_a_person_is_not_asked_for_a_legal_form(filing):
    filing.submit(name="诸葛青松", kind="individual", **NEW)


def test_doubts_and_duplicates_are_shown_together(filing, world):
    page = filing.submit(status=422, name="逾期三天", **NEW)
    assert page.one("#confirmed_name") and world.overdue.name in page.one("#duplicates").text
    page.form("main form").submit(confirmed_name="逾期三天", duplicate_reason="同名，注册地不同")


def test_a_confirmed_name_stays_confirmed_when_something_else_is_wrong(filing):
    page = filing.submit(status=422, name=CUT, **NEW).form("main form").submit(status=422, confirmed_name=CUT, need="")
    assert "checked" in page.one("#confirmed_name").attributes
