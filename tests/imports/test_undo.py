"""Taking an import back (R-IMPORT)."""

from contextlib import suppress
from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.specimens import HANGING, Specimens
from tests.world import World
from webapp.clock import now, today
from webapp.errors import DomainError
from webapp.imports.customer_import import CustomerImport
from webapp.models import (
    AuditEvent,
    Contact,
    Customer,
    FollowUp,
    ImportBatch,
    ImportChange,
    Move,
    SearchTerm,
    Task,
    fingerprint,
)
from webapp.models.fingerprint import REPEATED, fingerprints

from .lists import FOLLOWUPS, REGISTER, customer, imported, imported_sample, opened

OF_THEIR_OWN = [model for model in HANGING if model not in REPEATED]


def test_undo_takes_new_customers_away(world):
    batch = imported_sample(FOLLOWUPS, world)
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert not Customer.select().where(Customer.number.startswith("C2024")).exists()
    assert not FollowUp.select().where(FollowUp.is_imported).exists()
    assert AuditEvent.verify() is None


def test_undo_puts_customers_on_file_back(world):
    imported_sample(FOLLOWUPS, world)
    before = _everything("A科技有限公司")
    batch = imported_sample(REGISTER, world)
    assert _everything("A科技有限公司") != before
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert _everything("A科技有限公司") == before


def _everything(name: str) -> dict:
    found = customer(name)
    own = dict(found.__data__.items())
    hanging = {
        backref: sorted(map(str, ([row.__data__ for row in getattr(found, backref)])))
        for backref in ("contacts", "classifications", "followups", "tasks", "moves", "projects", "terms")
    }
    return own | hanging


def test_undo_leaves_what_was_edited_since_and_lists_it(world):
    batch = imported_sample(FOLLOWUPS, world)
    edited, followed, moved = (customer(name) for name in ("A科技有限公司", "B建筑工程有限公司", "C贸易集团"))
    edited.contacts.get().revise({"phone": "13812345678"}, by=world.manager)
    FollowUp.record(
        followed,
        {"at": followed.last_followup_at, "method": "电话", "content": "电话确认收到竞品对比表"},
        by=world.manager,
    )
    moved.move_to(world.value("potential"), by=world.manager)
    kept = CustomerImport(batch).undo(by=world.manager)
    assert [row.name for row in kept] == ["C贸易集团", "A科技有限公司", "B建筑工程有限公司"]
    assert customer("B建筑工程有限公司").followup_count == 2


def test_undo_leaves_an_updated_customer_that_was_edited_since(world):
    batch = imported("客户名称,行业\n刚刚建档有限公司,互联网\n", world)
    Customer.get_by_id(world.fresh.id).revise({"need": "新的需求"}, by=world.rep)
    assert [row.id for row in CustomerImport(batch).undo(by=world.manager)] == [world.fresh.id]
    assert Customer.get_by_id(world.fresh.id).industry == "互联网"


def test_a_completed_step_counts_as_an_edit(world):
    batch = imported_sample(FOLLOWUPS, world)
    Task.get(Task.customer == customer("B建筑工程有限公司")).complete(by=world.manager)
    assert [row.name for row in CustomerImport(batch).undo(by=world.manager)] == ["B建筑工程有限公司"]


def test_so_does_a_step_that_was_put_off(world):
    """It leaves no trace on the customer itself, nor a version on the step."""
    batch = imported_sample(FOLLOWUPS, world)
    step = Task.get(Task.customer == customer("B建筑工程有限公司"))
    step.reschedule(today() + timedelta(days=3), by=world.manager)
    assert [row.name for row in CustomerImport(batch).undo(by=world.manager)] == ["B建筑工程有限公司"]


# -- whatever nouns there are


@pytest.mark.parametrize("model", OF_THEIR_OWN, ids=lambda model: model.__name__)
def test_whatever_hangs_on_a_customer_is_seen_by_the_fingerprint(world, model):
    Specimens(world.fresh, world.rep, world.manager).put(model)
    with_it = fingerprints([world.fresh.id])
    Specimens(world.fresh, world.rep, world.manager).newest(model).delete_instance()
    assert fingerprints([world.fresh.id]) != with_it


def test_a_noun_the_fingerprint_leaves_out_would_be_noticed(world, monkeypatch):
    monkeypatch.setattr(fingerprint, "REPEATED", REPEATED | {Contact})
    before = fingerprints([world.fresh.id])
    world.fresh.contacts.get().delete_instance()
    assert fingerprints([world.fresh.id]) == before


@pytest.mark.parametrize("model", OF_THEIR_OWN, ids=lambda model: model.__name__)
def test_whatever_an_import_writes_on_a_customer_is_taken_back(world, model):
    """Also by a part of the import that is still to be written; and what is derived is derived anew."""
    row = Specimens(world.fresh, world.rep, world.manager).put(model)
    batch = _as_if_imported(row, world)
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert not type(row).select().where(type(row).id == row.id).exists()
    assert _derived(world.fresh.id) == _derived_anew(world.fresh.id)


