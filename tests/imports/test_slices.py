"""A list is written in parts, and comes to all or nothing (R-IMPORT)."""

from datetime import timedelta
from multiprocessing import get_context

import pytest

from tests.engines import use_database
from tests.models.test_concurrency import at_once
from tests.world import World, file_customer
from webapp.clock import now
from webapp.database import db
from webapp.errors import DomainError, Stale
from webapp.imports import undo
from webapp.imports.customer_import import CustomerImport
from webapp.imports.plan.directory import chunks
from webapp.imports.tidying import tidy
from webapp.imports.write import slices
from webapp.imports.write.slices import Slice
from webapp.models import (
    AuditEvent,
    Customer,
    FollowUp,
    ImportBatch,
    ImportChange,
    Project,
    SearchTerm,
    User,
    import_batch,
)
from webapp.models.fingerprint import fingerprints

from .lists import FOLLOWUPS, REGISTER, customer, imported, imported_sample, opened, rows_of

TEXT = "客户名称,行业\n甲子有限公司,互联网\n刚刚建档有限公司,互联网\n乙丑有限公司,互联网\n丙寅有限公司,互联网\n"
NEW = ["甲子有限公司", "乙丑有限公司", "丙寅有限公司"]


@pytest.fixture
def one_by_one(monkeypatch):
    """Every customer is a part of its own."""
    monkeypatch.setattr(slices, "MOST", 1)
    monkeypatch.setattr(undo, "MOST", 1)


@pytest.fixture
def before(monkeypatch):
    """`before(turn, act)`: act before that part is written, with no lock held."""
    return _acting(monkeypatch, "__init__", first=True)


@pytest.fixture
def within(monkeypatch):
    """`within(turn, act)`: act when that part is written, and not yet committed."""
    return _acting(monkeypatch, "write", first=False)


def _acting(monkeypatch, verb: str, first: bool):
    acts, does, turn = {}, getattr(Slice, verb), iter(range(100))

    def do(part, *values):
        act = acts.get(next(turn), lambda: None)
        if first:
            act()
        does(part, *values)
        if not first:
            act()

    monkeypatch.setattr(Slice, verb, do)
    return acts.__setitem__


def assert_untouched(batch: ImportBatch) -> None:
    found = ImportBatch.get_by_id(batch.id)
    assert (found.confirmed_at, found.busy_since) == (None, None) and found.content
    assert not Customer.select().where(Customer.name << NEW).exists()
    assert customer("刚刚建档有限公司").industry == "批发和零售业"
    assert not ImportChange.select().where(ImportChange.batch == batch).exists()
    assert AuditEvent.verify() is None


def fail(*_args, **_options):
    raise RuntimeError("disk full")


# -- all


def test_the_parts_come_to_what_the_whole_would(world, one_by_one):
    imported_sample(FOLLOWUPS, world)
    batch = imported_sample(REGISTER, world)
    created = rows_of(batch, "created")
    assert created and {row.number for row in created} == {customer(row.name).number for row in created}
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert AuditEvent.verify() is None


@pytest.mark.parametrize("sample", [FOLLOWUPS, REGISTER])
def test_the_fingerprints_are_those_the_database_would_give(world, sample):
    """They are counted while writing; an undo compares them with what it reads."""
    batch = imported_sample(sample, world)
    changes = ImportChange.select().where(ImportChange.batch == batch, ImportChange.table == "customer")
    kept = {change.row_id: change.after for change in changes}
    assert len(kept) > 1 and kept == fingerprints(kept)


def test_the_search_terms_are_those_a_filed_customer_has(world):
    imported_sample(FOLLOWUPS, world)
    found = customer("B建筑工程有限公司")
    terms = {row.term for row in found.terms}
    SearchTerm.reindex(found)
    assert terms == {row.term for row in found.terms}


# -- or nothing


@pytest.mark.parametrize("turn", range(4))
def test_a_failure_in_any_part_leaves_nothing(fresh_database, one_by_one, within, turn):
    world = World()
    batch = opened(TEXT, world)
    within(turn, fail)
    with pytest.raises(RuntimeError):
        CustomerImport(batch).confirm(by=world.manager)
    assert_untouched(batch)
    assert db.transaction_depth() == 0


def test_a_failure_at_the_very_end_leaves_nothing(fresh_database, one_by_one, monkeypatch):
    world = World()
    batch = opened(TEXT, world)
    monkeypatch.setattr(CustomerImport, "_conclude", fail)
    with pytest.raises(RuntimeError):
        CustomerImport(batch).confirm(by=world.manager)
    assert_untouched(batch)


def test_what_was_taken_back_can_be_confirmed_again(fresh_database, one_by_one, before):
    world = World()
    batch = opened(TEXT, world)
    before(2, fail)
    with pytest.raises(RuntimeError):
        CustomerImport(batch).confirm(by=world.manager)
    CustomerImport(ImportBatch.get_by_id(batch.id)).confirm(by=world.manager)
    assert Customer.select().where(Customer.name << NEW).count() == 3
    actions = [
        event.action
        for event in AuditEvent.select().where(AuditEvent.action.startswith("import.")).order_by(AuditEvent.id)
    ]
    assert actions == ["import.opened", "import.failed", "import.confirmed"]


