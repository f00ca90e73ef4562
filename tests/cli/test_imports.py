"""`import FILE` and `import undo BATCH` (R-IMPORT)."""

import re

import pytest

from tests.imports import SAMPLES
from tests.zone import ZONE
from webapp.cli import main
from webapp.clock import now
from webapp.imports.files.table import read_table
from webapp.models import AuditEvent, Branch, Customer, ImportBatch
from webapp.models.import_batch import GIVEN_UP

LIST = "客户名称,联系方式\n全新有限公司,13812345678\n无,1\n"
BRANCH = ("--branch", "苏州分站")


@pytest.fixture
def run(fresh_database, tmp_path, monkeypatch, capsys):
    """Run a command on a database of the test's own: (exit status, what it printed, what it complained)."""
    monkeypatch.setenv("GENJINBU_DATABASE_URL", fresh_database)
    monkeypatch.setenv("GENJINBU_INSTANCE", str(tmp_path))
    monkeypatch.setenv("GENJINBU_OFFICE_TIMEZONE", ZONE)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(args))
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


@pytest.fixture
def source(tmp_path) -> str:
    file = tmp_path / "名单.csv"
    file.write_text(LIST, encoding="utf-8")
    return str(file)


def has_new() -> bool:
    return Customer.select().where(Customer.name == "全新有限公司").exists()


def test_a_list_is_imported_and_told(run, source):
    status, out, _ = run("import", source, *BRANCH)
    assert status == 0
    assert out.splitlines()[0].partition("：")[2] == "新建 1 · 更新 0 · 待核实 1 · 跳过 0 · 拒绝 1"
    assert "第 3 行 无：客户名称“无”太笼统，看不出是哪一家" in out
    assert has_new()


def test_a_trial_run_writes_nothing(run, source):
    status, out, _ = run("import", "--dry-run", source, *BRANCH)
    assert (status, has_new(), ImportBatch.select().count()) == (0, False, 0)
    assert "没有写入" in out


def test_an_import_is_undone_by_its_batch(run, source):
    _, out, _ = run("import", source, *BRANCH)
    batch = re.search(r"批次 (\d+)", out)[1]
    status, out, _ = run("import", "undo", batch)
    assert (status, has_new()) == (0, False)
    assert f"已撤销批次 {batch}" in out
    assert run("import", "undo", batch)[0] == 1


def test_an_undo_is_gone_on_with_after_one_that_died(run, source):
    _, out, _ = run("import", source, *BRANCH)
    batch = re.search(r"批次 (\d+)", out)[1]
    ImportBatch.update(busy_since=now()).execute()
    assert run("import", "undo", batch)[0] == 1 and has_new()
    ImportBatch.update(busy_since=now() - GIVEN_UP * 2).execute()
    assert run("import", "undo", batch)[0] == 0 and not has_new()


def test_the_offices_own_list_is_read(run):
    status, out, _ = run("import", str(SAMPLES / "followups-gb18030.csv"), *BRANCH)
    assert status == 0
    assert "第 4 行 C贸易集团：待核实：首次跟进时间 2023-11-" in out


def test_the_result_is_saved_as_a_workbook(run, source, tmp_path):
    report = tmp_path / "结果.xlsx"
    run("import", source, *BRANCH, "--report", str(report))
    assert read_table(report.read_bytes(), "结果.xlsx").headers == ["客户名称", "联系方式", "拒绝原因"]


@pytest.mark.parametrize("options", [(), ("--dry-run",)], ids=["written", "tried"])
def test_a_result_that_is_saved_is_its_owners_alone_and_on_record(run, source, tmp_path, options):
    """It holds the refused rows as they came, telephones included (R-REVEAL)."""
    report = tmp_path / "结果.xlsx"
    run("import", source, *BRANCH, "--report", str(report), *options)
    assert report.stat().st_mode & 0o777 == 0o600
    assert AuditEvent.select().where(AuditEvent.action == "import.exported").count() == 1


def test_a_column_is_mapped_by_hand(run, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("称呼,打法\n全新有限公司,13812345678\n", encoding="utf-8")
    assert run("import", str(file), *BRANCH)[0] == 1
    assert run("import", str(file), *BRANCH, "--map", "称呼=客户名称", "--map", "打法=phone")[0] == 0
    assert has_new()


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (("import",), 2, "缺少参数"),
        (("import", "没有的文件.csv"), 2, "文件不存在"),
        (("import", "undo"), 2, "缺少参数"),
        (("import", "undo", "999"), 1, "没有批次 999"),
        (("import", "{source}", "--branch", "火星分站"), 1, "没有名为“火星分站”的分站"),
        (("import", "{source}", "--map", "错"), 2, "应写成 列=字段"),
        (("import", "{source}", "--mode", "all"), 2, "可选"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_status(run, source, args, status, says):
    ended, _, complaint = run(*(arg.format(source=source) for arg in args))
    assert ended == status
    assert says in complaint


def test_it_goes_to_the_first_staffed_branch_where_none_is_named(run, source):
    ended, report, _ = run("import", str(source))
    assert ended == 0
    assert report.startswith(f"{Branch.select().order_by(Branch.id).first().name}：新建")


def test_a_list_of_refused_rows_alone_is_a_failure(run, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("客户名称,电话\n无,1\n", encoding="utf-8")
    status, _, complaint = run("import", str(file), *BRANCH)
    assert (status, ImportBatch.select().count()) == (1, 0)
    assert "什么都没有写入" in complaint


def test_the_help_shows_how_a_file_is_imported(run):
    status, out, _ = run("import", "--help")
    assert status == 0
    assert out.startswith("用法：genjinbu import [选项] 文件")
