"""The first hour of a new office (U1): each step ticks itself off."""

from tests.world import file_customer
from webapp.models import AuditEvent, Branch, User
from webapp.models.settings import Settings
from webapp.screens.first_hour import first_hour


def done(user) -> list[bool]:
    return [step.is_done for step in first_hour(user).steps]


def test_each_step_ticks_itself_off_until_it_is_over(empty_office):
    admin = empty_office
    assert done(admin) == [False] * 5
    Settings.write("company_name", "苏州检测有限公司", by=admin)
    assert done(admin) == [True, False, False, False, False]
    branch = Branch.get()
    branch.revise("苏州分站", "华东", by=admin)
    assert done(admin)[1]
    rep, _ = User.open_account("limin", "李敏", "rep", branch, by=admin)
    assert done(admin)[2]
    file_customer("第一位客户有限公司", "13912340001", by=rep)
    assert done(admin) == [True, True, True, True, False]
    AuditEvent.record("print.blank", by=admin, subject="代跟踪服务表")
    assert first_hour(admin) is None


def test_it_is_the_administrators(empty_office, world):
    assert first_hour(world.rep) is None


def test_whoever_opens_an_empty_office_is_led_through_it(client, empty_office):
    page = client.log_in(empty_office).get("/")
    links = page.css("#first-hour ol a")
    assert [link.text for link in links] == ["写上公司名称", "给“本分站”改名", "加同事", "导入名单", "打一张表"]
    for link in links:
        client.get(link["href"])
    assert "载入演示数据" in page.text


def test_a_blank_form_is_the_first_print(client, empty_office):
    client.log_in(empty_office).get("/paper/tracking-sheet.pdf?blank=1")
    assert done(empty_office)[4]
