"""`user` and `branch` (R-OPS, R-LOGIN)."""

import re

import pytest

from webapp import operator
from webapp.models import AuditEvent, Session, User, login


@pytest.fixture
def staffed(office):
    office.done("init")
    office.done("branch", "add", "苏州分站", "--region", "华东")
    return office


def password_in(shown: str) -> str:
    return re.search(r"密码 (\S+)", shown)[1]


def add_limin(office, role: str = "业务员") -> str:
    return password_in(office.done("user", "add", "limin", "--name", "李敏", "--role", role, "--branch", "苏州分站"))


@pytest.mark.parametrize("role", ["业务员", "rep"])
def test_an_account_is_opened_with_a_random_password(staffed, role):
    password = add_limin(staffed, role)
    limin = User.get(User.username == "limin")
    assert limin.password_matches(password)
    assert (limin.name, limin.role, limin.branch.name, limin.must_change_password) == ("李敏", "rep", "苏州分站", True)


def test_a_rep_needs_a_branch(staffed):
    assert staffed.refused("user", "add", "limin", "--name", "李敏", "--role", "rep") == "这个角色要属于一个分站"


def test_an_unknown_branch_is_named(staffed):
    words = ("user", "add", "limin", "--name", "李敏", "--role", "rep", "--branch", "杭州分站")
    assert "没有名为“杭州分站”的分站" in staffed.refused(*words)


def test_a_user_name_is_given_once(staffed):
    add_limin(staffed)
    words = ("user", "add", "limin", "--name", "李明", "--role", "rep", "--branch", "苏州分站")
    assert staffed.refused(*words) == "用户名“limin”已经有人用了"


def test_a_reset_password_replaces_the_old_one_and_ends_the_sessions(staffed):
    old = add_limin(staffed)
    login.log_in("limin", old, address="10.0.0.7", agent="")
    new = password_in(staffed.done("user", "reset-password", "limin"))
    limin = User.get(User.username == "limin")
    assert limin.password_matches(new) and not limin.password_matches(old)
    assert Session.select().count() == 0
    assert AuditEvent.get(AuditEvent.action == "user.password_reset").origin.startswith("命令行（")


def test_a_name_is_found_in_whatever_case(staffed):
    add_limin(staffed)
    staffed.done("user", "reset-password", "LiMin")


def test_an_account_is_on_record_with_its_branch_and_who_opened_it(staffed, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "lihua")
    add_limin(staffed)
    event = AuditEvent.get(AuditEvent.action == "user.opened", AuditEvent.subject == "limin")
    assert (event.details["name"], event.details["branch"], event.details["role"]) == ("李敏", "苏州分站", "rep")
    assert event.origin == f"命令行（{operator.account()}）" and "lihua" in event.origin


def test_a_disabled_account_is_out(staffed):
    add_limin(staffed)
    assert staffed.done("user", "disable", "limin") == "limin（李敏）已停用。\n"
    assert not User.get(User.username == "limin").is_active
    assert staffed.done("user", "disable", "limin") == "limin 已是停用状态。\n"


def test_the_list_shows_everyone_but_the_system(staffed):
    add_limin(staffed)
    heading, *rows = staffed.done("user", "list").splitlines()
    assert heading.split() == ["用户名", "姓名", "角色", "分站", "状态"]
    assert [row.split() for row in rows if "limin" in row] == [["limin", "李敏", "业务员", "苏州分站", "在用"]]
    assert "system" not in str(rows)


@pytest.mark.parametrize("act", ["reset-password", "disable"])
@pytest.mark.parametrize("username", ["nobody", "system"])
def test_nobody_and_the_system_are_refused(staffed, act, username):
    assert f"没有用户名为“{username}”的账号" in staffed.refused("user", act, username)


def test_a_branch_is_added_once_to_a_region(staffed):
    assert staffed.refused("branch", "add", "苏州分站", "--region", "华东") == "已经有名为“苏州分站”的分站"
    assert "最多 40 个字" in staffed.refused("branch", "add", "长" * 41, "--region", "华东")
    assert "最多 40 个字" in staffed.refused("branch", "add", "常州分站", "--region", "长" * 41)
    assert "请写名称" in staffed.refused("branch", "add", " ", "--region", "华东")
    staffed.done("branch", "add", "无锡分站", "--region", "华东")
    rows = [row.split() for row in staffed.done("branch", "list").splitlines()]
    assert ["华东", "苏州分站"] in rows and ["华东", "无锡分站"] in rows
