"""R-CONTACT, R-REVEAL: several people at a customer's, one primary, one who decides, and every look recorded."""

import pytest
from peewee import IntegrityError

from tests.world import file_customer
from webapp.clock import today
from webapp.database import transaction
from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Contact, Customer, Memo, Task
from webapp.models.customer.fileable import DuplicatesFound
from webapp.models.edit_clash import EditClash
from webapp.models.eyes import Eyes

PERSON = {"name": "欧阳修", "phone": "13812345678"}


def last_event() -> AuditEvent:
    return AuditEvent.select().order_by(AuditEvent.id.desc()).first()


def holders(customer, field: str) -> list[str]:
    return [contact.name for contact in customer.contacts.where(getattr(Contact, field))]


def test_a_further_contact_is_not_primary(world):
    Contact.add(world.fresh, PERSON, by=world.rep)
    assert holders(world.fresh, "is_primary") == ["赵一鸣"]


def test_another_primary_replaces_the_first_and_is_a_milestone(world):
    Contact.add(world.fresh, {**PERSON, "is_primary": True}, by=world.rep)
    assert holders(world.fresh, "is_primary") == ["欧阳修"]
    assert [memo.body for memo in world.fresh.memos] == ["主要联系人由赵*变更为欧阳*"]


def test_another_decision_maker_is_a_milestone_and_the_first_is_none(world):
    """R-MILESTONE: the change of the key decision-maker."""
    first = world.fresh.contacts.get()
    first.revise({"is_decision_maker": True}, by=world.rep)
    assert not world.fresh.memos.count()
    Contact.add(world.fresh, {**PERSON, "is_decision_maker": True}, by=world.rep)
    memo = world.fresh.memos.get()
    assert (memo.body, memo.kind, memo.by) == ("关键决策人由赵*变更为欧阳*", "change", world.rep)
    assert holders(world.fresh, "is_decision_maker") == ["欧阳修"]


def test_revising_keeps_one_spelling_and_counts(world):
    contact = world.fresh.contacts.get()
    contact.revise({"phone": "(0512) 67891234转801", "email": "ZHAO@example.cn"}, by=world.rep)
    contact = Contact.get_by_id(contact.id)
    assert (contact.phone, contact.phone_key, contact.email) == (
        "0512-67891234-801",
        "051267891234",
        "zhao@example.cn",
    )
    assert contact.version == 2


def test_saving_what_is_there_changes_nothing(world):
    contact, before = world.fresh.contacts.get(), AuditEvent.select().count()
    contact.revise({"name": contact.name, "phone": contact.phone}, by=world.rep)
    assert AuditEvent.select().count() == before


@pytest.mark.parametrize(("field", "value"), [("phone", "123"), ("email", "a@b"), ("qq", "0"), ("name", " ")])
def test_a_wrong_value_is_refused_beside_its_field(world, field, value):
    for write in (
        lambda v: world.fresh.contacts.get().revise(v, by=world.rep),
        lambda v: Contact.add(world.fresh, {**PERSON, **v}, by=world.rep),
    ):
        with pytest.raises(DomainError) as refusal:
            write({field: value})
        assert refusal.value.field == field


def test_the_audit_trail_says_from_what_to_what_and_masks_both(world):
    world.fresh.contacts.get().revise({"phone": "13812345678", "name": "王建国"}, by=world.rep)
    event = last_event()
    assert event.details["changes"] == {"phone": ["139****0001", "138****5678"], "name": ["赵*", "王*"]}
    assert event.details["name"] == "赵*"
    assert not Memo.select().where(Memo.body.contains("13812345678")).exists()
    assert "13812345678" not in str(event.details) and "王建国" not in str(event.details)


def test_a_change_makes_the_file_unverified(world):
    world.fresh.verify("电话核实", by=world.rep)
    Contact.add(world.fresh, PERSON, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).verified_at is None


