"""R-EDIT-SAFE: two people editing one file never overwrite each other in silence."""

from datetime import datetime

import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.formatting import moment
from webapp.models import AuditEvent, Customer
from webapp.models.customer.fileable import DuplicatesFound
from webapp.models.edit_clash import EditClash
from webapp.models.search import asked, fits


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


def test_a_clash_says_whose_the_present_value_is(world):
    """Not who was there last, and nobody where a list came in since that may have brought it."""
    again(world.fresh).revise({"remarks": "他的"}, by=world.manager)
    again(world.fresh).revise({"city": "苏州市"}, by=world.rep)

    def whose() -> str:
        with pytest.raises(EditClash) as clash:
            again(world.fresh).revise({"remarks": "我的"}, base={"remarks": ""}, by=world.rep)
        return clash.value.clashes[0].whose

    assert whose() == f"{world.manager.name} {moment(revised_at(world.manager))} "
    AuditEvent.record("customer.imported", by=world.rep, customer=world.fresh, changes={"city": ["", "常熟市"]})
    assert whose() == "对方"
    AuditEvent.record("customer.imported", by=world.rep, customer=world.fresh, changes={"remarks": ["", "他的"]})
    assert whose().startswith(world.rep.name)


def revised_at(by) -> datetime:
    return AuditEvent.get(AuditEvent.action == "customer.revised", AuditEvent.actor == by).at


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
    found = Customer.select().where(fits(Customer.id, world.rep, *asked("全新名字")))
    assert [customer.id for customer in found] == [world.fresh.id]
    assert not Customer.select().where(fits(Customer.id, world.rep, *asked("刚刚建档"))).exists()


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


def test_a_clash_carries_what_others_wrote_in_the_fields_left_alone(world):
    base = {"remarks": "", "city": "", "address": ""}
    again(world.fresh).revise({"remarks": "他的", "address": "虹桥路1号"}, by=world.manager)
    with pytest.raises(EditClash) as clash:
        again(world.fresh).revise({"remarks": "我的", "city": "苏州市", "address": ""}, base=base, by=world.rep)
    assert clash.value.untouched == {"address": "虹桥路1号"}
    assert clash.value.current.remarks == "他的"


def test_line_ends_a_browser_changed_are_no_edit(world):
    again(world.fresh).revise({"need": "检测\n报告"}, by=world.rep)
    again(world.fresh).revise({"need": "他的"}, by=world.manager)
    again(world.fresh).revise({"need": "检测\r\n报告"}, base={"need": "检测\n报告"}, by=world.rep)
    assert again(world.fresh).need == "他的"


def test_another_customers_name_or_credit_code_needs_a_reason(world):
    world.won.revise({"uscc": "91320594MA1MNB2X9D"}, by=world.rep)
    for values in ({"name": world.won.name}, {"uscc": "91320594MA1MNB2X9D"}):
        with pytest.raises(DuplicatesFound) as refusal:
            again(world.fresh).revise(values, by=world.rep)
        assert ([found.number for found in refusal.value.duplicates], refusal.value.field) == (
            [world.won.number],
            "duplicate_reason",
        )
    again(world.fresh).revise({"name": world.won.name}, by=world.rep, duplicate_reason="总公司，电话 13912340001")
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (again(world.fresh).name, event.details["duplicate_reason"]) == (world.won.name, "总公司，电话 139****0001")


def test_other_fields_are_saved_without_a_reason(world):
    again(world.fresh).revise({"name": world.won.name}, by=world.rep, duplicate_reason="总公司")
    again(world.fresh).revise({"name": world.won.name, "city": "苏州市"}, base={"name": world.won.name}, by=world.rep)
    assert again(world.fresh).city == "苏州市"


@pytest.mark.parametrize(("field", "value"), [("name", "㈱" * 40), ("city", "长" * 21)])
def test_what_grows_beyond_its_column_is_refused_beside_its_field(world, field, value):
    with pytest.raises(DomainError, match="最多") as refusal:
        again(world.fresh).revise({field: value}, by=world.rep)
    assert refusal.value.field == field


def test_a_name_that_grows_in_lower_case_is_kept(world):
    again(world.fresh).revise({"name": "İ" * 80}, by=world.rep)
    assert len(again(world.fresh).name_key) == 80


def test_the_trail_masks_what_people_wrote_into_the_file(world):
    again(world.fresh).revise({"remarks": "请拨13587654321", "social_accounts": "zhuge_green_pine"}, by=world.rep)
    changes = AuditEvent.select().order_by(AuditEvent.id.desc()).first().details["changes"]
    assert changes == {"remarks": ["", "请拨135****4321"], "social_accounts": ["", "zh***ne"]}
