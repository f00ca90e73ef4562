"""R-CONTACT, R-REVEAL: several people at a customer's, one primary, one who decides, and every look recorded."""

import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Contact, Customer, Memo

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
    assert (contact.phone, contact.phone_key, contact.email) == ("0512-67891234-801", "051267891234801", "zhao@example.cn")
    assert contact.version == 2


def test_saving_what_is_there_changes_nothing(world):
    contact, before = world.fresh.contacts.get(), AuditEvent.select().count()
    contact.revise({"name": contact.name, "phone": contact.phone}, by=world.rep)
    assert AuditEvent.select().count() == before


@pytest.mark.parametrize(("field", "value"), [("phone", "123"), ("email", "a@b"), ("qq", "0"), ("name", " ")])
def test_a_wrong_value_is_refused_beside_its_field(world, field, value):
    for write in (lambda v: world.fresh.contacts.get().revise(v, by=world.rep), lambda v: Contact.add(world.fresh, {**PERSON, **v}, by=world.rep)):
        with pytest.raises(DomainError) as refusal:
            write({field: value})
        assert refusal.value.field == field


def test_the_audit_trail_names_fields_and_never_values(world):
    world.fresh.contacts.get().revise({"phone": "13812345678", "name": "王建国"}, by=world.rep)
    event = last_event()
    assert set(event.details["fields"]) >= {"phone", "name"}
    assert not Memo.select().where(Memo.body.contains("13812345678")).exists()
    assert "13812345678" not in str(event.details) and "王建国" not in str(event.details)


def test_a_change_makes_the_file_unverified(world):
    world.fresh.verify(by=world.rep)
    Contact.add(world.fresh, PERSON, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).verified_at is None


@pytest.mark.parametrize(("who", "customer"), [("rep", "fresh"), ("manager", "fresh"), ("service", "helped")])
def test_people_who_work_on_it_look_without_a_reason_and_leave_a_record(world, who, customer):
    person, customer = getattr(world, who), getattr(world, customer)
    contact = customer.contacts.get()
    contact.reveal(by=person)
    event = last_event()
    assert (event.action, event.actor, event.customer_id, event.subject) == ("contact.revealed", person, customer.id, str(contact.id))


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
