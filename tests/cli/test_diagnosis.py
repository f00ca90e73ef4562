"""`doctor` names what is missing and what does not agree (R-OPS)."""

from datetime import timedelta

import pytest

from webapp.clock import now, today
from webapp.database import db
from webapp.models import Classification, Contact, Customer, FollowUp, JobRun, SearchTerm, Setting, User


def complaints(office) -> str:
    result = office("doctor")
    assert result.exit_code == 1
    assert result.stderr.endswith("处问题，见上。\n")
    return result.stdout


def test_a_sound_office_has_nothing_wrong(peopled_office):
    shown = peopled_office.done("doctor")
    assert "✗" not in shown
    assert shown.endswith("一切正常。\n")


def test_without_a_database_it_says_so_and_creates_none(office):
    assert "还没有数据库，请先运行 bin/genjinbu init" in complaints(office)
    assert not office.instance.exists()


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (
            Customer.update(followup_count=99, next_step="别的").where(Customer.name == "逾期三天有限公司"),
            "（跟进次数、下一步）",
        ),
        (FollowUp.delete(), "（最近跟进、跟进次数）"),
        (Classification.update(urgency="1 2020-01-01"), "看板上的归属和次序与客户一致"),
        (
            Classification.update(owner=Classification.owner + 1).where(Classification.id == 1),
            "看板上的归属和次序与客户一致",
        ),
        (SearchTerm.delete().where(SearchTerm.customer == 1), "查找用的词与资料一致"),
        (Contact.update(phone_key="1").where(Contact.customer == 1), "查找用的词与资料一致"),
    ],
    ids=["columns", "rows", "urgency", "owner", "terms", "contacts"],
)
def test_columns_that_do_not_agree_are_named(peopled_office, tamper, named):
    peopled_office.done("doctor")
    tamper.execute()
    lines = complaints(peopled_office).splitlines()
    wrong = next(number for number, line in enumerate(lines) if line.startswith("✗"))
    assert named in lines[wrong] + lines[wrong + 1]


def test_settings_nobody_knows_and_values_that_do_not_fit_are_named(peopled_office):
    peopled_office.done("doctor")
    for name, value in {"limit": 5, "number_prefix": "GJ", "penalty_tracking": -5, "vague_words": "照旧"}.items():
        Setting.create(name=name, value=value)
    shown = complaints(peopled_office).splitlines()
    wrong = shown.index("✗ 办公设置都认得，值也合适")
    assert [line.strip() for line in shown[wrong + 1 : wrong + 4]] == [
        "limit：没有这项设置，未起作用",
        "跟踪服务内容不真实（penalty_tracking）：应为 0 到 100000 之间的整数；现按默认：100",
        "笼统词（vague_words）：应为一列词；现按默认：空",
    ]
    assert shown[wrong + 4].startswith("✓")


def test_a_pinned_card_agrees(peopled_office):
    peopled_office.done("doctor")
    card = Classification.get_by_id(1)
    card.customer.pin(card.dimension, True, by=card.owner)
    peopled_office.done("doctor")


def test_an_outdated_structure_stops_it(peopled_office, monkeypatch):
    monkeypatch.setattr("webapp.schema.pending", lambda: ["0002_next"])
    shown = complaints(peopled_office)
    assert "还没有执行 0002_next" in shown
    assert "操作日志" not in shown


def test_a_folder_that_cannot_be_written_is_named(peopled_office, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    assert f"不能写入 {peopled_office.instance.parent}" in complaints(peopled_office)


def finished(days_ago: int) -> None:
    day = today() - timedelta(days=days_ago)
    JobRun.create(name="nightly", day=day, by=User.system(), finished_at=now() - timedelta(days=days_ago))


def test_nights_that_were_missed_are_named(peopled_office):
    peopled_office.done("doctor")
    finished(5)
    shown = complaints(peopled_office)
    assert "✗ 夜间任务天天做完" in shown and f"最近做完的一次是 5 天前（{today() - timedelta(days=5)}）" in shown
    finished(2)
    peopled_office.done("doctor")


def test_an_office_whose_nights_were_never_done_is_named_after_some_days(peopled_office):
    peopled_office.done("doctor")
    moment = now() - timedelta(days=4)
    db.execute_sql(f"UPDATE schema_migration SET applied = '{moment:%Y-%m-%d} 12:00:00' WHERE name = '0011_job_runs'")
    assert "天来一次也没有做完过" in complaints(peopled_office)


def test_a_queue_that_cannot_be_written_is_named(bare_office):
    bare_office.done("init")
    bare_office.done("doctor")
    queue = bare_office.instance / "jobs.sqlite3"
    queue.mkdir()
    assert f"不能写入 {queue}" in complaints(bare_office)


def test_missing_fonts_are_named(peopled_office, monkeypatch):
    monkeypatch.setattr("webapp.paper.press.diagnose", lambda: ["缺少生僻字字体"])
    assert "缺少生僻字字体" in complaints(peopled_office)


def test_a_trail_without_a_key_is_named(peopled_office, monkeypatch):
    monkeypatch.delenv("GENJINBU_AUDIT_KEY")
    assert "✗ 操作日志有库外的密钥封印" in complaints(peopled_office)