def _as_if_imported(row, world) -> ImportBatch:
    """A confirmed list that wrote the row on a customer on file."""
    batch = opened("客户名称,行业\n刚刚建档有限公司,互联网\n", world)
    ImportBatch.update(confirmed_at=now()).where(ImportBatch.id == batch.id).execute()
    mark, of_customer = fingerprints([world.fresh.id])[world.fresh.id], {"customer": world.fresh.id}
    ImportChange.create(batch=batch, table="customer", row_id=world.fresh.id, before={}, after=mark)
    ImportChange.create(batch=batch, table=row._meta.table_name, row_id=row.id, after=of_customer)
    return ImportBatch.get_by_id(batch.id)


def _derived(customer: int) -> tuple:
    row = Customer.get_by_id(customer)
    return {name: getattr(row, name) for name in row.schedule_facts()}, {term.term for term in row.terms}


def _derived_anew(customer: int) -> tuple:
    row = Customer.get_by_id(customer)
    SearchTerm.reindex(row)
    return row.schedule_facts(), {term.term for term in row.terms}


def test_undoing_twice_is_refused(world):
    batch = imported("客户名称,行业\n全新有限公司,互联网\n", world)
    CustomerImport(batch).undo(by=world.manager)
    with pytest.raises(DomainError, match="已经撤销"):
        CustomerImport(batch).undo(by=world.manager)
    assert not Customer.select().where(Customer.name == "全新有限公司").exists()


def test_a_list_leaves_one_decision_maker_and_undo_puts_the_first_back(world):
    contact = world.fresh.contacts.get()
    contact.revise({"is_decision_maker": True}, by=world.rep)
    batch = imported(
        "客户名称,联系人,核心人物\n刚刚建档有限公司,赵一鸣,钱二\n刚刚建档有限公司,赵一鸣,孙三\n全新有限公司,李四,李四\n全新有限公司,李四,周五\n",
        world,
    )
    assert _deciding("刚刚建档有限公司") == ["孙三"] and _deciding("全新有限公司") == ["周五"]
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert _deciding("刚刚建档有限公司") == ["赵一鸣"]


def _deciding(name: str) -> list[str]:
    return [contact.name for contact in customer(name).contacts.where(Contact.is_decision_maker)]


def test_undo_of_a_list_brings_back_since_when_a_customer_stood_there(world):
    batch = imported("客户名称,合作阶段\n刚刚建档有限公司,意向客户\n", world)
    move = Move.select().where(Move.customer == world.fresh).order_by(Move.id.desc()).first()
    assert move.from_since is not None
    assert CustomerImport(batch).undo(by=world.manager) == []


def test_the_trail_of_a_list_is_masked(world):
    imported("客户名称,备注\n刚刚建档有限公司,请拨13587654321\n", world)
    event = AuditEvent.get(AuditEvent.action == "customer.imported", AuditEvent.customer_id == world.fresh.id)
    assert "135****4321" in str(event.details) and "13587654321" not in str(event.details)


def test_two_who_undo_at_once_undo_once(fresh_database):
    world = World()
    batch = imported("客户名称,行业\n全新有限公司,互联网\n刚刚建档有限公司,互联网\n", world)

    def undo(_turn) -> bool:
        try:
            return CustomerImport(ImportBatch.get_by_id(batch.id)).undo(by=world.manager) == []
        except DomainError:
            return False

    assert sum(at_once(undo, range(6))) == 1
    assert AuditEvent.select().where(AuditEvent.action == "customer.import_undone").count() == 2
    assert AuditEvent.verify() is None


def test_undo_and_edits_at_once_wait_for_each_other_in_one_order(fresh_database):
    world = World()
    names = ["刚刚建档有限公司", "意向待跟进有限公司", "逾期三天有限公司", "今天到期有限公司"]
    edited = [customer(name) for name in names]
    steps = [Task.plan(row, "寄送样本", today(), by=world.manager) for row in edited]
    batch = imported("客户名称,行业\n" + "".join(f"{name},互联网\n" for name in names), world)

    def act(turn) -> None:
        if turn == 0:
            CustomerImport(batch).undo(by=world.manager)
            return
        row = Customer.get_by_id(edited[turn % 4].id)
        Contact.add(row, {"name": f"新人{turn}", "phone": f"138123456{turn:02}", "is_primary": True}, by=world.rep)
        row.revise({"remarks": f"第{turn}次"}, by=world.rep)
        step = Task.get_by_id(steps[turn % 4].id)
        with suppress(DomainError):  # somebody has ticked it off
            step.reassign(world.manager if turn % 2 else world.rep, by=world.manager)
        step.complete(by=world.manager)

    at_once(act, range(12))
    for row in Customer.select().where(Customer.name << names):
        assert (
            row.contacts.count() == 4 - (row.id == edited[0].id) and row.contacts.where(Contact.is_primary).count() == 1
        )
    assert batch.undone_at and AuditEvent.verify() is None
