"""R-NEED: the core need must be there, the expected need may, and they are kept apart."""

import pytest

from tests.world import file_customer
from webapp.errors import DomainError
from webapp.models import AuditEvent
from webapp.models.eyes import WHOLE
from webapp.text.money import HIDDEN


def test_the_two_needs_are_kept_apart(world):
    customer = file_customer("两种需求有限公司", "13912340099", need="检测报告", expected_need="样品", by=world.rep)
    customer.revise({"expected_need": "样品两份"}, by=world.rep)
    assert [fact.text for fact in customer.needs(WHOLE)] == ["检测报告", "样品两份"]


def test_the_expected_need_may_be_left_out_and_the_core_need_not(world):
    world.fresh.revise({"expected_need": ""}, by=world.rep)
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise({"need": ""}, by=world.rep)
    assert refusal.value.field == "need"


def test_r_need_what_it_needed_before_stays_in_its_history(world):
    world.fresh.revise({"pain_points": "出报告慢", "need": "第三方检测"}, by=world.rep)
    world.fresh.revise({"pain_points": "出报告慢，发票也慢"}, by=world.manager)
    latest, first = world.fresh.needs_before()
    assert (latest.by, latest.said) == (world.manager.name, (("痛点", "出报告慢", "text"),))
    assert [(label, text) for label, text, _ in first.said] == [("核心需求", "需要第三方检测报告"), ("痛点", "")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"interest": 0}, "interest"),
        ({"interest": 11}, "interest"),
        ({"expected_amount": -1}, "expected_amount"),
        ({"referrals": 1000}, "referrals"),
        ({"budget": "长" * 201}, "budget"),
        ({"pain_points": "证件 11010519491231002X"}, "pain_points"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, wrong, field):
    """R-PROSPECT, R-NEED, R-VALUE-EVAL"""
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise(wrong, by=world.rep)
    assert refusal.value.field == field


def test_r_amount_the_trail_tells_no_amount_and_says_the_rest_in_words(world):
    world.fresh.revise({"expected_amount": 1_234_500, "need_urgency": "一个月内", "interest": 8}, by=world.rep)
    world.fresh.revise({"expected_amount": 50_000_000}, by=world.rep)
    revised = AuditEvent.customer_id == world.fresh.id, AuditEvent.action == "customer.revised"
    first, second = (event.details["changes"] for event in AuditEvent.select().where(*revised).order_by(AuditEvent.id))
    assert first["expected_amount"] == ["", HIDDEN] and second["expected_amount"] == [HIDDEN, HIDDEN]
    assert first["interest"] == ["", "8"] and first["need_urgency"] == ["", "一个月内"]
