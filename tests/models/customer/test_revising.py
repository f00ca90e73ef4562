"""R-EDIT-SAFE: two people editing one file never overwrite each other in silence."""

import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Customer
from webapp.models.customer.fileable import EditClash
from webapp.models.search import matching


def again(customer) -> Customer:
    return Customer.get_by_id(customer.id)


def test_a_change_is_kept_counted_and_recorded(world):
    world.fresh.revise({"remarks": "常在下午来电", "city": "苏州市"}, by=world.rep)
    assert (again(world.fresh).remarks, again(world.fresh).version) == ("常在下午来电", 2)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert event.details["changes"] == {"remarks": ["", "常在下午来电"], "city": ["", "苏州市"]}


def test_saving_what_is_there_changes_nothing(world):
    world.fresh.revise({"remarks": ""}, base={"remarks": ""}, by=world.rep)
    assert again(world.fresh).version == 1


def test_different_fields_merge(world):
    base = {"remarks": "", "city": ""}
    mine, theirs = again(world.fresh), again(world.fresh)
    theirs.revise({"remarks": "来自同事", "city": ""}, base=base, by=world.manager)
    mine.revise({"remarks": "", "city": "苏州市"}, base=base, by=world.rep)
    merged = again(world.fresh)
    assert (merged.remarks, merged.city, merged.version) == ("来自同事", "苏州市", 3)


def test_the_same_field_is_shown_as_before_theirs_and_mine(world):
    mine, theirs = again(world.fresh), again(world.fresh)
    theirs.revise({"remarks": "他的"}, base={"remarks": ""}, by=world.manager)
    with pytest.raises(EditClash) as clash:
        mine.revise({"remarks": "我的", "city": "苏州市"}, base={"remarks": "", "city": ""}, by=world.rep)
    (field,) = clash.value.clashes
    assert (field.field, field.before, field.theirs, field.mine) == ("remarks", "", "他的", "我的")
    assert (again(world.fresh).remarks, again(world.fresh).city) == ("他的", "")


def test_the_same_change_by_two_is_no_clash(world):
    mine, theirs = again(world.fresh), again(world.fresh)
    theirs.revise({"remarks": "一样"}, base={"remarks": ""}, by=world.manager)
    mine.revise({"remarks": "一样"}, base={"remarks": ""}, by=world.rep)
    assert again(world.fresh).remarks == "一样"


def test_a_decided_clash_is_written(world):
    again(world.fresh).revise({"remarks": "他的"}, base={"remarks": ""}, by=world.manager)
    again(world.fresh).revise({"remarks": "我的"}, base={"remarks": "他的"}, by=world.rep)
    assert again(world.fresh).remarks == "我的"


def test_a_new_name_is_found_and_the_old_is_not(world):
    world.fresh.revise({"name": "全新名字有限公司"}, by=world.rep)
    found = Customer.select().where(Customer.id << matching("全新名字"))
    assert [customer.id for customer in found] == [world.fresh.id]
    assert not Customer.select().where(Customer.id << matching("刚刚建档")).exists()


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_only_owner_and_manager_revise(world, who):
    with pytest.raises(NotAllowed):
        world.helped.revise({"remarks": "不该写进去"}, by=getattr(world, who))


def test_a_wrong_credit_code_is_refused_beside_its_field(world):
    with pytest.raises(DomainError) as refusal:
        world.fresh.revise({"uscc": "91320594MA1MNB2X9K"}, by=world.rep)
    assert refusal.value.field == "uscc"


def test_a_required_field_cannot_be_emptied(world):
    with pytest.raises(DomainError):
        world.fresh.revise({"need": " "}, by=world.rep)
