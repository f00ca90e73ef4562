"""设置 → 账号: the office's people, kept by the administrator on screen (U1)."""

import pytest

from webapp.models import AuditEvent, Session, User
from webapp.models.login import log_in


@pytest.fixture
def desk(client, world):
    return client.log_in(world.admin)


def test_an_account_is_opened_and_its_password_shown_once(desk, world):
    form = desk.get("/settings/users/new").form()
    page = form.submit(name="陈新", username="ChenXin", role="rep", branch=world.suzhou.id, status=200)
    password = page.one("code").text
    assert User.get(User.username == "chenxin").password_matches(password)
    assert password not in desk.get("/settings/users").text


def test_what_is_wrong_is_said_beside_its_field(desk, world):
    form = desk.get("/settings/users/new").form()
    assert len(form.submit(name="", username="", status=422).errors) == 2
    page = form.submit(name="陈新", username="limin", role="rep", branch=world.suzhou.id, status=422)
    assert "已经有人用了" in page.text
    assert "这个角色要属于一个分站" in form.submit(name="陈新", username="chen", role="rep", status=422).text


def test_each_is_listed_with_what_is_theirs(desk, world):
    page = desk.get("/settings/users")
    row = page.one(f"#user-{world.rep.id}").text
    assert "李敏" in row and "业务员" in row and "8" in row
    assert [heading.text for heading in page.css("main h2")] == ["公司", "佛山分站", "苏州分站"]


def test_role_and_branch_are_changed_once_everything_is_handed_over(desk, world):
    page = desk.get(f"/settings/users/{world.rep.id}/edit")
    page = page.form().submit(branch=world.foshan.id, status=422)
    assert "未完成交接：李敏名下还有 8 位客户" in page.text
    form = desk.get(f"/settings/users/{world.service.id}/edit").form()
    form.submit(name="孙小", branch=world.foshan.id, status=303)
    assert User.get_by_id(world.service.id).branch == world.foshan


def test_a_password_is_reset_after_a_question(desk, world):
    Session.open(world.rep, address="", agent="")
    page = desk.get(f"/settings/users/{world.rep.id}/password/new").form().submit(status=200)
    assert log_in("limin", page.one("code").text, address="127.0.0.1", agent="")[0] == world.rep
    assert AuditEvent.select().where(AuditEvent.action == "user.password_reset").exists()


def test_sessions_are_ended_and_accounts_closed_and_let_in_again(desk, world):
    Session.open(world.service, address="", agent="")
    page = desk.get("/settings/users")
    page.press(f"#user-{world.service.id} [formaction$=logout]")
    assert not Session.select().where(Session.user == world.service).exists()
    page.press(f"#user-{world.service.id} [formaction$=disabling]")
    page = desk.get("/settings/users")
    assert "已停用" in page.one(f"#user-{world.service.id}").text
    page.press(f"#user-{world.service.id} [formaction$=reversal]")
    assert User.get_by_id(world.service.id).is_active


def test_whoever_has_customers_is_not_closed(desk, world):
    page = desk.post(f"/settings/users/{world.rep.id}/disabling", {"csrf_token": desk.token}, status=422)
    assert "未完成交接" in page.text


def test_one_closed_by_an_earlier_release_says_what_is_left(desk, world):
    User.update(disabled_at=world.rep.created_at).where(User.id == world.rep.id).execute()
    assert "未完成交接" in desk.get("/settings/users").one(f"#user-{world.rep.id}").text


def test_a_manager_reads_who_is_in_the_branch(client, world):
    page = client.log_in(world.manager).get("/settings/users")
    assert [heading.text for heading in page.css("main h2")] == ["苏州分站"]
    assert not page.css("[formaction^='/settings']")
    client.get("/settings/users/new", status=403)


def test_others_have_no_business_there(client, world):
    for who in (world.rep, world.service, world.inspector):
        client.log_in(who).get("/settings/users", status=403)
    client.get(f"/settings/users/{world.rep.id}/password/new", status=403)


def test_nobody_resets_the_installations_own(desk):
    desk.get(f"/settings/users/{User.system().id}/edit", status=404)