def test_an_edit_after_the_plan_is_noticed_whichever_part_it_concerns(fresh_database, one_by_one, before):
    world = World()
    batch = opened(TEXT, world)
    before(1, lambda: world.fresh.revise({"need": "新的需求"}, by=world.rep))
    with pytest.raises(Stale, match="预览之后"):
        CustomerImport(batch).confirm(by=world.manager)
    assert_untouched(batch)
    assert customer("刚刚建档有限公司").need == "新的需求"


@pytest.mark.parametrize("what", ["move", "project", "contact"])
def test_so_is_what_changes_nothing_of_the_customer_itself(fresh_database, one_by_one, before, what):
    """Or the list would write over it, and the undo bring back what was before it."""
    world = World()
    batch = opened("客户名称,合作阶段,项目名称\n甲子有限公司,,\n刚刚建档有限公司,意向客户,新厂房\n", world)
    acts = {
        "move": lambda: world.fresh.move_to(world.value("deal"), by=world.rep),
        "project": lambda: Project.of(world.fresh).revise({"name": "老厂房"}, by=world.rep),
        "contact": lambda: world.fresh.contacts.get().revise({"position": "厂长"}, by=world.rep),
    }
    before(1, acts[what])
    with pytest.raises(Stale):
        CustomerImport(batch).confirm(by=world.manager)
    assert not Customer.select().where(Customer.name << NEW).exists()


def test_a_confirmed_list_keeps_its_report(fresh_database):
    """A colleague had its preview open, and assigns the columns anew."""
    world = World()
    batch = opened(TEXT, world)
    colleague = ImportBatch.get_by_id(batch.id)
    CustomerImport(batch).confirm(by=world.manager)
    with pytest.raises(DomainError, match="已经导入"):
        CustomerImport(colleague).remap({"行业": "ignore"}, by=world.manager)
    assert ImportBatch.get_by_id(batch.id).report == batch.report


def test_many_changes_of_few_customers_are_taken_back_too(fresh_database, monkeypatch):
    """More than one statement takes; a part is weighed by what it writes."""
    monkeypatch.setattr(undo, "chunks", lambda items, size=7: chunks(items, min(size, 7)))
    monkeypatch.setattr(slices, "MOST", 40)
    world = World()
    names = ("刚刚建档有限公司", "意向待跟进有限公司")
    said = "".join(f"{name},2024-05-{day:02},电话确认第{day}批检测报告\n" for day in range(1, 29) for name in names)
    written = []
    write = Slice.write
    monkeypatch.setattr(Slice, "write", lambda part, batch: written.append(part) or write(part, batch))
    batch = imported(f"客户名称,跟进时间,跟进内容\n{said}", world)
    assert len(written) == 2
    assert CustomerImport(batch).undo(by=world.manager) == []
    assert not FollowUp.select().where(FollowUp.is_imported).exists()
    assert not ImportChange.select().where(ImportChange.batch == batch).exists()


def test_a_customer_filed_after_the_plan_is_noticed(fresh_database, one_by_one, before):
    """The list would bring it a second time."""
    world = World()
    batch = opened(TEXT, world)
    before(1, lambda: file_customer("丙寅有限公司", "13900001111", by=world.rep))
    with pytest.raises(Stale):
        CustomerImport(batch).confirm(by=world.manager)
    assert [row.name for row in Customer.select().where(Customer.name << NEW)] == ["丙寅有限公司"]
    outcomes = {row.name: row.outcome for row in rows_of(batch)}
    assert outcomes == {
        "甲子有限公司": "created",
        "刚刚建档有限公司": "updated",
        "乙丑有限公司": "created",
        "丙寅有限公司": "updated",
    }


def test_who_goes_on_with_a_customer_of_a_list_that_fails_keeps_it(fresh_database, one_by_one, before):
    world = World()
    batch = opened(TEXT, world)

    def revise_and_fail():
        customer("甲子有限公司").revise({"need": "地坪"}, by=world.manager)
        fail()

    before(3, revise_and_fail)
    with pytest.raises(RuntimeError):
        CustomerImport(batch).confirm(by=world.manager)
    assert [row.name for row in Customer.select().where(Customer.name << NEW)] == ["甲子有限公司"]
    event = AuditEvent.get(AuditEvent.action == "import.failed")
    assert event.details["kept"] == [customer("甲子有限公司").number]


# -- everybody else goes on


def confirm_in_parts(url: str, batch: int) -> None:
    """What the other process does."""
    slices.MOST = 100
    with use_database(url):
        found = ImportBatch.get_by_id(batch)
        CustomerImport(found).confirm(by=found.by)


def undo_in_parts(url: str, batch: int) -> None:
    undo.MOST = 100
    with use_database(url):
        found = ImportBatch.get_by_id(batch)
        CustomerImport(found).undo(by=found.by)


