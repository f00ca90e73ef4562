"""自定义字段 on the screens: where they are set up, asked for and shown (R-FIELDS)."""

import pytest

from webapp.models import Customer, FollowUp, OwnField
from webapp.models.own_field import CONTROLS, CUSTOMER, FOLLOWUP, name_of

CHOICES = ["轿车", "货车", "客车"]
TYPED = {
    "line": "凯美瑞",
    "lines": "两厢\n三厢",
    "number": "12",
    "money": "12,800.50",
    "day": "2026-10-01",
    "choice": "轿车",
    "choices": ["轿车", "货车"],
    "yes or no": "yes",
}
TOLD = TYPED | {"money": "12,800.50", "choices": "轿车、货车"}


@pytest.fixture
def fields(world) -> dict[str, str]:
    """One of each kind, for both nouns: its attribute by noun and kind."""
    return {
        (noun, control): name_of(
            OwnField.add(noun=noun, label=f"特{word}", control=control, choices=CHOICES, by=world.admin).id
        )
        for noun in (CUSTOMER, FOLLOWUP)
        for control, word in CONTROLS.items()
    }


def typed_into(fields, noun: str) -> dict:
    return {name: TYPED[control] for (of, control), name in fields.items() if of == noun}


def test_the_file_is_changed_and_shows_them(desk, world, fields):
    path = f"/customers/{world.fresh.number}"
    form = desk.get(f"{path}/edit").form("main form")
    form.submit(status=303, **typed_into(fields, CUSTOMER))
    file = desk.get(path).one(".file").text
    assert [word for word in CONTROLS.values() if f"特{word}" not in file] == []
    customer = Customer.get_by_id(world.fresh.id)
    assert getattr(customer, fields[CUSTOMER, "money"]) == 1_280_050
    assert getattr(customer, fields[CUSTOMER, "choices"]) == ["轿车", "货车"]


def test_what_is_wrong_stands_beside_it_and_nothing_is_lost(desk, world, fields):
    form = desk.get(f"/customers/{world.fresh.number}/edit").form("main form")
    wrong = {fields[CUSTOMER, "number"]: "十二", fields[CUSTOMER, "line"]: "身份证号 11010519491231002X"}
    page = form.submit(status=422, **typed_into(fields, CUSTOMER) | wrong)
    assert {field["id"] for field in page.css("[aria-invalid=true]")} == wrong.keys()
    assert page.one(f"#{fields[CUSTOMER, 'number']}")["value"] == "十二"
    assert len(page.css(f"input[name={fields[CUSTOMER, 'choices']}][checked]")) == 2


def test_a_followup_is_asked_for_them_and_shows_them(desk, world, fields):
    path = f"/customers/{world.fresh.number}"
    form = desk.get(f"{path}/followups/new").form("form.composer")
    said = {"content": "确认第三季度启动采购，预算待批", "action": "寄样品"} | typed_into(fields, FOLLOWUP)
    form.submit(status=303, **said)
    followup = FollowUp.get(FollowUp.customer == world.fresh)
    assert getattr(followup, fields[FOLLOWUP, "choice"]) == "轿车"
    line = desk.get(path).one(f"#followup-{followup.id}").text
    assert "特单选：轿车" in line and "特多选：轿车、货车" in line


def test_an_office_sets_them_up(client, world):
    desk = client.log_in(world.admin)
    form = desk.get("/settings/own_fields/new").form("main form")
    form.submit(status=303, noun=CUSTOMER, label="车型", control="choice", choices="轿车\n货车", in_list="y")
    page = desk.get("/settings/own_fields")
    assert "车型" in page.text and "单选，轿车、货车，名单" in page.text


def test_the_list_has_a_column_and_is_narrowed_by_it(desk, world):
    told = {"noun": CUSTOMER, "choices": CHOICES, "in_list": True, "in_filters": True, "by": world.admin}
    kind = name_of(OwnField.add(label="车型", control="choice", **told).id)
    bought = name_of(OwnField.add(label="老客户", control="yes or no", **told).id)
    world.fresh.revise({kind: "轿车", bought: False}, by=world.rep)
    page = desk.get("/customers")
    assert {"车型", "老客户"} <= set(page.texts("thead th"))
    row = page.one(f"tr:has(#next-{world.fresh.number})").text
    assert "轿车" in row and "否" in row
    for asked, found in (({kind: "轿车"}, True), ({kind: "客车"}, False), ({bought: "否", kind: "轿车"}, True)):
        names = desk.get("/customers", query_string=asked).texts("tbody .who a")
        assert names == ([world.fresh.name] if found else [])


def test_strangers_read_it_masked_and_without_its_amounts(client, world):
    desk = client.log_in(world.inspector)
    told = {"noun": CUSTOMER, "choices": [], "in_list": True, "by": world.admin}
    model, price = (name_of(OwnField.add(label=f"特{n}", control=n, **told).id) for n in ("line", "money"))
    world.fresh.revise({model: "凯美瑞，电话 13812345678", price: 1_280_000}, by=world.rep)
    for path in ("/customers", f"/customers/{world.fresh.number}"):
        page = desk.get(path).text
        assert "138****5678" in page and "●●●" in page
        assert "13812345678" not in page and "12,800" not in page


def test_what_was_typed_into_a_field_that_was_given_up_meanwhile_is_said(client, world):
    row = OwnField.add(noun=CUSTOMER, label="车型", control="lines", choices=[], by=world.admin)
    desk = client.log_in(world.rep)
    form = desk.get(f"/customers/{world.fresh.number}/edit").form("main form")
    row.retire(by=world.admin)
    page = form.submit(status=422, short_name="新简称", **{name_of(row.id): "家用 SUV，要天窗"})
    assert "“车型”刚刚停用" in page.text and "家用 SUV，要天窗" in page.text
    page.form("main form").submit(status=303)
    assert Customer.get_by_id(world.fresh.id).short_name == "新简称"


def test_a_file_full_of_long_own_texts_is_edited(client, world):
    told = {"noun": CUSTOMER, "control": "lines", "choices": [], "by": world.admin}
    names = [name_of(OwnField.add(label=f"说明{place}", **told).id) for place in range(20)]
    world.fresh.revise(dict.fromkeys(names, "说" * 3990), by=world.rep)
    form = client.log_in(world.rep).get(f"/customers/{world.fresh.number}/edit").form("main form")
    form.submit(status=303, short_name="新简称")


@pytest.mark.parametrize("control", CONTROLS)
def test_each_kind_is_put_right(client, world, control):
    row = OwnField.add(noun=CUSTOMER, label="车型", control=control, choices=["轿车", "货车"], by=world.admin)
    form = client.log_in(world.admin).get(f"/settings/own_fields/{row.id}/edit").form("main form")
    form.submit(status=303, label="意向车型")
    kept = OwnField.get_by_id(row.id)
    assert kept.label == "意向车型" and kept.choices == (["轿车", "货车"] if control in ("choice", "choices") else [])
