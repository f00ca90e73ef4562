"""`init` and `migrate` (R-OPS): first password random, shown once, to be changed at the first login."""

import re

from webapp.database import is_sqlite
from webapp.models import AuditEvent, Branch, User


def admin_password(shown: str) -> str:
    return re.search(r"用户名 admin　密码 (\S+)", shown)[1]


def test_it_makes_the_first_administrator(office):
    password = admin_password(office.done("init"))
    admin = User.get(User.username == "admin")
    assert admin.password_matches(password)
    assert admin.must_change_password
    assert [branch.name for branch in Branch.select()] == ["本分站"]
    assert AuditEvent.get(AuditEvent.action == "user.opened").actor_name == "系统"


def test_each_password_is_another(office, engine, monkeypatch):
    first = admin_password(office.done("init"))
    monkeypatch.setenv("GENJINBU_DATABASE_URL", engine.empty())
    assert admin_password(office.done("init")) != first


def test_a_second_time_changes_nothing(office):
    office.done("init")
    before = User.get(User.username == "admin").password_hash
    assert office.done("init", "--demo") == "数据库已经建好，未作改动。\n"
    assert User.get(User.username == "admin").password_hash == before


def test_the_files_belong_to_the_owner_alone(office):
    office.done("init")
    files = [office.instance, *office.instance.iterdir()]
    if is_sqlite():
        files = [file for file in files if file.suffix != ".sqlite3"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_migrating_a_current_database_does_nothing(office):
    office.done("init")
    assert office.done("migrate") == "数据库结构已是最新。\n"
    assert office.done("migrate", "--plan") == "数据库结构已是最新。\n"
