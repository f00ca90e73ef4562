"""Exit status and words of the command line as a whole (R-OPS)."""

import pytest


def test_it_lists_its_commands(bare_office):
    shown = bare_office.done("--help")
    commands = ("init", "demo", "serve", "user", "branch", "import", "print", "migrate", "doctor", "audit", "config")
    assert [name for name in commands if f"\n  {name} " not in shown] == []
    assert "用法：genjinbu" in shown


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["nonsense"], "没有这个命令：nonsense"),
        (["init", "--nonsense"], "没有这个选项：--nonsense"),
        (["user", "add"], "缺少参数：用户名"),
        (["user", "add", "limin", "--name", "李敏", "--role", "boss"], "参数不对：--role（可选：rep、"),
        (
            ["print", "tracking-sheet", "--blank", "--copies", "4", "-o", "x.pdf"],
            "参数不对：--copies（应为 1 到 3 的整数）",
        ),
    ],
)
def test_wrong_usage_is_status_2_and_says_where_the_help_is(bare_office, words, complaint):
    result = bare_office(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith(complaint)
    assert "用法见：genjinbu" in result.stderr


def test_without_a_command_it_shows_the_help(bare_office):
    result = bare_office()
    assert result.exit_code == 2
    assert "命令：" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["user", "list"],
        ["migrate"],
        ["serve"],
        ["audit", "verify"],
        ["demo", "load"],
        ["print", "tracking-sheet", "--all", "-o", "x.pdf"],
    ],
)
def test_without_a_database_it_says_what_to_run(bare_office, words):
    assert bare_office.refused(*words) == "还没有数据库，请先运行 bin/genjinbu init"
    assert not bare_office.instance.exists()


def test_an_outdated_database_is_refused(bare_office, monkeypatch):
    bare_office.done("init")
    monkeypatch.setattr("webapp.schema.pending", lambda: ["0002_next"])
    assert bare_office.refused("user", "list") == "数据库结构需要升级，请先运行 bin/genjinbu migrate"
    assert "0002_next" in bare_office.done("migrate", "--plan")


def test_a_server_that_does_not_answer_is_one_line(bare_office, monkeypatch):
    monkeypatch.setenv("GENJINBU_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/nowhere")
    complaint = bare_office.refused("user", "list")
    assert complaint.startswith("数据库用不了：")
    assert "secret" not in complaint


@pytest.mark.parametrize(("name", "value"), [("OFFICE_TIMEZONE", "Mars/Base"), ("PASSWORD_COST", "much")])
def test_a_setting_that_cannot_be_used_is_named(bare_office, monkeypatch, name, value):
    monkeypatch.setenv(f"GENJINBU_{name}", value)
    assert f"GENJINBU_{name}" in bare_office.refused("user", "list")
