"""Taking an import back (R-IMPORT)."""

import pytest

from webapp.errors import DomainError
from webapp.models import AuditEvent, Customer, FollowUp, Task

from .lists import FOLLOWUPS, REGISTER, customer, imported, imported_sample


def test_undo_takes_new_customers_away(world):
    batch = imported_sample(FOLLOWUPS, world)
    assert batch.undo(by=world.manager) == []
    assert not Customer.select().where(Customer.number.startswith("C2024")).exists()
    assert not FollowUp.select().where(FollowUp.is_imported).exists()
    assert AuditEvent.verify() is None


def test_undo_puts_customers_on_file_back(world):
    imported_sample(FOLLOWUPS, world)
    before = _everything("A科技有限公司")
    batch = imported_sample(REGISTER, world)
    assert _everything("A科技有限公司") != before
    assert batch.undo(by=world.manager) == []
    assert _everything("A科技有限公司") == before


def _everything(name: str) -> dict:
    found = customer(name)
    own = {key: value for key, value in found.__data__.items()}
    hanging = {
        backref: sorted(map(str, ([row.__data__ for row in getattr(found, backref)])))
        for backref in ("contacts", "classifications", "followups", "tasks", "moves", "projects", "terms")
    }
    return own | hanging


def test_undo_leaves_what_was_edited_since_and_lists_it(world):
    batch = imported_sample(FOLLOWUPS, world)
    edited, followed, moved = (customer(name) for name in ("A科技有限公司", "B建筑工程有限公司", "C贸易集团"))
    edited.contacts.get().revise({"phone": "13812345678"}, by=world.manager)
    FollowUp.record(followed, {"at": followed.last_followup_at, "method": "电话", "content": "电话确认收到竞品对比表"}, by=world.manager)
    moved.move_to(world.value("potential"), by=world.manager)
    kept = batch.undo(by=world.manager)
    assert [row.name for row in kept] == ["C贸易集团", "A科技有限公司", "B建筑工程有限公司"]
    assert customer("B建筑工程有限公司").followup_count == 2


def test_undo_leaves_an_updated_customer_that_was_edited_since(world):
    batch = imported("客户名称,行业\n刚刚建档有限公司,互联网\n", world)
    Customer.get_by_id(world.fresh.id).revise({"need": "新的需求"}, by=world.rep)
    assert [row.id for row in batch.undo(by=world.manager)] == [world.fresh.id]
    assert Customer.get_by_id(world.fresh.id).industry == "互联网"


def test_a_completed_step_counts_as_an_edit(world):
    batch = imported_sample(FOLLOWUPS, world)
    Task.get(Task.customer == customer("B建筑工程有限公司")).complete(by=world.manager)
    assert [row.name for row in batch.undo(by=world.manager)] == ["B建筑工程有限公司"]


def test_undoing_twice_is_refused(world):
    batch = imported("客户名称,行业\n全新有限公司,互联网\n", world)
    batch.undo(by=world.manager)
    with pytest.raises(DomainError, match="已经撤销"):
        batch.undo(by=world.manager)
    assert not Customer.select().where(Customer.name == "全新有限公司").exists()
