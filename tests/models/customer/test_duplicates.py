"""R-DUP: is this company already ours?"""

import pytest

from tests.world import CUSTOMERS, file_customer
from webapp.errors import DomainError
from webapp.models import AuditEvent, Contact, Customer, Lookup, User, lookup
from webapp.models.customer.fileable import DuplicatesFound


def reasons(**facts) -> dict[str, tuple[str, ...]]:
    return {found.name: found.reasons for found in Customer.find_duplicates(**facts, by=User.system())}


def test_the_same_name_in_another_spelling_is_found(world):
    assert reasons(name=" 别家 分站有限公司") == {"别家分站有限公司": ("名称相同",)}
    assert reasons(name="別家分站有限公司") == {"别家分站有限公司": ("名称相同",)}


def test_a_similar_name_is_found(world):
    assert reasons(name="别家分站公司") == {"别家分站有限公司": ("名称相近",)}


def test_phone_and_email_are_found_in_any_spelling(world):
    contact = world.won.contacts.get()
    contact.revise({"email": "huang@example.cn"}, by=world.rep)
    assert reasons(phone="139 1234 0006", email="HUANG@example.cn ") == {world.won.name: ("电话相同", "邮箱相同")}


@pytest.mark.parametrize(
    "typed",
    [
        "+8613912340006",
        "０１３９１２３４０００６".removeprefix("０"),
        "0086 139-1234-0006",
        "139–1234—0006",
        "1391234\u200b0006",
        "13912349999/13912340006",
        "13912349999 13912340006",
        "tel:13912340006",
    ],
)
def test_a_phone_is_compared_in_the_spelling_it_is_kept_in(world, typed):
    assert reasons(phone=typed) == {world.won.name: ("电话相同",)}


def test_a_switchboard_is_one_number_whatever_extension(world):
    world.won.contacts.get().revise({"phone": "0512-66778899转803"}, by=world.rep)
    for typed in ("0512-66778899", "+86 512 66778899", "051266778899-12"):
        assert reasons(phone=typed) == {world.won.name: ("电话相同",)}


@pytest.mark.parametrize(
    "typed", ["别家\u200b分站有限公司", "“别家分站有限公司”", "别家分站有限公司/", "别家\u202e分站有限公司："]
)
def test_what_nobody_sees_hides_no_name(world, typed):
    assert reasons(name=typed) == {"别家分站有限公司": ("名称相同",)}


def test_a_person_is_named_to_those_alone_who_work_on_the_file(world):
    """R-MASK: a 个人客户 is 周* to everybody else, also where the phone is known."""
    file_customer("周树人", "13611112222", contact="周树人", kind="individual", address="绍兴路八号", by=world.rep)
    asked = {"phone": "13611112222"}
    names = {
        who: [found.name for found in Customer.find_duplicates(**asked, by=getattr(world, who))]
        for who in ("rep", "manager", "colleague", "outsider", "inspector", "admin")
    }
    assert names == {"rep": ["周树人"], "manager": ["周树人"]} | dict.fromkeys(
        ("colleague", "outsider", "inspector", "admin"), ["周*"]
    )


# -- asking is on record


def lookups() -> list[str]:
    query = AuditEvent.select(AuditEvent.subject).where(AuditEvent.action == "duplicates.asked").order_by(AuditEvent.id)
    return [subject for (subject,) in query.tuples()]


def test_a_whole_number_that_is_asked_for_is_on_record_once_a_day_and_masked(world):
    for typed in ("13912340006", "+86 139 1234 0006", "139123"):
        Lookup.note(phone=typed, email="huang@example.cn", by=world.outsider)
    assert lookups() == ["139****0006", "h***@example.cn"]


def test_every_number_counts_not_every_mask(world, monkeypatch):
    """Behind 139****0006 hide ten thousand numbers: whoever tries them asks each time."""
    monkeypatch.setattr(lookup, "MOST_A_DAY", 5)
    with pytest.raises(DomainError, match="明天再查"):
        for middle in range(1234, 1244):
            Lookup.note(phone=f"139{middle}0006", by=world.outsider)
    with pytest.raises(DomainError, match="明天再查"):
        for sender in ("la", "lb", "lc", "ld", "le", "lf"):
            Lookup.note(email=f"{sender}@example.cn", by=world.colleague)
    assert len(lookups()) == 12 and set(lookups()) == {"139****0006", "l***@example.cn"}
    assert not Lookup.select().where(Lookup.asked.contains("0006")).exists()


def test_a_person_who_is_asked_for_by_name_is_on_record(client, world):
    world.overdue.revise({"kind": "individual", "name": "周树人"}, by=world.rep)
    asked = {"name": "周树人", "uscc": "", "phone": "", "email": ""}
    assert "周*" in client.log_in(world.outsider).post("/duplicates", asked).follow().text
    assert lookups() == ["周*"]
    client.log_in(world.manager).post("/duplicates", asked).follow()
    assert lookups() == ["周*"]


def test_nobody_asks_for_more_than_so_many_a_day(world, monkeypatch):
    monkeypatch.setattr(lookup, "MOST_A_DAY", 3)
    with pytest.raises(DomainError, match="明天再查") as refusal:
        for number in range(13800000000, 13800000005):
            Lookup.note(phone=f"{number + number % 10 * 1000}", by=world.outsider)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize("verb", ["file", "add", "revise"])
def test_who_is_told_by_a_verb_has_asked(world, verb):
    """Filing, or correcting a contact, tells whose number it is just as 查重 does."""
    person, number = {"name": "陈新"}, "13912340010"
    facts = {"name": "从未见过有限公司", "industry": "批发", "source": "展会", "need": "检测"}
    with pytest.raises(DuplicatesFound):
        if verb == "file":
            Customer.file(facts, {**person, "phone": number}, by=world.rep)
        elif verb == "add":
            Contact.add(world.fresh, {**person, "phone": number}, by=world.rep)
        else:
            world.fresh.contacts.get().revise({"phone": number}, by=world.rep)
    assert lookups() == ["139****0010"]


def test_the_credit_code_is_found(world):
    world.won.revise({"uscc": "91320594MA1MNB2X9D"}, by=world.rep)
    assert reasons(uscc="91320594ma1mnb2x9d") == {world.won.name: ("统一社会信用代码相同",)}


def test_a_stranger_is_not_found(world):
    assert reasons(name="从未见过有限公司", phone="13912349999", email="new@example.cn") == {}
    assert reasons() == {}


def test_the_customer_itself_is_left_out(world):
    assert Customer.find_duplicates(name=world.won.name, but=world.won, by=world.rep) == []


def test_only_public_facts_are_shown(world):
    (found,) = Customer.find_duplicates(name=world.elsewhere.name, by=world.rep)
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
    assert len(Customer.find_duplicates(name="雷同贸易有限公司", by=world.rep)) == 10
