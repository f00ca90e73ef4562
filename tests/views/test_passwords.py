"""Changing one's password; the first one is changed before anything else."""

from datetime import timedelta

import pytest

from tests.page import Client
from tests.world import PASSWORD
from webapp.clock import now
from webapp.models import Session, User

NEW = "新账本里的那个秋天"


@pytest.fixture
def newcomer(client, world):
    """A rep at the first login, with the random password still in force."""
    world.rep.must_change_password = True
    world.rep.save()
    return client.log_in(world.rep)


def change(client, *, status=303, **fields):
    form = client.get("/password").form("main form.form")
    typed = {"current": PASSWORD, "password": NEW, "repeat": NEW, **fields}
    return form.submit(status=status, **{name: text for name, text in typed.items() if name in form.fields})


def test_the_password_is_changed(client, world):
    assert change(client.log_in(world.rep)).location == "/"
    form = Client(client.app).get("/login").form()
    form.submit(username="limin", password=world.password, status=422)
    form.submit(username="limin", password=NEW)


def test_other_sessions_end_and_this_one_stays(app, client, world):
    other = Client(app).log_in(world.rep)
    change(client.log_in(world.rep)).follow()
    other.get("/", status=303)


@pytest.mark.parametrize("path", ["/", "/customers", "/boards/stage", "/paper", "/search?q=a"])
def test_a_newcomer_sees_nothing_before_changing_it(newcomer, path):
    assert newcomer.get(path, status=303).location == "/password"
    assert newcomer.get(path, htmx=True, status=204).location == "/password"


def test_a_newcomer_writes_nothing_before_changing_it(newcomer, world):
    assert newcomer.post(f"/customers/{world.overdue.number}/verification").location == "/password"


def test_a_newcomer_may_change_it_and_go_on(newcomer, world):
    assert world.rep.name in change(newcomer).follow().text


def test_a_newcomer_may_leave(newcomer):
    newcomer.post("/logout")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"current": "不对"}, "当前密码不对"),
        ({"repeat": "另一个密码"}, "两次输入的新密码不一样"),
        ({"password": "12345678", "repeat": "12345678"}, ""),
        ({"password": "短", "repeat": "短"}, ""),
        ({"password": PASSWORD, "repeat": PASSWORD}, "不能与当前密码相同"),
        ({"current": ""}, "请输入当前密码"),
    ],
)
def test_what_is_wrong_is_shown_and_nothing_changes(client, world, fields, message):
    page = change(client.log_in(world.rep), status=422, **fields)
    assert page.errors and any(message in error for error in page.errors)


def test_passwords_are_never_sent_back(client, world):
    page = change(client.log_in(world.rep), status=422, current="不对")
    assert {field.get("value") for field in page.css("input[type=password]")} == {""}


def test_who_has_just_typed_the_first_password_is_not_asked_for_it_again(newcomer, world):
    form = newcomer.get("/password").form("main form.form")
    assert "current" not in form.fields
    form.submit(status=303, password=NEW, repeat=NEW)
    assert User.get_by_id(world.rep.id).password_matches(NEW)


def test_later_on_it_is_asked_for(newcomer):
    Session.update(created_at=now() - timedelta(minutes=30)).execute()
    assert "current" in newcomer.get("/password").form("main form.form").fields


def test_the_token_is_another_afterwards(client, world):
    client.log_in(world.rep)
    before = Session.get().token_hash
    change(client).follow()
    assert Session.get().token_hash != before
