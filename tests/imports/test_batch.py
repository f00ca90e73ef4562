from datetime import date

import pytest

from webapp.errors import DomainError, NotAllowed, Stale
from webapp.imports.customer_import import CustomerImport
from webapp.imports.plan.planner import NoNameColumn
from webapp.models import AuditEvent, Customer, ImportBatch, ImportChange, Move, SearchTerm, Task, rows

from .lists import customer, imported, opened, rows_of


def test_an_imported_customer_is_as_complete_as_a_filed_one(world):
    imported(
        "客户名称,联系人,职位,电话,跟进时间,跟进内容\n"
        "长江贸易有限公司,蒋建国,总务主任,13812345678,2024-05-08,电话确认采购预算\n",
        world,
    )
    found = customer("长江贸易有限公司")
    assert found.schedule_facts() == {
        "last_followup_at": found.last_followup_at,
        "followup_count": 1,
        "next_due_on": None,
        "next_step": "",
        "cadence_days": 7,
        "contact_due_on": date(2024, 5, 15),
        "update_days": None,
    }
    (classified,) = found.classifications
    assert (classified.value.label, classified.urgency) == ("潜在客户", found.urgency())
    terms = {row.term for row in found.terms}
    assert "蒋主" in terms
    SearchTerm.reindex(found)
    assert {row.term for row in found.terms} == terms
    assert Move.get(Move.customer == found).origin == "import"


def test_every_customer_and_the_batch_are_in_the_audit_trail(world):
    """R-AUDIT."""
    batch = imported("客户名称,行业\n全新有限公司,互联网\n刚刚建档有限公司,互联网\n", world)
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id.desc()).limit(4)]
    assert actions == ["import.confirmed", "customer.imported", "customer.imported", "import.opened"]
    changed = AuditEvent.get(AuditEvent.action == "customer.imported", AuditEvent.customer_id == world.fresh.id)
    assert changed.details["changes"] == {"industry": ["批发和零售业", "互联网"]}
    assert AuditEvent.verify() is None
    assert batch.content is None


def test_a_generated_number_steps_over_those_of_the_list(world):
    """R-NO."""
    free = Customer.unused_number()
    taken = f"{free[:-3]}{int(free[-3:]) + 1:03}"
    batch = imported(f"客户编号,客户名称\n,甲乙有限公司\n{taken},丙丁有限公司\n", world)
    numbers = [row.number for row in rows_of(batch)]
    assert numbers[1] == taken
    assert len(set(numbers)) == 2


def test_a_done_step_is_done(world):
    imported("客户名称,跟进时间,跟进内容,下一步\n全新有限公司,2024-05-08,电话确认采购预算,✓5月10日前寄样\n", world)
    task = Task.get(Task.customer == customer("全新有限公司"))
    assert (task.action, task.is_open) == ("5月10日前寄样", False)


def test_an_update_makes_changed_contact_data_unverified_again(world):
    """R-VERIFY."""
    world.fresh.verify("电话核实", by=world.rep)
    imported("客户名称,联系人,邮箱\n刚刚建档有限公司,赵一鸣,zhao@example.cn\n", world)
    found = Customer.get_by_id(world.fresh.id)
    assert found.verified_at is None
    assert found.contacts.get().email == "zhao@example.cn"


# -- what no longer holds


def test_a_preview_that_no_longer_holds_is_shown_again(world):
    batch = opened("客户名称,行业\n全新有限公司,互联网\n", world)
    imported("客户名称,行业\n全新有限公司,互联网\n", world)
    with pytest.raises(Stale, match="预览之后"):
        CustomerImport(batch).confirm(by=world.manager)
    assert rows_of(batch)[0].outcome == "skipped"


def test_confirming_twice_is_refused(world):
    batch = imported("客户名称,行业\n全新有限公司,互联网\n", world)
    with pytest.raises(DomainError, match="已经导入"):
        CustomerImport(batch).confirm(by=world.manager)


@pytest.mark.parametrize("who", ["rep", "other_manager", "inspector"])
def test_an_outsider_is_refused(world, who):
    batch = opened("客户名称,行业\n全新有限公司,互联网\n", world)
    by = getattr(world, who)
    for act in (CustomerImport(batch).confirm, CustomerImport(batch).undo, CustomerImport(batch).discard):
        with pytest.raises(NotAllowed):
            act(by=by)


def test_a_discarded_list_is_gone(world):
    batch = opened("客户名称,行业\n全新有限公司,互联网\n", world)
    CustomerImport(batch).discard(by=world.manager)
    assert ImportBatch.get_or_none(ImportBatch.id == batch.id) is None


def test_refused_rows_keep_their_cells_but_never_identity_data(world):
    """R-NOID."""
    batch = opened("客户名称,备注\n甲乙有限公司,11010519491231002X\n,没有名称\n", world)
    cells = [row.cells for row in rows_of(batch)]
    assert cells == [["甲乙有限公司", "（已删去）"], ["", "没有名称"]]


def test_rows_beyond_one_statement_are_all_written(world, monkeypatch):
    monkeypatch.setattr(rows, "_AT_ONCE", 7)
    text = "".join(f"甲{number}有限公司,1381234{number:04}\n" for number in range(30))
    batch = imported(f"客户名称,电话\n{text}", world)
    assert Customer.select().where(Customer.name.startswith("甲")).count() == 30
    assert ImportChange.select().where(ImportChange.batch == batch).count() == 30


# -- mapping by hand


def test_a_list_without_a_name_column_waits_for_its_mapping(world):
    batch = opened("称呼,打法,行业\n全新有限公司,13812345678,互联网\n", world)
    assert batch.report["columns"] == ["", "", "industry"]
    assert (rows_of(batch), batch.report["notes"]) == ([], ["没有找到“客户名称”这一列，请指定哪一列是客户名称"])
    with pytest.raises(NoNameColumn):
        CustomerImport(batch).confirm(by=world.manager)
    CustomerImport(batch).remap({"称呼": "name", "打法": "phone"}, by=world.manager)
    assert ImportBatch.get_by_id(batch.id).report["columns"] == ["name", "phone", "industry"]
    CustomerImport(batch).confirm(by=world.manager)
    assert customer("全新有限公司").contacts.get().phone == "13812345678"


def test_a_confirmed_list_is_not_mapped_again(world):
    batch = imported("客户名称,行业\n全新有限公司,互联网\n", world)
    with pytest.raises(DomainError, match="已经导入"):
        CustomerImport(batch).remap({"行业": "ignore"}, by=world.manager)
