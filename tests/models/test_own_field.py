"""自定义字段: what an office asks for beyond what every office does (R-FIELDS)."""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.world import World, file_customer
from webapp.clock import now
from webapp.errors import DomainError
from webapp.models import AuditEvent, Customer, FollowUp, OwnField
from webapp.models.eyes import Eyes
from webapp.models.own_field import CONTROLS, CUSTOMER, FOLLOWUP, MOST_CHOICES, name_of, own_sheet
from webapp.models.written import LONGEST
from webapp.paper.eyes import Eyes as PaperEyes
from webapp.paper.forms import classified_followup, sales_record, tracking_sheet

KEPT = {
    "line": "凯美瑞",
    "lines": "两厢\n三厢",
    "number": 12,
    "money": 1_280_000,
    "day": date(2026, 10, 1),
    "choice": "轿车",
    "choices": ["轿车", "货车"],
    "yes or no": True,
}
CHOICES = ["轿车", "货车", "客车"]
SAID = {"at": now(), "method": "电话", "content": "确认第三季度启动采购，预算待批"}


def add(world, control="line", label="车型", noun=CUSTOMER, **told) -> str:
    """The attribute of a new field."""
    row = OwnField.add(noun=noun, label=label, control=control, choices=CHOICES, by=world.admin, **told)
    return name_of(row.id)


@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_put_in_is_kept_and_told(world, control):
    name = add(world, control)
    customer = file_customer("苏州车友有限公司", "13700000001", by=world.rep, **{name: KEPT[control]})
    customer = Customer.get_by_id(customer.id)
    assert getattr(customer, name) == KEPT[control]
    (fact,) = [fact for fact in customer.facts(Eyes.of(world.rep, customer)) if fact.label == "车型"]
    assert fact.text == own_sheet(CUSTOMER)[name].worded(KEPT[control]) != ""


@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_taken_out_is_gone(world, control):
    name = add(world, control)
    customer = file_customer("苏州车友有限公司", "13700000001", by=world.rep, **{name: KEPT[control]})
    customer.revise({name: [] if control == "choices" else None}, by=world.rep)
    assert Customer.get_by_id(customer.id).own == {}


@pytest.mark.parametrize("control", CONTROLS)
def test_a_followup_keeps_it_too(world, control):
    name = add(world, control, noun=FOLLOWUP)
    followup = FollowUp.record(world.fresh, {**SAID, name: KEPT[control]}, by=world.rep)
    assert getattr(FollowUp.get_by_id(followup.id), name) == KEPT[control]
    followup.correct({name: None}, by=world.rep)
    assert FollowUp.get_by_id(followup.id).own == {}
    label, text, _ = followup.history()[0].said[0]
    assert (label, text) == ("车型", own_sheet(FOLLOWUP)[name].worded(KEPT[control]))


@pytest.mark.parametrize(
    ("control", "wrong", "why"),
    [
        ("line", "长" * 201, "最多 200 个字"),
        ("lines", "长" * (LONGEST + 1), f"最多 {LONGEST} 个字"),
        ("line", "身份证号 11010519491231002X", "身份证"),
        ("number", 10**10, "应在"),
        ("money", -1, "应在"),
        ("choice", "摩托", "没有这个选项"),
        ("choices", ["轿车", "摩托"], "没有这个选项"),
    ],
)
def test_what_cannot_be_is_refused_beside_it(world, control, wrong, why):
    name = add(world, control)
    with pytest.raises(DomainError, match=why) as refusal:
        world.fresh.revise({name: wrong}, by=world.rep)
    assert refusal.value.field == name
    name = add(world, control, noun=FOLLOWUP)
    for verb in (
        lambda: FollowUp.record(world.fresh, {**SAID, name: wrong}, by=world.rep),
        lambda: FollowUp.get().correct({name: wrong}, by=FollowUp.get().recorded_by),
    ):
        with pytest.raises(DomainError, match=why) as refusal:
            verb()
        assert refusal.value.field == name


def test_what_it_held_may_stay_when_it_is_offered_no_more(world):
    name = add(world, "choice")
    world.fresh.revise({name: "客车"}, by=world.rep)
    field = OwnField.get()
    field.revise(noun=CUSTOMER, label="车型", control="choice", choices=CHOICES[:2], by=world.admin)
    world.fresh.revise({name: "客车", "industry": "物流"}, by=world.rep)
    assert (world.fresh.industry, getattr(Customer.get_by_id(world.fresh.id), name)) == ("物流", "客车")
    with pytest.raises(DomainError, match="没有这个选项"):
        file_customer("苏州客车有限公司", "13700000002", by=world.rep, **{name: "客车"})


def test_one_that_is_retired_is_asked_for_no_more_and_keeps_what_it_held(world):
    name = add(world)
    world.fresh.revise({name: "凯美瑞"}, by=world.rep)
    OwnField.get().retire(by=world.admin)
    assert not own_sheet(CUSTOMER)
    with pytest.raises(DomainError, match="没有这个字段了"):
        world.fresh.revise({name: "汉兰达"}, by=world.rep)
    assert getattr(Customer.get_by_id(world.fresh.id), name) == "凯美瑞"
    assert "车型" not in [fact.label for fact in world.fresh.facts(Eyes.of(world.rep, world.fresh))]


