"""回收站 (R-BIN): out of the book with everything, and back exactly as it was; two files become one, and two again."""

from datetime import timedelta

import pytest

from tests.specimens import HANGING, Specimens
from tests.stored import everything
from tests.world import dismiss
from webapp.clock import now, today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import (
    Assignment,
    AuditEvent,
    Binned,
    Classification,
    Contact,
    Customer,
    FollowUp,
    Merger,
    Order,
    OwnField,
    Project,
    SearchTerm,
    StoredFile,
    Task,
)
from webapp.models.snapshot import ways

BESIDES = {"audit_event", "audit_head", "binned", "binned_file", "merger", "search_term", "sqlite_sequence"}


def rich(world) -> Customer:
    """A customer with one of everything."""
    put = Specimens(world.overdue, world.rep, world.manager)
    for model in (OwnField, *HANGING):
        put.put(model)
    customer = Customer.get_by_id(world.overdue.id)
    SearchTerm.reindex(customer)
    return customer


def stored() -> dict:
    return {table: sorted(map(str, rows)) for table, rows in everything().items() if table not in BESIDES}


def terms(customer) -> set[str]:
    return {term for (term,) in SearchTerm.select(SearchTerm.term).where(SearchTerm.customer == customer).tuples()}


def test_everything_that_hangs_on_a_customer_goes_along(world):
    """Whatever noun comes later is in it by its foreign key."""
    assert {*HANGING} - {SearchTerm, Merger} <= {*ways()}


def test_r_bin_a_customer_goes_with_everything_and_comes_back_exactly_as_it_was(world):
    customer = rich(world)
    before, found_by = stored(), terms(customer)
    binned = Binned.put(customer, "重复建档", by=world.manager)
    for noun in ways():
        assert not Specimens(customer, world.rep, world.manager).of(noun).exists(), noun
    assert Customer.get_or_none(Customer.id == customer.id) is None and not terms(customer)
    assert StoredFile.unused(timedelta()).count() == 0  # what was attached is kept
    binned.restore(by=world.manager)
    assert stored() == before and terms(customer) == found_by
    acts = [event.action for event in AuditEvent.select().where(AuditEvent.customer_id == customer.id)][-2:]
    assert acts == ["customer.binned", "customer.restored"]
    assert not Binned.select().exists()


@pytest.mark.parametrize("who", ["rep", "colleague", "service", "inspector", "admin", "other_manager"])
def test_only_whoever_leads_the_branch_puts_one_there(world, who):
    with pytest.raises(NotAllowed):
        Binned.put(world.overdue, "重复建档", by=getattr(world, who))


@pytest.mark.parametrize("who", ["rep", "inspector", "other_manager"])
def test_nobody_else_takes_one_out(world, who):
    binned = Binned.put(world.overdue, "重复建档", by=world.manager)
    with pytest.raises(NotAllowed):
        binned.restore(by=getattr(world, who))


def test_it_needs_a_reason(world):
    with pytest.raises(DomainError, match="原因"):
        Binned.put(world.overdue, " ", by=world.manager)


def test_what_comes_back_to_nobody_is_in_the_pool(world):
    binned = Binned.put(world.overdue, "重复建档", by=world.manager)
    dismiss(world.rep)
    assert binned.restore(by=world.manager).is_pooled
    assert {card.owner_id for card in Classification.select().where(Classification.customer == world.overdue)} == {None}


def test_taken_out_twice_it_is_there_once(world):
    binned = Binned.put(world.overdue, "重复建档", by=world.manager)
    again = Binned.get_by_id(binned.id)
    binned.restore(by=world.manager)
    with pytest.raises(Stale):
        again.restore(by=world.admin)


def test_it_is_gone_for_good_after_its_days_and_by_the_administrator(world):
    binned = Binned.put(world.overdue, "重复建档", by=world.manager)
    with pytest.raises(DomainError, match="放满 30 天"):
        binned.purge(by=world.admin)
    binned.at = now() - timedelta(days=30)
    with pytest.raises(NotAllowed):
        binned.purge(by=world.manager)
    binned.purge(by=world.admin)
    assert not Binned.select().exists()
    event = AuditEvent.get(AuditEvent.action == "customer.purged")
    assert (event.customer_id, event.subject) == (world.overdue.id, world.overdue.number)