@pytest.mark.parametrize(
    ("who", "customer", "reason"),
    [("rep", "fresh", ""), ("manager", "fresh", "核对资料"), ("service", "helped", "回访客户")],
)
def test_who_looks_leaves_a_record_and_who_is_not_the_owner_says_why(world, who, customer, reason):
    person, customer = getattr(world, who), getattr(world, customer)
    contact = customer.contacts.get()
    for nothing in ("", " ", ".", "。。。", "1") if reason else ():
        with pytest.raises(DomainError, match="写明原因"):
            contact.reveal(nothing, by=person)
    contact.reveal(reason, by=person)
    event = last_event()
    assert event.details == {"reason": reason}
    assert (event.action, event.actor, event.customer_id, event.subject) == (
        "contact.revealed",
        person,
        customer.id,
        str(contact.id),
    )


def test_the_inspector_says_why(world):
    contact = world.fresh.contacts.get()
    with pytest.raises(DomainError) as refusal:
        contact.reveal(" ", by=world.inspector)
    assert refusal.value.field == "reason"
    contact.reveal("抽查客户资料", by=world.inspector)
    assert last_event().details["reason"] == "抽查客户资料"


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_only_people_who_work_on_it_keep_its_contacts(world, who):
    for write in (Contact.add, lambda customer, values, by: customer.contacts.get().revise(values, by=by)):
        with pytest.raises(NotAllowed):
            write(world.fresh, PERSON, by=getattr(world, who))


def primary(customer) -> Contact:
    return customer.contacts.where(Contact.is_primary).get()


def add(world, **values) -> Contact:
    return Contact.add(world.fresh, {**PERSON, **values}, by=world.rep)


@pytest.mark.parametrize("role", ["is_primary", "is_decision_maker"])
def test_the_database_holds_one_of_each(world, role):
    Contact.update({getattr(Contact, role): True}).where(Contact.customer == world.fresh).execute()
    Contact.create(customer=world.fresh, name="王强")
    with pytest.raises(IntegrityError), transaction():
        Contact.create(customer=world.fresh, name="王强", **{role: True})


def test_the_only_primary_is_not_just_unticked(world):
    add(world)
    with pytest.raises(DomainError, match="接任") as refusal:
        primary(world.fresh).revise({"is_primary": False}, by=world.rep)
    assert refusal.value.field == "is_primary" and holders(world.fresh, "is_primary") == ["赵一鸣"]


@pytest.mark.parametrize("ticked", [True, False])
def test_a_primary_who_leaves_hands_over_to_the_next_one_present(world, ticked):
    add(world, name="早已离职", phone="13812345670").revise({"left_on": today()}, by=world.rep)
    add(world)
    primary(world.fresh).revise({"left_on": today(), "is_primary": ticked}, by=world.rep)
    assert holders(world.fresh, "is_primary") == ["欧阳修"]
    assert [memo.body for memo in world.fresh.memos] == ["主要联系人由赵*变更为欧阳*"]


def test_without_anybody_present_the_place_is_kept_until_somebody_comes(world):
    primary(world.fresh).revise({"left_on": today(), "is_primary": False}, by=world.rep)
    assert holders(world.fresh, "is_primary") == ["赵一鸣"] and not world.fresh.memos.count()
    add(world)
    assert holders(world.fresh, "is_primary") == ["欧阳修"] and world.fresh.memos.count() == 1


def test_somebody_who_has_left_does_not_become_primary(world):
    gone = add(world)
    gone.revise({"left_on": today()}, by=world.rep)
    with pytest.raises(DomainError) as refusal:
        gone.revise({"is_primary": True}, by=world.rep)
    assert refusal.value.field == "is_primary"


