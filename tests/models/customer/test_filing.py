"""Filing a customer, and the second look at the file (R-BASE, R-KIND, R-VERIFY)."""

import pytest

from webapp.clock import today
from webapp.errors import DomainError, NotAllowed, Several
from webapp.models import AuditEvent, Contact, Customer

FACTS = {"name": "长三角贸易有限公司", "industry": "批发", "source": "展会", "need": "需要检测报告"}
PERSON = {"name": "王建国", "phone": "138 1234 5678", "email": "Wang@Example.cn"}


def test_a_file_has_everything_the_office_asks(world):
    customer = Customer.get_by_id(Customer.file(FACTS, PERSON, by=world.rep).id)
    assert (customer.owner, customer.branch, customer.filed_on) == (world.rep, world.suzhou, today())
    assert customer.number.startswith("C") and customer.value_label("stage") == "潜在客户"
    assert customer.verified_at is None and customer.kind_label == "企业" and customer.created_by == world.rep


def test_the_first_contact_is_the_primary_in_one_spelling(world):
    contact = Customer.file(FACTS, PERSON, by=world.rep).contacts.get()
    assert (contact.phone, contact.email, contact.is_primary) == ("13812345678", "wang@example.cn", True)


@pytest.mark.parametrize("field", ["name", "industry", "source", "need"])
def test_a_missing_field_is_named(world, field):
    for empty in ("", "  ", None):
        with pytest.raises(DomainError) as refusal:
            Customer.file({**FACTS, field: empty}, PERSON, by=world.rep)
        assert refusal.value.field == field


def test_at_least_one_way_to_reach_somebody_is_needed(world):
    with pytest.raises(DomainError, match="至少填一样"):
        Customer.file(FACTS, {"name": "王建国"}, by=world.rep)
    assert Customer.file(FACTS, {"name": "王建国", "wechat": "wx_wang"}, by=world.rep)


def test_a_contact_needs_a_name(world):
    with pytest.raises(DomainError) as refusal:
        Customer.file(FACTS, {**PERSON, "name": " "}, by=world.rep)
    assert refusal.value.field == "contact_name"


def test_all_that_is_wrong_is_said_at_once(world):
    """With the file and with its first contact alike; the person's name is told from the company's."""
    with pytest.raises(Several) as refusal:
        Customer.file(
            {**FACTS, "name": " ", "uscc": "91320594MA1MNB2X9K", "industry": ""},
            {**PERSON, "name": "长" * 41, "phone": "123", "email": "a@b", "qq": "12"},
            by=world.rep,
        )
    assert sorted(one.field for one in refusal.value.refusals) == sorted(
        ["name", "uscc", "industry", "contact_name", "phone", "email", "qq"]
    )


def test_a_refused_filing_leaves_nothing(world):
    before = Customer.select().count(), AuditEvent.select().count()
    with pytest.raises(DomainError):
        Customer.file(FACTS, {**PERSON, "phone": "123"}, by=world.rep)
    assert (Customer.select().count(), AuditEvent.select().count()) == before


@pytest.mark.parametrize("who", ["inspector", "service", "admin"])
def test_only_reps_and_managers_file(world, who):
    with pytest.raises(NotAllowed):
        Customer.file(FACTS, PERSON, by=getattr(world, who))


def test_a_manager_may_file_for_a_rep(world):
    assert Customer.file({**FACTS, "owner": world.colleague}, PERSON, by=world.manager).owner == world.colleague


def test_a_municipality_stands_once_in_the_address(world):
    place = {"province": "上海市", "city": "上海市", "district": "徐汇区", "address": "虹桥路1号"}
    assert Customer(**FACTS, **place).full_address == "上海市徐汇区虹桥路1号"


def test_a_second_look_verifies_the_file(world):
    world.fresh.verify("电话核实", by=world.manager)
    customer = Customer.get_by_id(world.fresh.id)
    assert customer.verified_by == world.manager and customer.verified_at


def test_an_outsider_cannot_verify(world):
    for person in (world.outsider, world.other_manager, world.colleague, world.inspector):
        with pytest.raises(NotAllowed):
            world.fresh.verify("电话核实", by=person)


def test_a_new_name_asks_for_another_look(world):
    world.fresh.verify("电话核实", by=world.rep)
    world.fresh.revise({"name": "刚刚改名有限公司"}, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).verified_at is None


def test_a_new_phone_asks_for_another_look_and_a_remark_does_not(world):
    world.fresh.verify("电话核实", by=world.rep)
    world.fresh.revise({"remarks": "常在下午来电"}, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).verified_at
    contact = Contact.get(Contact.customer == world.fresh)
    contact.revise({"phone": "13912348888"}, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).verified_at is None
