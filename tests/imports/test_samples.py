"""The office's own lists, one after the other, with all their flaws (R-IMPORT)."""

from datetime import date, datetime

from webapp.clock import from_local
from webapp.models import Customer, Task

from .lists import FOLLOWUPS, REGISTER, UNIVERSAL, customer, imported_sample, opened_sample, rows_of


def labels(found: Customer) -> dict[str, str]:
    return {classified.dimension.slug: classified.value.label for classified in found.classifications}


def test_the_followup_list_becomes_customers_with_a_history(world):
    """R-IMPORT: the first list of the office, in GB18030."""
    batch = imported_sample(FOLLOWUPS, world)
    assert batch.report["counts"] == {"created": 3, "updated": 0, "skipped": 0, "rejected": 0, "to_verify": 3}
    found = customer("A科技有限公司")
    assert (found.number, found.owner.name, found.industry) == ("C20240501001", "李敏", "电子信息")
    assert found.first_contact_on == date(2024, 4, 20)
    assert labels(found) == {"stage": "意向客户", "value": "高价值"}
    assert [(task.action, task.due_on) for task in found.tasks.order_by(Task.due_on)] == [
        ("5月15日前寄送检测报告", date(2024, 5, 15)),
        ("5月22日跟进预算审批进度", date(2024, 5, 22)),
    ]


def test_the_history_keeps_its_own_day_and_author(world):
    imported_sample(FOLLOWUPS, world)
    followup = customer("B建筑工程有限公司").followups.get()
    assert (followup.executor, followup.executor_name, followup.method) == (None, "张*", "电话")
    assert followup.at == from_local(datetime(2024, 5, 10))
    assert followup.late_by is None


def test_what_is_cut_off_is_kept_for_checking(world):
    imported_sample(FOLLOWUPS, world)
    found = customer("C贸易集团")
    assert found.remarks == "待核实：首次跟进时间 2023-11-"
    assert [(contact.name, contact.phone, contact.unverified) for contact in found.contacts] == [("刘*", "", "139")]
    classified = next(classified for classified in found.classifications if classified.dimension.slug == "stage")
    assert (classified.value.label, classified.note) == ("流失客户", "预警")


def test_the_second_list_meets_the_first(world):
    """The two lists use one number for two companies, and give one company another industry and contact."""
    imported_sample(FOLLOWUPS, world)
    batch = imported_sample(REGISTER, world)
    assert batch.report["counts"] == {"created": 3, "updated": 1, "skipped": 0, "rejected": 0, "to_verify": 4}
    same, other = rows_of(batch)[:2]
    assert "待核实：所属行业 电子信息 → 互联网" in same.remarks
    assert "待核实：新增联系人“張*”，原有“王*”" in same.remarks
    number = customer("B商貿集團").number
    assert number not in ("C20240502002", "")
    assert f"待核实：编号 C20240502002 已属于“B建筑工程有限公司”，改用新编号 {number}，原编号记入备注" in other.remarks
    assert "原编号：C20240502002" in customer("B商貿集團").remarks
    assert batch.report["notes"][0] == "“互动频率”不由人填写，名单里的这一列不导入"


def test_the_universal_form_becomes_one_customer(world):
    imported_sample(UNIVERSAL, world)
    found = customer("某某科技有限公司")
    assert found.need == "需要定制化CRM系统,支持多数据源整合"
    assert found.cooperation_since == date(2023, 8, 1)
    followup = found.followups.get()
    assert (followup.method, followup.our_participants, followup.their_participants) == ("会议（线下）", "顾问", "经理")
    assert followup.consensus == "共识:下周提供原型"
    assert [task.due_on for task in found.tasks] == [date(2023, 10, 20)]
    assert found.expected_solution == "希望模块化设计,3个月内上线"


def test_the_same_list_again_changes_nothing(world):
    imported_sample(FOLLOWUPS, world)
    batch = opened_sample(FOLLOWUPS, world)
    assert {row.outcome for row in rows_of(batch)} == {"skipped"}
    assert "已经导入过" in batch.report["notes"][0]
