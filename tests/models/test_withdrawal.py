"""R-WITHDRAW: what was recorded by mistake is taken back by its author within a day, with a reason, kept in history."""

from datetime import timedelta
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.specimens import HANGING, Specimens
from tests.world import CONTENT, file_customer
from webapp.clock import now, today
from webapp.database import db
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import (
    Acknowledgement,
    AuditEvent,
    Collaboration,
    Contact,
    Customer,
    FollowUp,
    Memo,
    Print,
    SearchTerm,
    Task,
    Withdrawal,
    derived,
)
from webapp.models.classification import Classification
from webapp.models.customer.withdrawable import DERIVED
from webapp.models.memo import MemoKind
from webapp.models.printing import Subject
from webapp.paper.eyes import Eyes
from webapp.paper.forms import tracking_sheet

WHY = "记到别家客户上了"
PERSON = {"name": "诸葛青松", "phone": "13587654321", "position": "采购经理"}


def record(customer, by, *steps: dict, **said) -> FollowUp:
    return FollowUp.record(customer, {"at": now(), "method": "电话", "content": CONTENT, **said}, steps, by=by)


def step(action: str, ahead: int = 3) -> dict:
    return {"action": action, "due_on": today() + timedelta(days=ahead)}


def said_of(withdrawal: Withdrawal) -> dict[str, str]:
    return {label: text for label, text, *_ in Withdrawal.get_by_id(withdrawal.id).said}


def acts(action: str) -> list[AuditEvent]:
    return list(AuditEvent.select().where(AuditEvent.action == action))


def state(customer) -> tuple:
    """All that is derived of a customer."""
    stored = Customer.get_by_id(customer.id)
    columns = {name: getattr(stored, name) for name in stored.schedule_facts()}
    cards = Classification.select(Classification.urgency).where(Classification.customer == customer).tuples()
    terms = SearchTerm.select(*SearchTerm.columns()).where(SearchTerm.customer == customer).tuples()
    return columns, set(cards), set(terms)


def sheet(customer) -> tracking_sheet.TrackingSheet:
    (filled,) = tracking_sheet.fill([customer], Eyes.of(True))
    return filled


# -- a follow-up


def test_a_follow_up_leaves_the_book_and_stays_in_history(world):
    followup = record(world.fresh, world.rep, step("寄样品"), consensus="先试用")
    followup.correct({"content": "客户确认下周签合同，预算已批"}, by=world.rep)
    row = followup.withdraw(f" {WHY} ", by=world.rep)
    assert not FollowUp.select().where(FollowUp.id == followup.id).exists()
    said = said_of(row)
    assert (said["跟进内容"], said["共识"], said["执行人"]) == (
        "客户确认下周签合同，预算已批",
        "先试用",
        world.rep.name,
    )
    assert said["更正前的跟进内容"] == CONTENT and "寄样品" in said["下一步"]
    assert (row.noun, row.row, row.reason, row.by) == ("followup", followup.id, WHY, world.rep)
    (event,) = acts("followup.withdrawn")
    assert (event.customer_id, event.subject, event.details) == (world.fresh.id, str(followup.id), {"reason": WHY})


def test_its_open_steps_go_along_and_those_that_are_done_stay(world):
    followup = record(world.fresh, world.rep, step("寄样品"), step("报价"), step("签合同"))
    sample, offer, contract = followup.steps.order_by(Task.id)
    sample.complete(by=world.rep)
    offer.void("不报了", by=world.rep)
    followup.withdraw(WHY, by=world.rep)
    left = Task.select().where(Task.id << [sample.id, offer.id, contract.id]).order_by(Task.id)
    assert [(task.action, task.followup_id) for task in left] == [("寄样品", None), ("报价", None)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ago=st.lists(st.integers(0, 40), max_size=3), mistaken=st.integers(0, 40), ahead=st.integers(0, 9))
def test_a_customer_is_as_if_it_had_never_been_recorded(world, ago, mistaken, ahead):
    """Whatever was recorded besides: last contact, count, next day and step, urgency, terms."""
    with db.atomic() as transaction:
        for days in ago:
            record(world.fresh, world.rep, step("寄样品", 4), at=now() - timedelta(days=days))
        before = state(world.fresh)
        wrong = record(world.fresh, world.rep, step("上门", ahead), at=now() - timedelta(days=mistaken))
        assert state(world.fresh) != before
        wrong.withdraw(WHY, by=world.rep)
        assert state(world.fresh) == before
        transaction.rollback()


def test_a_printed_sheet_stays_and_the_next_one_lacks_it(world):
    """R-CONSIST."""
    followup = record(world.fresh, world.rep)
    said = {"records": [str(entry) for entry in sheet(world.fresh).records]}
    Print.enter(
        Print.draft("tracking-sheet", [(Subject.of(world.fresh), said)], copies="1", is_unmasked=False, by=world.rep),
        by=world.rep,
    )
    before = Print.get()
    followup.withdraw(WHY, by=world.rep)
    assert (Print.get().snapshot, Print.get().digest) == (before.snapshot, before.digest)
    assert CONTENT in before.snapshot["records"][0] and not sheet(world.fresh).records


