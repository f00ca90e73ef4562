"""R-NEED: the core need must be there, the expected need may, and they are kept apart."""

import pytest

from tests.world import file_customer
from webapp.errors import DomainError
from webapp.models.eyes import WHOLE


def test_the_two_needs_are_kept_apart(world):
    customer = file_customer("两种需求有限公司", "13912340099", need="检测报告", expected_need="样品", by=world.rep)
    customer.revise({"expected_need": "样品两份"}, by=world.rep)
    assert [fact.text for fact in customer.needs(WHOLE)] == ["检测报告", "样品两份"]


def test_the_expected_need_may_be_left_out_and_the_core_need_not(world):
    world.fresh.revise({"expected_need": ""}, by=world.rep)
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise({"need": ""}, by=world.rep)
    assert refusal.value.field == "need"
