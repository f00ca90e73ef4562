"""R-OPS: what the machine decides is set by environment variables, secrets also as a file."""

import re
import stat

import pytest

from webapp.config import ROOT, VARIABLES, Config, ConfigError


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


def test_every_variable_says_what_it_means():
    assert all(variable.meaning for variable in VARIABLES)
    assert {variable.name for variable in VARIABLES if variable.secret} >= {"SECRET_KEY", "DATABASE_URL"}


ROW = re.compile(r"^\| `GENJINBU_(\w+)` \| ([^|]*) \| [^|]+ \|$", re.MULTILINE)


def told(page: str) -> dict[str, str]:
    """The variables a page of the docs has in its table, with the default it names as code; "" for words."""
    code = re.compile("`(.*)`")
    return {name: (code.fullmatch(cell.strip()) or ["", ""])[1] for name, cell in ROW.findall(page)}


def test_the_deployment_page_has_every_variable_with_its_default():
    page = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    assert told(page) == {known.name: known.default.removeprefix(f"{ROOT}/") for known in VARIABLES}


def test_a_row_of_the_page_is_read_as_it_stands():
    page = "| `GENJINBU_PORT` | `8000` | where |\n| `GENJINBU_KEY` | one made | what |\n"
    assert told(page) == {"PORT": "8000", "KEY": ""}


@pytest.fixture
def named(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "office-pc")


def test_the_configured_address_is_printed_whatever_was_asked():
    config = Config.load({"GENJINBU_BASE_URL": "https://crm.example.lan"})
    assert {config.base_url(), config.base_url("http://localhost:8000/")} == {"https://crm.example.lan"}


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("http://crm.example.lan/", "http://crm.example.lan"),
        ("https://10.0.0.7:8443/", "https://10.0.0.7:8443"),
        ("http://[fd00::7]:8000/", "http://[fd00::7]:8000"),
        ("http://127.0.0.1:8000/", "http://office-pc:8000"),
        ("https://localhost/", "https://office-pc"),
        ("http://book.localhost:5/", "http://office-pc:5"),
        ("http://[::1]:8000/", "http://office-pc:8000"),
        ("http:///", "http://office-pc"),
    ],
)
def test_an_address_of_this_machine_alone_becomes_its_name(named, asked, printed):
    """R-TRACE: the code on a sheet is read by a telephone."""
    assert Config.load({}).base_url(asked) == printed


@pytest.mark.parametrize(("port", "printed"), [("0", "http://office-pc"), ("8000", "http://office-pc:8000")])
def test_outside_of_a_request_this_machine_is_named(named, port, printed):
    assert Config.load({"GENJINBU_PORT": port}).base_url() == printed
