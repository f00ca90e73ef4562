"""Logging in and out (R-LOGIN): the way in, and that it leads nowhere else."""

import json
from datetime import timedelta

import pytest

from tests.page import Client
from tests.world import PASSWORD, dismiss
from webapp.clock import now
from webapp.models import AuditEvent, LoginAttempt, Session, User
from webapp.models.session import FAILURES_AT_ONE_PLACE, FAILURES_PER_ADDRESS


def log_in(client, username="limin", password=None, *, path="/login", **options):
    form = client.get(path).form()
    return form.submit(username=username, password=password or PASSWORD, **options)


def test_the_right_password_opens_the_worklist(client, world):
    page = log_in(client)
    assert page.location == "/"
    assert world.rep.name in page.follow().text


def test_a_wrong_password_is_refused_beside_the_form(client, world):
    page = log_in(client, password="不对的密码", status=422)
    assert "用户名或密码不对" in page.errors[0]
    assert page.one("#username")["value"] == "limin"
    assert page.one("#password").get("value") == ""


@pytest.mark.parametrize("username", ["nobody", "system"])
def test_an_unknown_name_gets_the_same_sentence(client, username):
    assert "用户名或密码不对" in log_in(client, username, status=422).errors[0]


def test_empty_fields_are_named(client):
    page = log_in(client, username="", password=" ", status=422)
    assert any("请输入用户名" in error for error in page.errors)


@pytest.mark.parametrize("target", ["/customers", "/customers?sort=name&due=overdue", "/boards/stage"])
def test_it_leads_on_to_the_page_that_was_asked_for(client, target):
    asked = client.get(target, status=303)
    assert log_in(client, path=asked.location).location == target


@pytest.mark.parametrize(
    "target",
    [
        "//elsewhere.example",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "\\\\elsewhere.example",
        " //elsewhere.example",
        "javascript:alert(1)",
        "http:elsewhere.example",
        "///elsewhere.example",
        "/\r\nSet-Cookie: a=b",
        "elsewhere",
    ],
)
def test_it_leads_to_no_other_host(client, target):
    location = log_in(client, next=target).location
    assert location == "/" or (location.startswith("/") and "elsewhere" not in location and "\r" not in location)


def test_too_many_tries_close_the_name_for_a_while(client, world):
    for _ in range(FAILURES_AT_ONE_PLACE):
        log_in(client, password="不对的密码", status=422)
    assert "试错次数太多" in log_in(client, status=422).errors[0]
    LoginAttempt.update(at=now() - timedelta(minutes=16)).execute()
    assert log_in(client).location == "/"


def test_too_many_tries_close_the_address(client, world):
    LoginAttempt.insert_many(
        {"username": f"guess{place}", "address": "127.0.0.1", "succeeded": False}
        for place in range(FAILURES_PER_ADDRESS)
    ).execute()
    assert "这台电脑" in log_in(client, status=422).errors[0]


def test_tries_and_logins_are_on_record(client, world):
    log_in(client, password="不对的密码", status=422)
    log_in(client)
    newest = AuditEvent.select().order_by(AuditEvent.id.desc()).limit(2)
    assert [event.action for event in newest] == ["session.opened", "session.refused"]
    assert "不对的密码" not in "".join(str(event.details) for event in newest)


def test_logging_in_begins_a_session_of_its_own(client, world):
    """A cookie somebody planted before is worth nothing afterwards."""
    client.get("/login")
    with client.flask.session_transaction() as session:
        before = session["csrf_token"]
    log_in(client)
    with client.flask.session_transaction() as session:
        assert session.get("csrf_token") != before


def test_logging_out_ends_the_session_on_the_server(client, world):
    client.log_in(world.rep)
    cookie = client.flask.get_cookie("genjinbu").value
    page = client.post("/logout")
    assert page.location == "/login" and "storage" in page.headers["Clear-Site-Data"]
    client.flask.set_cookie("genjinbu", cookie)
    assert client.get("/", status=303).location == "/login"


def test_logging_out_twice_is_harmless(client, world):
    client.log_in(world.rep).post("/logout")
    assert client.post("/logout").location == "/login"