# -- 合并


def test_two_files_become_one_with_all_their_history(world):
    kept, gone = world.overdue, rich_other(world)
    followups = FollowUp.select().where(FollowUp.customer << [kept, gone]).count()
    contacts = Contact.select().where(Contact.customer << [kept, gone]).count()
    Merger.merge(kept, gone, {"need"}, by=world.manager)
    kept = Customer.get_by_id(kept.id)
    assert kept.need == gone.need and kept.name == world.overdue.name
    assert (kept.followup_count, kept.contacts.count()) == (followups, contacts)
    assert kept.contacts.where(Contact.is_primary).count() == 1
    assert Order.get().customer_id == kept.id and Project.get(Project.customer == kept).name == "年度采购"
    assert kept.former_numbers == gone.number and Customer.get_or_none(Customer.id == gone.id) is None
    assert {one.action for one in Task.select().where(Task.customer == kept)} >= {"寄样品"}
    assert AuditEvent.get(AuditEvent.action == "customer.merged").subject == gone.number


def rich_other(world) -> Customer:
    gone = world.won
    gone.revise({"need": "年产三万吨的环氧地坪"}, by=world.rep)
    Order.record(gone, {"amount": 1_240_000, "content": "检测"}, by=world.rep)
    Project.of(gone).revise({"name": "年度采购"}, by=world.rep)
    Task.plan(gone, "寄样品", today(), by=world.rep)
    return Customer.get_by_id(gone.id)


def test_the_old_number_still_finds_it(world):
    number = world.won.number
    Merger.merge(world.overdue, world.won, by=world.manager)
    assert Customer.by_former_number(number) == world.overdue
    assert Customer.by_former_number("C1") is None and Customer.by_former_number("") is None


def test_one_undo_makes_two_of_it_again_exactly_as_they_were(world):
    rich(world)
    gone = rich_other(world)
    before = stored()
    merger = Merger.merge(Customer.get_by_id(world.overdue.id), gone, {"need", "industry"}, by=world.manager)
    assert stored() != before
    merger.undo(by=world.manager)
    assert stored() == before
    with pytest.raises(Stale):
        Merger.get_by_id(merger.id).undo(by=world.manager)


def test_what_somebody_worked_on_since_stays_one(world):
    merger = Merger.merge(world.overdue, world.won, by=world.manager)
    Task.plan(Customer.get_by_id(world.overdue.id), "寄样品", today(), by=world.rep)
    with pytest.raises(DomainError, match="又有了变动"):
        merger.undo(by=world.manager)


def test_a_day_later_it_stays_one(world):
    merger = Merger.merge(world.overdue, world.won, by=world.manager)
    merger.at = now() - timedelta(hours=25)
    with pytest.raises(DomainError, match="24 小时"):
        merger.undo(by=world.manager)


def test_with_itself_and_with_another_branchs_nothing_is_merged(world):
    for other in (world.overdue, world.elsewhere):
        with pytest.raises(DomainError) as refusal:
            Merger.merge(world.overdue, other, by=world.manager)
        assert refusal.value.field == "number"


@pytest.mark.parametrize("who", ["rep", "service", "inspector", "admin", "other_manager"])
def test_only_whoever_leads_the_branch_merges(world, who):
    with pytest.raises(NotAllowed):
        Merger.merge(world.overdue, world.won, by=getattr(world, who))


def test_a_pooled_file_is_merged_too(world):
    Assignment.release(Customer.select().where(Customer.id == world.won.id), "不跟了", by=world.rep)
    Merger.merge(world.overdue, Customer.get_by_id(world.won.id), by=world.manager)
    assert Customer.get_by_id(world.overdue.id).owner_id == world.rep.id
