"""`config show`: every variable and setting in one place, secrets hidden (R-OPS)."""

import pytest

from webapp.config import VARIABLES
from webapp.database import db
from webapp.models import User
from webapp.models.settings import KNOWN, Settings


def test_it_lists_every_variable_with_its_meaning(bare_office):
    shown = bare_office.done("config", "show")
    missing = [known for known in VARIABLES if f"{known.full_name}（{known.meaning}）" not in shown]
    assert missing == []


def test_it_says_where_a_value_comes_from(bare_office, monkeypatch, tmp_path):
    monkeypatch.setenv("GENJINBU_PORT", "8080")
    key = tmp_path / "key"
    key.write_text("very-secret")
    monkeypatch.setenv("GENJINBU_SECRET_KEY_FILE", str(key))
    shown = bare_office.done("config", "show")
    assert "8080　［环境变量］" in shown
    assert f"已设置，不显示　［文件 {key}］" in shown
    assert "127.0.0.1　［默认］" in shown


def test_it_hides_secrets(bare_office, monkeypatch):
    monkeypatch.setenv("GENJINBU_SECRET_KEY", "very-secret")
    monkeypatch.setenv("GENJINBU_DATABASE_URL", "postgresql://genjinbu:hunter2@db/genjinbu")
    shown = bare_office.done("config", "show")
    assert "very-secret" not in shown and "hunter2" not in shown


def test_a_secret_file_that_cannot_be_read_is_named(bare_office, monkeypatch):
    monkeypatch.setenv("GENJINBU_SECRET_KEY_FILE", "/nowhere/key")
    assert "GENJINBU_SECRET_KEY_FILE" in bare_office.refused("config", "show")


def test_it_lists_the_offices_settings_with_value_and_default(peopled_office):
    peopled_office.done("doctor")
    for name, value in {"penalty_tracking": 160, "tracking_sheet_notes": "一\n二", "vague_words": ["照旧"]}.items():
        Settings.write(name, value, by=User.system())
    shown = peopled_office.done("config", "show")
    assert [known for known in KNOWN.values() if f"{known.group}・{known.label}（{known.meaning}）" not in shown] == []
    for line in (
        "    160　［默认：100］",
        "    一\n    二　［默认：空］",
        "    照旧　［默认：空］",
        "    ABC　［默认］",
    ):
        assert line in shown


def test_it_lists_those_of_an_office_that_is_not_brought_up_to_date_yet(peopled_office):
    peopled_office.done("doctor")
    Settings.write("penalty_tracking", 160, by=User.system())
    db.execute_sql("DROP TABLE edition")
    assert "    160　［默认：100］" in peopled_office.done("config", "show")


def test_without_a_database_it_lists_no_settings_and_makes_none(office):
    shown = office.done("config", "show")
    assert "GENJINBU_PORT" in shown and "办公设置" not in shown
    assert not office.instance.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://genjinbu:hunter2@127.0.0.1:1/genjinbu"),
        ("DATABASE_URL", "postgresql://genjinbu:hunter2@127.0.0.1:x/genjinbu"),
        ("OFFICE_TIMEZONE", "Mars/Base"),
    ],
)
def test_what_keeps_it_from_the_database_is_named_after_the_variables(bare_office, monkeypatch, name, value):
    monkeypatch.setenv(f"GENJINBU_{name}", value)
    shown = bare_office.done("config", "show")
    assert "GENJINBU_PORT" in shown and "办公设置在数据库里，现在读不到：" in shown
    assert "hunter2" not in shown