def test_different_fields_merge_and_the_same_field_clashes(world):
    base = {"position": "采购经理", "department": "", "phone": "13912340001"}
    mine, theirs = Contact.get_by_id(primary(world.fresh).id), primary(world.fresh)
    theirs.revise({**base, "department": "采购部", "phone": "13912348888"}, base=base, by=world.manager)
    mine.revise({**base, "position": "厂长"}, base=base, by=world.rep)
    merged = primary(world.fresh)
    assert (merged.position, merged.department, merged.phone, merged.phone_key) == (
        "厂长",
        "采购部",
        "13912348888",
        "13912348888",
    )
    with pytest.raises(EditClash) as clash:
        mine.revise({**base, "phone": "13912347777"}, base=base, by=world.rep)
    assert clash.value.untouched == {"position": "厂长", "department": "采购部"}
    assert clash.value.clashes[0].whose.startswith(f"{world.manager.name} ")
    assert primary(world.fresh).version == 3


def test_another_customers_phone_or_email_needs_a_reason(world):
    primary(world.won).revise({"email": "huang@example.cn"}, by=world.rep)
    for reach in ({"phone": "139 1234 0006"}, {"email": "huang@example.cn"}):
        for write in (
            lambda v, **why: Contact.add(world.fresh, {**PERSON, **v}, by=world.rep, **why),
            lambda v, **why: primary(world.fresh).revise(v, by=world.rep, **why),
        ):
            with pytest.raises(DuplicatesFound) as refusal:
                write(reach)
            assert [found.number for found in refusal.value.duplicates] == [world.won.number]
            write(reach, duplicate_reason="同一位老板")
            assert last_event().details["duplicate_reason"] == "同一位老板"


def test_two_people_of_one_customer_may_share_a_phone(world):
    assert add(world, phone=primary(world.fresh).phone)


def test_texts_too_long_for_the_book_are_refused_beside_their_field(world):
    for act, field in (
        (lambda: add(world, department="长" * 41), "department"),
        (lambda: primary(world.fresh).reveal("长" * 201, by=world.rep), "reason"),
        (lambda: Contact.add(world.fresh, PERSON, by=world.rep, duplicate_reason="长" * 201), "duplicate_reason"),
    ):
        with pytest.raises(DomainError, match="最多") as refusal:
            act()
        assert refusal.value.field == field


@pytest.mark.parametrize("act", ["withdrawn", "renamed"])
def test_what_somebody_was_called_stays_hidden_in_what_says_it(world, act):
    """R-MASK: a correction of the file unmasks no text, on lists or for those who do not work on the customer."""
    values = {"name": "诸葛青松", "phone": "13587654321", "position": "采购经理", "wechat": "zhuge_green"}
    contact = Contact.add(world.fresh, values, by=world.rep)
    Task.plan(world.fresh, "找诸葛青松要图纸，他的号是zhuge_green", today(), by=world.rep)
    if act == "withdrawn":
        contact.withdraw("录到别家去了", by=world.rep)
    else:
        contact.revise({"name": "司马长风", "wechat": "sima_wind"}, by=world.rep)
    customer = Customer.get_by_id(world.fresh.id)
    said = Eyes.of(world.inspector, customer).text(customer.tasks.get().action)
    for shown in (customer.next_step, said):
        assert "青松" not in shown and "zhuge_green" not in shown and "图纸" in shown


def test_a_person_who_is_called_otherwise_now_stays_hidden_under_the_old_name(world):
    person = file_customer("周小明", "13912340123", by=world.rep, kind="individual")
    Task.plan(person, "给周小明寄样品", today(), by=world.rep)
    person.revise({"name": "周晓明"}, by=world.rep)
    customer = Customer.get_by_id(person.id)
    assert "小明" not in customer.next_step
    assert "小明" not in Eyes.of(world.inspector, customer).text(customer.tasks.get().action)


def test_a_reason_says_no_name_in_the_trail(world):
    """R-MASK: whoever reads the trail does not work on the customer."""
    Contact.add(world.fresh, {"name": "诸葛青松", "wechat": "zhuge_green"}, by=world.rep)
    step = Task.plan(world.fresh, "寄样品", today(), by=world.rep)
    step.void("诸葛青松说加zhuge_green就行", by=world.rep)
    reason = last_event().details["reason"]
    assert "青松" not in reason and "zhuge_green" not in reason and reason.endswith("就行")
