"""资料重大变更 is proposed where key facts of the file change, and worded by a person (R-MEMO)."""

import pytest

from webapp.errors import NotAllowed
from webapp.models import Memo, Proposal


def proposed(customer) -> str:
    found = Proposal.of(customer)
    return found.text if found else ""


def test_a_key_fact_that_changes_is_proposed_and_worded(world):
    world.won.revise({"name": "改名之后有限公司"}, by=world.rep)
    assert proposed(world.won) == "客户名称由“已经成交有限公司”变更为“改名之后有限公司”"
    memo = Proposal.word(world.won, "2026 年 11 月起更名为改名之后有限公司", by=world.rep)
    assert (memo.kind, memo.by) == ("change", world.rep) and not Proposal.waits(world.won)


def test_what_is_filled_in_for_the_first_time_is_no_change(world):
    world.won.revise({"address": "绍兴路 8 号"}, by=world.rep)
    assert not Proposal.waits(world.won)
    world.won.revise({"address": "人民路 1 号"}, by=world.rep)
    assert proposed(world.won) == "地址由“绍兴路 8 号”变更为“人民路 1 号”"


def test_several_changes_are_one_and_back_again_is_none(world):
    world.won.revise({"main_business": "轴承"}, by=world.rep)
    for business, name in (("轴承与丝杆", "一"), ("导轨", "二")):
        world.won.revise({"main_business": business, "name": f"改名{name}有限公司"}, by=world.rep)
    assert proposed(world.won) == ("客户名称由“已经成交有限公司”变更为“改名二有限公司”；主营业务由“轴承”变更为“导轨”")
    world.won.revise({"main_business": "轴承", "name": "已经成交有限公司"}, by=world.rep)
    assert not Proposal.waits(world.won)


def test_other_facts_are_not_proposed(world):
    world.won.revise({"remarks": "改过", "need": "别的检测"}, by=world.rep)
    assert not Proposal.waits(world.won)


def test_it_may_matter_to_nobody(world):
    world.won.revise({"name": "改名之后有限公司"}, by=world.rep)
    for _ in range(2):
        Proposal.dismiss(world.won, by=world.rep)
    assert not Proposal.waits(world.won) and not Memo.select().exists()


@pytest.mark.parametrize("who", ["colleague", "inspector", "outsider"])
def test_strangers_neither_word_nor_dismiss_it(world, who):
    world.won.revise({"name": "改名之后有限公司"}, by=world.rep)
    for verb in (lambda by: Proposal.dismiss(world.won, by=by), lambda by: Proposal.word(world.won, "更名了", by=by)):
        with pytest.raises(NotAllowed):
            verb(getattr(world, who))
    assert Proposal.waits(world.won)
