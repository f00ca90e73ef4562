"""Lists bring what the office's own fields ask for (R-FIELDS, R-IMPORT)."""

from datetime import date

import pytest

from tests.imports.lists import customer, imported, opened, rows_of
from webapp.imports.customer_import import CustomerImport
from webapp.models import AuditEvent, Customer, FollowUp, OwnField
from webapp.models.own_field import CONTROLS, CUSTOMER, FOLLOWUP, name_of
from webapp.screens.customer_list import CustomerList

CHOICES = ["轿车", "货车", "客车"]
CELLS = {
    "line": ("凯美瑞", "凯美瑞"),
    "lines": ("两厢", "两厢"),
    "number": ("12", 12),
    "money": ("12800.5", 1_280_050),
    "day": ("2026/10/1", date(2026, 10, 1)),
    "choice": ("轿车", "轿车"),
    "choices": ("轿车、货车", ["轿车", "货车"]),
    "yes or no": ("是", True),
}
HEAD = "客户名称,所属行业,联系人,联系电话"
NEW, KNOWN = "待导入有限公司,制造业,陈新,13800001234", "刚刚建档有限公司,,,"


@pytest.fixture
def fields(world) -> dict[str, str]:
    """One of each kind: its attribute by the kind."""
    told = {"noun": CUSTOMER, "choices": CHOICES, "in_filters": True, "by": world.admin}
    return {
        control: name_of(OwnField.add(label=f"特{word}", control=control, **told).id)
        for control, word in CONTROLS.items()
    }


def listed(cells: dict[str, str], *rows: str) -> str:
    heads = ",".join(f"特{CONTROLS[control]}" for control in cells)
    return "\n".join([f"{HEAD},{heads}", *(f"{row},{','.join(cells.values())}" for row in rows)])


def test_each_kind_is_read_for_new_customers_and_known_ones(world, fields):
    imported(listed({control: cell for control, (cell, _) in CELLS.items()}, NEW, KNOWN), world)
    for one in (customer("待导入有限公司"), Customer.get_by_id(world.fresh.id)):
        assert {control: getattr(one, fields[control]) for control in CELLS} == {
            control: value for control, (_, value) in CELLS.items()
        }
    page = CustomerList(world.rep, {fields["choices"]: "货车"}).page()
    assert {row.name for row in page.rows} >= {"刚刚建档有限公司"}


def test_what_is_none_of_the_choices_is_to_be_verified(world, fields):
    batch = opened(listed({"choice": "摩托"}, NEW), world)
    (row,) = rows_of(batch)
    assert "特单选 摩托（应为轿车、货车、客车之一）" in str(row.remarks)


def test_the_undo_takes_them_back(world, fields):
    world.fresh.revise({fields["line"]: "汉兰达"}, by=world.rep)
    batch = imported(listed({"line": "凯美瑞", "choice": "轿车"}, KNOWN), world)
    CustomerImport(batch).undo(by=world.manager)
    assert Customer.get_by_id(world.fresh.id).own == {fields["line"].removeprefix("own_"): "汉兰达"}
    assert not CustomerList(world.rep, {fields["choice"]: "轿车"}).page().rows


def test_the_trail_tells_them_by_their_word(world, fields):
    imported(listed({"line": "凯美瑞"}, KNOWN), world)
    event = AuditEvent.get(AuditEvent.action == "customer.imported", AuditEvent.customer_id == world.fresh.id)
    assert event.details["changes"]["特单行文字"] == ["", "凯美瑞"]


def test_those_of_a_follow_up_are_read_with_it(world):
    told = {"noun": FOLLOWUP, "control": "number", "choices": [], "by": world.admin}
    name = name_of(OwnField.add(label="试驾时长", **told).id)
    head = f"{HEAD},最近跟进时间,跟进内容,试驾时长"
    dated, undated = f"{NEW},2026-05-10,试驾满意要等家人来看,30", "没写日期有限公司,制造业,陈新,13800001235,,,45"
    imported("\n".join([head, dated, undated, f"{KNOWN},2026-05-11,又试驾了一次自动挡,20"]), world)
    said = {row.customer.name: getattr(row, name) for row in FollowUp.select().where(FollowUp.is_imported)}
    assert said == {"待导入有限公司": 30, "刚刚建档有限公司": 20}
    assert "试驾时长（未写日期）：45" in customer("没写日期有限公司").remarks


def test_of_two_that_are_called_alike_the_customers_is_meant(world):
    told = {"label": "车型", "control": "line", "choices": [], "by": world.admin}
    own = {noun: name_of(OwnField.add(noun=noun, **told).id) for noun in (CUSTOMER, FOLLOWUP)}
    imported(f"{HEAD},最近跟进时间,跟进内容,车型\n{NEW},2026-05-10,试驾满意要等家人来看,凯美瑞", world)
    one = customer("待导入有限公司")
    assert getattr(one, own[CUSTOMER]) == "凯美瑞" and not FollowUp.get(FollowUp.customer == one).own


def test_no_amount_goes_into_the_remarks(world, fields):
    """R-AMOUNT: what is no amount is verified in the list it came from."""
    OwnField.add(noun=FOLLOWUP, label="报价", control="money", choices=[], by=world.admin)
    imported(f"{HEAD},意向购买金额,特金额,报价\n{NEW},约765432元左右,大概765432吧,765432", world)
    remarks = customer("待导入有限公司").remarks
    assert "765432" not in remarks and remarks.count("●●●") == 3


def test_what_the_label_says_is_read_with_the_cell(world):
    OwnField.add(noun=CUSTOMER, label="家庭住址", control="line", choices=[], by=world.admin)
    imported(f"{HEAD},家庭住址\n{NEW},绍兴路8号3幢201室", world)
    assert "201室" not in str(customer("待导入有限公司").__data__)