def test_an_imported_one_is_left_to_the_import_s_undo(world):
    followup = record(world.fresh, world.rep, is_imported=True)
    with pytest.raises(DomainError, match="请到“导入”里撤销"):
        followup.withdraw(WHY, by=world.rep)
    assert not followup.is_withdrawn_by(world.rep)


# -- memos


@pytest.mark.parametrize("kind", list(MemoKind))
def test_a_memo_leaves_the_sheet(world, kind):
    memo = Memo.write(world.fresh, kind, "送货走东门", by=world.manager)
    memo.correct("送货走西门", by=world.manager)
    row = memo.withdraw(WHY, by=world.manager)
    assert said_of(row) == {memo.label: "送货走西门", f"更正前的{memo.label}": "送货走东门"}
    assert not sheet(world.fresh).memos and not sheet(world.fresh).changes and not sheet(world.fresh).instructions


def test_an_instruction_says_who_had_read_it(world):
    memo = Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager)
    memo.acknowledge(by=world.rep)
    row = memo.withdraw(WHY, by=world.manager)
    assert world.rep.name in said_of(row)["已阅"] and not Acknowledgement.select().exists()


# -- contacts


def test_a_contact_is_found_no_more_and_kept_masked(world):
    before = state(world.fresh)
    contact = Contact.add(world.fresh, PERSON, by=world.rep)
    assert state(world.fresh) != before
    row = contact.withdraw(WHY, by=world.rep)
    assert state(world.fresh) == before and not list(derived.out_of_date())
    assert not Customer.find_duplicates(phone=PERSON["phone"], by=world.rep)
    assert said_of(row)["姓名"] == "诸葛*" and PERSON["phone"] not in str(row.said)


def test_another_becomes_the_primary_contact(world):
    first = world.fresh.contacts.get()
    contact = Contact.add(world.fresh, {**PERSON, "is_primary": True}, by=world.rep)
    contact.withdraw(WHY, by=world.rep)
    assert Contact.get_by_id(first.id).is_primary


def test_the_last_contact_present_stays(world):
    """R-CONTACT: a file needs one."""
    first = world.fresh.contacts.get()
    with pytest.raises(DomainError, match="请先新增一位"):
        first.withdraw(WHY, by=world.rep)
    second = Contact.add(world.fresh, PERSON, by=world.rep)
    second.revise({"left_on": today()}, by=world.rep)
    with pytest.raises(DomainError, match="请先新增一位"):
        first.withdraw(WHY, by=world.rep)
    assert world.fresh.contacts.count() == 2 and not Withdrawal.select().exists()


def test_whom_a_list_brought_is_left_to_the_import_s_undo(world):
    contact = Contact.create(customer=world.fresh, name="陈新", wechat="chenxin99")
    with pytest.raises(DomainError, match="请到“导入”里撤销"):
        contact.withdraw(WHY, by=world.rep)


# -- who, when, why: the same of each


MADE = {
    "followup": lambda world: record(world.helped, world.rep),
    "memo": lambda world: Memo.write(world.helped, "note", "送货走东门", by=world.rep),
    "contact": lambda world: Contact.add(world.helped, PERSON, by=world.rep),
}


@pytest.fixture(params=MADE)
def thing(request, world):
    return MADE[request.param](world)


def in_the_past(thing, age: timedelta) -> None:
    column = {FollowUp: FollowUp.recorded_at, Memo: Memo.at, Contact: Contact.created_at}[type(thing)]
    setattr(thing, column.name, now() - age)
    thing.save()


def test_nobody_else_takes_it_back(world, thing):
    """R-WHO: neither a helper nor the manager."""
    for person in (world.service, world.manager, world.outsider, world.colleague, world.inspector, world.admin):
        assert not thing.is_withdrawn_by(person)
        with pytest.raises(NotAllowed):
            thing.withdraw(WHY, by=person)
    assert not Withdrawal.select().exists()


def test_who_helps_no_more_takes_nothing_back(world):
    followup = record(world.helped, world.service)
    Collaboration.delete().execute()
    helper = type(world.service).get_by_id(world.service.id)
    with pytest.raises(NotAllowed):
        followup.withdraw(WHY, by=helper)


def test_after_a_day_it_stays(world, thing):
    in_the_past(thing, timedelta(hours=23, minutes=59))
    assert thing.is_withdrawn_by(world.rep)
    in_the_past(thing, timedelta(hours=24, minutes=1))
    assert not thing.is_withdrawn_by(world.rep)
    with pytest.raises(DomainError, match="超过 24 小时"):
        thing.withdraw(WHY, by=world.rep)