def test_another_process_saves_while_a_list_is_written(fresh_database):
    """R-SCALE: as another app host would."""
    world = World()
    text = "".join(f"甲{number}有限公司,1381234{number:04}\n" for number in range(800))
    batch = opened(f"客户名称,电话\n{text}", world)
    written = save_beside(confirm_in_parts, fresh_database, batch, world)
    assert written.count("customer.imported") == 800 and written.count("customer.revised") > 3
    taken_back = save_beside(undo_in_parts, fresh_database, batch, world)
    assert taken_back.count("customer.import_undone") == 800 and taken_back.count("customer.revised") > 3
    assert AuditEvent.verify() is None


def save_beside(work, url: str, batch: ImportBatch, world: World) -> list[str]:
    """What was done from the first customer to the last that another process worked on, while a rep went on saving."""
    end = AuditEvent.select().count()
    other = get_context("spawn").Process(target=work, args=(url, batch.id))
    other.start()
    saved = 0
    while other.is_alive():  # a save that had to wait for the whole list would be refused: SQLite waits five seconds
        saved += 1
        Customer.get_by_id(world.fresh.id).revise({"remarks": f"{work.__name__}第{saved}次"}, by=world.rep)
    other.join()
    assert other.exitcode == 0 and Customer.get_by_id(world.fresh.id).remarks == f"{work.__name__}第{saved}次"
    actions = [event.action for event in AuditEvent.select().order_by(AuditEvent.id).offset(end)]
    theirs = [place for place, action in enumerate(actions) if action.startswith("customer.import")]
    return actions[theirs[0] : theirs[-1] + 1]


# -- one at a time


def test_two_who_confirm_at_once_confirm_once(fresh_database, one_by_one):
    world = World()
    batch = opened(TEXT, world)

    def confirm(_turn) -> bool:
        try:
            CustomerImport(ImportBatch.get_by_id(batch.id)).confirm(by=world.manager)
        except DomainError:
            return False
        return True

    assert sum(at_once(confirm, range(4))) == 1
    assert Customer.select().where(Customer.name << NEW).count() == 3
    assert AuditEvent.verify() is None


@pytest.mark.parametrize("act", ["confirm", "discard", "undo"])
def test_while_a_list_is_being_written_nobody_else_is_at_it(fresh_database, one_by_one, before, act):
    world = World()
    batch = opened(TEXT, world)

    def meddle():
        with pytest.raises(DomainError):
            getattr(CustomerImport(ImportBatch.get_by_id(batch.id)), act)(by=world.manager)
        tidy(by=User.system())

    before(2, meddle)
    CustomerImport(batch).confirm(by=world.manager)
    assert Customer.select().where(Customer.name << NEW).count() == 3


def test_an_undo_that_fails_is_gone_on_with(fresh_database, one_by_one, monkeypatch):
    world = World()
    batch = imported(TEXT, world)
    restore = undo._restore
    monkeypatch.setattr(undo, "_restore", fail)
    with pytest.raises(RuntimeError):
        CustomerImport(batch).undo(by=world.manager)
    monkeypatch.setattr(undo, "_restore", restore)
    again = ImportBatch.get_by_id(batch.id)
    assert (again.undone_at, again.busy_since) == (None, None)
    assert CustomerImport(again).undo(by=world.manager) == []
    assert customer("刚刚建档有限公司").industry == "批发和零售业"
    assert not Customer.select().where(Customer.name << NEW).exists()
    assert AuditEvent.select().where(AuditEvent.action == "customer.import_undone").count() == 4
    assert AuditEvent.verify() is None


# -- a process that dies


class Killed(BaseException):
    """Nothing is cleaned up after it."""


@pytest.fixture
def abandoned(fresh_database, one_by_one, within, monkeypatch):
    """A list of which two customers are written, and of whose writer nothing has been heard since."""
    world = World()
    batch = opened(TEXT, world)

    def die():
        raise Killed

    within(2, die)
    with monkeypatch.context() as dead, pytest.raises(Killed):
        dead.setattr(CustomerImport, "take_back", lambda *_args, **_options: None)
        CustomerImport(batch).confirm(by=world.manager)
    assert Customer.select().where(Customer.name << NEW).exists()
    return batch


def grow_silent() -> None:
    ImportBatch.update(busy_since=now() - import_batch.GIVEN_UP - timedelta(seconds=1)).where(
        ImportBatch.busy_since.is_null(False)
    ).execute()


def test_what_it_had_written_is_taken_back_once_it_is_given_up(abandoned):
    tidy(by=User.system())
    assert ImportBatch.get_by_id(abandoned.id).busy_since
    grow_silent()
    tidy(by=User.system())
    assert_untouched(abandoned)


def test_who_was_given_up_writes_nothing_more(abandoned):
    grow_silent()
    tidy(by=User.system())
    with pytest.raises(Stale, match="停顿太久"), abandoned.in_turn():
        pytest.fail("it writes")


def test_an_undo_that_died_can_be_gone_on_with(fresh_database, monkeypatch):
    world = World()
    batch = imported(TEXT, world)
    batch.take_turn(ImportBatch.undone_at.is_null(), "")
    grow_silent()
    tidy(by=User.system())
    assert CustomerImport(ImportBatch.get_by_id(batch.id)).undo(by=world.manager) == []
    assert not Customer.select().where(Customer.name << NEW).exists()
