"""R-OPS: every setting by environment variable, secrets also as a file."""

import stat

import pytest

from webapp.config import SETTINGS, Config, ConfigError


def test_defaults_hold_where_nothing_is_set(tmp_path):
    config = Config.load({}, INSTANCE=str(tmp_path))
    assert config["OFFICE_TIMEZONE"] == "Asia/Shanghai" and config.number("SESSION_HOURS") == 12
    assert config.database_url == f"sqlite:///{tmp_path}/genjinbu.sqlite3"


def test_a_variable_wins_over_the_default_and_a_file_over_both(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("from file\n")
    environ = {"GENJINBU_PORT": "8000", "GENJINBU_SECRET_KEY": "plain", "GENJINBU_SECRET_KEY_FILE": str(secret)}
    config = Config.load(environ)
    assert config.number("PORT") == 8000 and config.secret_key() == "from file"


def test_a_missing_file_is_named():
    with pytest.raises(ConfigError, match="GENJINBU_SECRET_KEY_FILE"):
        Config.load({"GENJINBU_SECRET_KEY_FILE": "/nowhere/key"})


def test_a_number_that_is_none_is_named():
    with pytest.raises(ConfigError, match="GENJINBU_PORT.*abc"):
        Config.load({"GENJINBU_PORT": "abc"}).number("PORT")


def test_a_key_is_made_once_and_kept_private(tmp_path):
    first, second = (Config.load({}, INSTANCE=str(tmp_path / "new")).secret_key() for _ in range(2))
    assert first == second and len(first) == 64
    assert stat.S_IMODE((tmp_path / "new/secret_key").stat().st_mode) == 0o600


def test_every_setting_says_what_it_means():
    assert all(setting.meaning for setting in SETTINGS)
    assert {setting.name for setting in SETTINGS if setting.secret} >= {"SECRET_KEY", "DATABASE_URL"}