@pytest.mark.parametrize(("reason", "said"), [("", "请写明原因"), ("  ", "请写明原因"), ("长" * 201, "最多 200 个字")])
def test_it_asks_why(world, thing, reason, said):
    with pytest.raises(DomainError, match=said) as refusal:
        thing.withdraw(reason, by=world.rep)
    assert refusal.value.field == "reason"


def test_twice_is_told_and_harmless(world, thing):
    thing.withdraw(WHY, by=world.rep)
    with pytest.raises(Stale, match="已经撤回"):
        thing.withdraw(WHY, by=world.rep)
    assert Withdrawal.select().count() == 1


def test_its_id_is_never_given_again(world, thing):
    """Or a page that is still open would take back another one."""
    others = type(thing).select().where(type(thing).id > thing.id)
    assert not others.exists()
    thing.withdraw(WHY, by=world.rep)
    again = MADE[type(thing).__name__.lower()](world)
    assert again.id > thing.id


def test_the_trail_keeps_no_number(world, thing):
    """R-MASK."""
    thing.withdraw("请拨 13587654321", by=world.rep)
    (event,) = acts(f"{type(thing).__name__.lower()}.withdrawn")
    assert "13587654321" not in str(event.details)


# -- a customer that was just filed


@pytest.fixture
def mistake(world):
    return file_customer("录错了的有限公司", "13912348888", by=world.rep)


def test_a_file_is_taken_back_with_all_that_filing_wrote(world, mistake):
    mistake.withdraw(WHY, by=world.rep)
    assert not Customer.select().where(Customer.id == mistake.id).exists()
    rows = Specimens(mistake, world.rep, world.manager).of
    assert not [model for model in HANGING if rows(model).exists()]
    (event,) = acts("customer.withdrawn")
    assert (event.subject, event.details) == (mistake.number, {"name": mistake.name, "reason": WHY})
    assert AuditEvent.verify() is None


def test_its_number_and_id_are_never_given_again(world, mistake):
    """R-NO."""
    mistake.withdraw(WHY, by=world.rep)
    again = file_customer("录错了的有限公司", "13912348888", by=world.rep)
    assert again.id > mistake.id and again.number > mistake.number


@pytest.mark.parametrize(
    "act",
    [
        *(model for model in HANGING if model not in (*DERIVED, Collaboration)),
        lambda put: Collaboration.create(customer=put.customer, user=put.manager, invited_by=put.manager),
        lambda put: put.customer.verify("电话核实", by=put.by),
        lambda put: put.customer.revise({"remarks": "逢周一不收货"}, by=put.by),
        lambda put: put.customer.contacts.get().revise({"position": "厂长"}, by=put.by),
        lambda put: put.customer.pin(put.value("stage").dimension, True, by=put.by),
    ],
    ids=lambda act: act.__name__,
)
def test_a_file_that_anything_happened_to_stays(world, mistake, act):
    put = Specimens(mistake, world.rep, world.manager)
    put.put(act) if act in HANGING else act(put)
    assert not mistake.is_withdrawn_by(world.rep)
    with pytest.raises(DomainError, match="已经有了别的记录"):
        mistake.withdraw(WHY, by=world.rep)
    assert Customer.select().where(Customer.id == mistake.id).exists()


def test_who_looked_at_a_number_did_nothing_to_the_file(world, mistake):
    mistake.contacts.get().reveal(by=world.rep)
    assert mistake.is_withdrawn_by(world.rep)


def test_only_who_filed_it_takes_it_back_within_a_day(world, mistake):
    for person in (world.manager, world.colleague, world.outsider, world.inspector, world.admin):
        with pytest.raises(NotAllowed):
            mistake.withdraw(WHY, by=person)
    mistake.created_at = now() - timedelta(hours=25)
    mistake.save()
    with pytest.raises(DomainError, match="超过 24 小时"):
        mistake.withdraw(WHY, by=world.rep)


def test_what_had_been_taken_back_before_each_line_said_who_reads_it_says_so_now(world):
    """By the labels of then, whatever the fields are called one day."""
    followup = record(world.fresh, world.rep, their_participants="王厂长", consensus="先送样品")
    followup.correct({"content": "客户要求下周三之前给报价"}, by=world.rep)
    row = Withdrawal.get_by_id(followup.withdraw(WHY, by=world.rep).id)
    kept = [line[:3] for line in row.said]
    assert {label for label, _, for_insiders in kept if for_insiders} == {"客户方参与人", "更正前的跟进内容"}
    Withdrawal.update(said=[[label, text] for label, text, _ in kept]).execute()
    for _ in range(2):
        import_module("webapp.migrations.0024_withdrawn_words").up(None, db.obj)
        assert Withdrawal.get_by_id(row.id).said == kept
