"""区域 and 分站."""

import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Branch, Region, User


def test_a_branch_gets_another_name_and_region_and_an_empty_region_goes(world):
    Branch.open("常熟分站", "苏北", by=world.admin)
    branch = Branch.get(Branch.name == "常熟分站")
    branch.revise("昆山分站", "华东", by=world.admin)
    stands = Branch.get_by_id(branch.id)
    assert (stands.name, stands.region.name) == ("昆山分站", "华东")
    assert not Region.select().where(Region.name == "苏北").exists()
    told = AuditEvent.get(AuditEvent.action == "branch.revised").details["changes"]
    assert told["name"] == ["常熟分站", "昆山分站"]


@pytest.mark.parametrize("name", ["佛山分站", " 佛山分站 "])
def test_two_branches_have_two_names(world, name):
    with pytest.raises(DomainError, match="已经有") as refused:
        world.suzhou.revise(name, "华东", by=world.admin)
    assert refused.value.field == "name"


def test_all_that_is_wrong_is_said_at_once(world):
    with pytest.raises(DomainError) as refused:
        Branch.open("", "长" * 50, by=world.admin)
    assert [it.field for it in refused.value.refusals] == ["name", "region"]


def test_a_region_is_renamed_for_all_its_branches(world):
    region = world.suzhou.region
    region.rename("长三角", by=world.admin)
    assert Branch.get_by_id(world.suzhou.id).region.name == "长三角"
    other = Branch.open("兰州分站", "西北", by=world.admin).region
    with pytest.raises(DomainError, match="已经有"):
        other.rename("长三角", by=world.admin)


def test_a_branch_in_use_is_not_closed(world):
    with pytest.raises(DomainError, match=r"4 个在用的账号、\d 位客户"):
        world.suzhou.close(by=world.admin)


def test_a_closed_branch_is_offered_nowhere_until_it_is_reopened(world):
    branch = Branch.open("兰州分站", "西北", by=world.admin)
    branch.close(by=world.admin)
    branch.close(by=world.admin)
    assert branch not in list(Branch.in_use())
    with pytest.raises(DomainError, match="已经关闭"):
        User.open_account("new", "新人", "rep", branch, by=world.admin)
    branch.reopen(by=world.admin)
    assert branch in list(Branch.in_use())
    acts = [
        event.action for event in AuditEvent.select().where(AuditEvent.subject == "兰州分站").order_by(AuditEvent.id)
    ]
    assert acts == ["branch.opened", "branch.closed", "branch.reopened"]


def test_only_the_administrator_keeps_branches(world):
    for act in (
        lambda: Branch.open("兰州分站", "西北", by=world.manager),
        lambda: world.suzhou.revise("别名", "华东", by=world.manager),
        lambda: world.suzhou.close(by=world.manager),
        lambda: world.suzhou.region.rename("别名", by=world.manager),
    ):
        with pytest.raises(NotAllowed):
            act()