def test_a_disabled_account_is_out_at_once(client, world):
    client.log_in(world.rep).get("/")
    dismiss(world.rep)
    assert client.get("/", status=303).location == "/login"
    assert "用户名或密码不对" in log_in(client, status=422).errors[0]


def test_a_reset_password_ends_every_session(client, world):
    client.log_in(world.rep).get("/")
    world.rep.reset_password(by=world.admin)
    client.get("/", status=303)


@pytest.mark.parametrize(("column", "age"), [("seen_at", timedelta(minutes=121)), ("created_at", timedelta(hours=13))])
def test_an_old_session_is_over(client, world, column, age):
    client.log_in(world.rep)
    Session.update({column: now() - age}).execute()
    client.get("/", status=303)


def test_a_forged_cookie_opens_nothing(client, world):
    client.flask.set_cookie("genjinbu", "eyJfdXNlcl9pZCI6IjEifQ.forged.forged")
    client.get("/", status=303)


def test_an_expired_login_during_a_fragment_opens_the_dialog(client, world):
    """The way the page goes: 401 names the login, its fragment logs in, the write goes through with the new token."""
    client.log_in(world.rep)
    Session.delete().execute()
    refused = client.post(f"/customers/{world.overdue.number}/verification", htmx=True, status=401)
    dialog = client.get(refused.headers["HX-Login"], htmx=True, target="login")
    assert not dialog.is_whole and dialog.one("h2#login-title")
    renewed = dialog.form("form").submit(htmx=True, username="limin", password=world.password)
    assert renewed.one("[data-user]")["data-user"] == str(world.rep.id)
    assert '"session-renewed"' in renewed.headers["HX-Trigger"] and '"dialog-close"' in renewed.headers["HX-Trigger"]
    client.token = _token(renewed)
    client.post(f"/customers/{world.overdue.number}/verification", status=303)


def test_a_lost_cookie_is_an_expired_login_too(client, world):
    """A computer left overnight has lost even the cookie: the login comes before the token."""
    client.log_in(world.rep)
    token = client.token
    client.log_out()
    client.post("/customers", {"csrf_token": token}, htmx=True, status=401)


def test_a_wrong_password_in_the_dialog_stays_in_the_dialog(client):
    dialog = client.get("/login", htmx=True, target="login")
    page = dialog.form("form").submit(htmx=True, username="limin", password="不对的密码", status=422)
    assert not page.is_whole and "用户名或密码不对" in page.errors[0]


def test_two_browsers_are_two_sessions(app, client, world):
    other = Client(app).log_in(world.rep)
    client.log_in(world.rep).post("/logout")
    other.get("/")


def _token(page) -> str:
    return json.loads(page.headers["HX-Trigger"])["session-renewed"]["csrf"]


def test_a_second_login_in_one_browser_ends_the_first(client, world):
    log_in(client)
    log_in(client, username="wangqiang")
    assert [session.user for session in Session.select()] == [world.colleague]


def test_a_name_is_found_in_whatever_case(client, world):
    assert log_in(client, username=" LiMin ").location == "/"


def test_after_a_wrong_password_the_cursor_is_in_it(client):
    page = log_in(client, password="不对的密码", status=422)
    assert page.one("[autofocus]")["id"] == "password"


def test_a_lockout_is_no_thing_to_mend(client):
    for _ in range(FAILURES_AT_ONE_PLACE):
        log_in(client, password="不对的密码", status=422)
    assert "处需要改一下" not in log_in(client, status=422).text


@pytest.mark.parametrize("options", [{}, {"htmx": True}])
def test_whose_login_has_ended_is_known_and_told_why(client, world, options):
    log_in(client)
    Session.update(seen_at=now() - timedelta(hours=5)).execute()
    page = client.get("/login", **options)
    assert page.one("#username")["value"] == "limin" and "已过期" in page.text
    assert Client(client.app).get("/login", **options).one("#username")["value"] == ""


def test_whoever_is_called_like_their_role_is_called_once(client, world):
    """U57."""
    User.update(name="管理员").where(User.id == world.admin.id).execute()
    log_in(client, username=world.admin.username)
    assert client.get("/").one(".rail-foot").text == "管理员"
