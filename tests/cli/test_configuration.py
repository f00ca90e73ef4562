"""`config show`: every variable in one place, secrets hidden (R-OPS)."""

from webapp.config import VARIABLES


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
