"""R-DUP: is this company already ours?"""

import pytest

from tests.world import CUSTOMERS, file_customer
from webapp.models import AuditEvent, Customer
from webapp.models.customer.fileable import DuplicatesFound


def reasons(**facts) -> dict[str, tuple[str, ...]]:
    return {found.name: found.reasons for found in Customer.find_duplicates(**facts)}


def test_the_same_name_in_another_spelling_is_found(world):
    assert reasons(name=" 别家 分站有限公司") == {"别家分站有限公司": ("名称相同",)}
    assert reasons(name="別家分站有限公司") == {"别家分站有限公司": ("名称相同",)}


def test_a_similar_name_is_found(world):
    assert reasons(name="别家分站公司") == {"别家分站有限公司": ("名称相近",)}


def test_phone_and_email_are_found_in_any_spelling(world):
    contact = world.won.contacts.get()
    contact.revise({"email": "huang@example.cn"}, by=world.rep)
    assert reasons(phone="139 1234 0006", email="HUANG@example.cn ") == {world.won.name: ("电话相同", "邮箱相同")}


def test_the_credit_code_is_found(world):
    world.won.revise({"uscc": "91320594MA1MNB2X9D"}, by=world.rep)
    assert reasons(uscc="91320594ma1mnb2x9d") == {world.won.name: ("统一社会信用代码相同",)}


def test_a_stranger_is_not_found(world):
    assert reasons(name="从未见过有限公司", phone="13912349999", email="new@example.cn") == {}
    assert reasons() == {}


def test_the_customer_itself_is_left_out(world):
    assert Customer.find_duplicates(name=world.won.name, but=world.won) == []


def test_only_public_facts_are_shown(world):
    (found,) = Customer.find_duplicates(name=world.elsewhere.name)
    assert (found.owner, found.branch, found.stage) == ("何俊", "佛山分站", "潜在客户")
    name, _owner, contact, phone = CUSTOMERS["elsewhere"]
    assert not [value for value in vars(found).values() if str(value) in (contact, phone)]


def test_filing_one_again_needs_a_reason_which_is_recorded(world):
    facts = {"name": world.elsewhere.name, "industry": "批发", "source": "展会", "need": "检测"}
    contact = {"name": "王", "phone": "13912349999"}
    with pytest.raises(DuplicatesFound) as refusal:
        Customer.file(facts, contact, by=world.rep)
    assert [found.number for found in refusal.value.duplicates] == [world.elsewhere.number]
    Customer.file(facts, contact, duplicate_reason="两地法人不同", by=world.rep)
    last = AuditEvent.select().where(AuditEvent.action == "customer.filed").order_by(AuditEvent.id.desc()).first()
    assert last.details["duplicate_reason"] == "两地法人不同"


def test_at_most_ten_are_shown(world):
    first = file_customer("雷同贸易有限公司", "13912349000", by=world.rep)
    for number in range(12):
        row = {**first.__data__, "number": f"X{number}"}
        row.pop("id")
        Customer.insert(row).execute()
    assert len(Customer.find_duplicates(name="雷同贸易有限公司")) == 10