def test_the_trail_calls_it_by_its_word_and_hides_what_is_private(world):
    model, price = add(world), add(world, "money", "裸车价")
    world.fresh.revise({model: "凯美瑞，电话 13812345678", price: 1_280_000}, by=world.rep)
    changes = AuditEvent.select().order_by(AuditEvent.id.desc()).get().details["changes"]
    assert changes == {"车型": ["", "凯美瑞，电话 138****5678"], "裸车价": ["", "●●●"]}


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"noun": "order"}, "noun", "请选择用在哪里"),
        ({"label": " "}, "label", "请填写名称"),
        ({"label": "长" * 21}, "label", "最多 20 个字，现在有 21 个"),
        ({"label": "座位"}, "label", "已经有这个字段了"),
        ({"label": "行业"}, "label", "本来就有“行业”"),
        ({"control": "color"}, "control", "请选择种类"),
        ({"control": "choice", "choices": ["轿车", " "]}, "choices", "至少两个选项"),
        ({"control": "choice", "choices": [str(n) for n in range(MOST_CHOICES + 1)]}, "choices", "最多 40 个选项"),
        ({"control": "choices", "choices": ["轿车", "长" * 21]}, "choices", "最多 20 个字"),
        ({"control": "choices", "choices": ["轿车、货车", "客车"]}, "choices", "选项里不能有“、”"),
    ],
)
def test_a_field_that_cannot_be_is_refused(world, said, field, why):
    add(world, label="座位")
    good = {"noun": CUSTOMER, "label": "车型", "control": "line", "choices": []}
    with pytest.raises(DomainError, match=why) as refusal:
        OwnField.add(**{**good, **said}, by=world.admin)
    assert refusal.value.field == field


def test_its_kind_stays(world):
    add(world)
    with pytest.raises(DomainError, match="不能再改"):
        OwnField.get().revise(noun=CUSTOMER, label="车型", control="number", choices=[], by=world.admin)


def test_a_list_shows_three_at_most(world):
    for label in "甲乙丙":
        add(world, label=label, in_list=True)
    with pytest.raises(DomainError, match="最多显示 3 个"):
        add(world, label="丁", in_list=True)


def test_a_followup_that_is_taken_back_says_what_stood_in_it(world):
    name = add(world, "day", "交车日", noun=FOLLOWUP)
    followup = FollowUp.record(world.fresh, {**SAID, "at": now() - timedelta(hours=1), name: KEPT["day"]}, by=world.rep)
    said = followup.withdraw("记错了客户", by=world.rep).said
    assert ("交车日", "2026-10-01") in [tuple(line[:2]) for line in said]


@pytest.mark.parametrize("form", [classified_followup, sales_record, tracking_sheet])
def test_it_stands_in_the_remarks_of_paper(world, form):
    model, price = add(world, on_paper=True), add(world, "money", "裸车价", on_paper=True)
    add(world, label="颜色")
    world.fresh.revise({model: "凯美瑞，电话 13812345678", price: 1_280_000, "remarks": "常来"}, by=world.rep)
    customer = Customer.get_by_id(world.fresh.id)
    for eyes, told in (
        (PaperEyes.of(True, amounts=True), "车型：凯美瑞，电话 13812345678；裸车价：12,800.00"),
        (PaperEyes.of(False, [customer]), "车型：凯美瑞，电话 138****5678；裸车价：●●●"),
    ):
        (sheet,) = form.fill([customer], eyes)
        assert told in str(sheet) and "常来" in str(sheet) and "颜色" not in str(sheet)


@pytest.mark.parametrize(
    "label",
    [
        "13800001234",
        "联系 zhang@example.cn",
        "客户 名称",
        "客戶名稱",
        "ｒｅｍａｒｋｓ",
        "下一步",
        "合作阶段",
        "客户阶段",
    ],
)
def test_what_is_called_like_something_else_or_tells_how_to_reach_somebody_is_refused(world, label):
    with pytest.raises(DomainError) as refusal:
        add(world, label=label)
    assert refusal.value.field == "label"


def test_a_choice_tells_nobody_how_to_reach_somebody(world):
    with pytest.raises(DomainError) as refusal:
        OwnField.add(noun=CUSTOMER, label="对接", control="choice", choices=["王工13912345678", "无"], by=world.admin)
    assert refusal.value.field == "choices"


def test_what_the_label_says_is_read_with_the_text(world):
    """R-NOID: 家庭住址 is refused, wherever the words stand."""
    name = add(world, label="家庭住址")
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise({name: "绍兴路8号3幢201室"}, by=world.rep)
    assert refusal.value.field == name


def test_a_choice_that_there_is_not_is_not_repeated(world):
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise({add(world, "choice"): "11010519491231002X"}, by=world.rep)
    assert "1101" not in refusal.value.message


def test_strangers_read_no_number_that_is_a_telephone(world):
    name = add(world, "number", "座机")
    world.fresh.revise({name: 66778899}, by=world.rep)
    customer = Customer.get_by_id(world.fresh.id)
    told = {fact.label: fact.text for fact in customer.facts(Eyes.of(world.inspector, customer))}
    assert "66778899" not in told["座机"]


def test_of_many_at_once_none_goes_beyond_the_limits(fresh_database):
    world = World()
    told = {"noun": CUSTOMER, "control": "line", "choices": [], "in_list": True, "by": world.admin}

    def add_one(n: int) -> None:
        with suppress(DomainError):
            OwnField.add(label=f"车型{n}", **told)

    at_once(add_one, range(6))
    assert OwnField.select().where(OwnField.in_list).count() == 3
