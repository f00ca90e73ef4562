"""R-WORKLIST and R-24H: what a manager sees of each person, and whoever sees all branches of each branch."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.crowd import fill_branch
from tests.world import CONTENT, dismiss
from webapp.clock import now, today
from webapp.models import Complaint, Customer, FollowUp, Task, User
from webapp.screens import overseen
from webapp.screens.overseen import Person
from webapp.screens.worklist import Worklist


def of(world, user: User) -> Person:
    return next(one for one in overseen.people(world.manager) if one.id == user.id)


def record(customer: Customer, hours: float, *, by: User, **values) -> FollowUp:
    """A contact that was recorded so many hours after."""
    said = {"at": now() - timedelta(hours=hours), "method": "电话", "content": CONTENT, **values}
    return FollowUp.record(customer, said, by=by)


@pytest.fixture
def busy(world):
    """Everything that is counted, of both branches; and a step of somebody's at a customer they do not see."""
    fill_branch(world.rep, 30)
    fill_branch(world.colleague, 15)
    fill_branch(world.outsider, 20)
    Customer.update(public_name=Customer.name).execute()
    ahead = {"contact_due_on": today() - timedelta(days=2), "next_due_on": today() + timedelta(days=3)}
    for customer in (world.won, world.helped, world.colleagues, world.elsewhere):
        Customer.update(ahead).where(Customer.id == customer.id).execute()
    step = {"action": "寄送报告", "due_on": today() - timedelta(days=4), "created_by": world.outsider}
    Task.create(customer=world.elsewhere, responsible=world.rep, **step)
    return world


def test_each_figure_is_that_of_the_persons_worklist(busy):
    found = overseen.people(busy.manager)
    assert [one.name for one in found][:2] == [busy.rep.name, busy.colleague.name]  # who has most overdue first
    assert {one.id for one in found} == {busy.manager.id, busy.rep.id, busy.colleague.id, busy.service.id}
    for one in found:
        tally = Worklist(busy.manager, of=User.get_by_id(one.id)).tally()
        assert one[2:6] == (tally.overdue, tally.today, tally.missed, tally.undated)
    assert of(busy, busy.rep)[2:6] == (25, 7, 2, 2) and of(busy, busy.colleague).missed == 1


def test_each_figure_of_a_branch_is_that_of_its_worklist(busy):
    found = overseen.offices(busy.inspector)
    assert [one.name for one in found] == ["苏州分站", "佛山分站"]
    for one in found:
        tally = Worklist(busy.inspector.within(one.id)).tally()
        assert one[2:] == (tally.overdue, tally.today, tally.missed)
    assert found[1].missed == 1 and found[0].overdue > found[1].overdue > 0


def test_records_that_came_late_are_counted_by_who_recorded_them(world):
    """R-24H: rate shown per person; what was imported, or recorded longer ago, does not count."""
    before = of(world, world.rep)
    for hours in (1, 20, 30):
        record(world.fresh, hours, by=world.rep)
    record(world.fresh, 50, by=world.manager)
    after = of(world, world.rep)
    assert (after.recorded - before.recorded, after.recorded_late - before.recorded_late) == (3, 1)
    assert (of(world, world.manager).recorded, of(world, world.manager).recorded_late) == (1, 1)
    long_ago, imported = record(world.fresh, 40, by=world.rep), record(world.fresh, 40, by=world.rep)
    FollowUp.update(recorded_at=now() - timedelta(days=32)).where(FollowUp.id == long_ago.id).execute()
    FollowUp.update(is_imported=True).where(FollowUp.id == imported.id).execute()
    assert of(world, world.rep) == after


def test_a_record_of_a_contact_long_ago_counts_when_it_is_recorded(world):
    """Who waits a quarter of a year is late today."""
    record(world.colleagues, 24 * 90, by=world.colleague)
    assert of(world, world.colleague).recorded_late == 1


def test_what_is_taken_back_counts_no_more(world):
    before = of(world, world.rep)
    record(world.fresh, 30, by=world.rep).withdraw("记错了客户，是同名的另一家", by=world.rep)
    assert of(world, world.rep) == before


@given(recorded=st.integers(0, 500), late=st.integers(0, 500))
def test_the_rate_is_of_a_hundred(recorded, late):
    rate = Person(1, "李敏", 0, 0, 0, 0, 0, 0, recorded, min(late, recorded)).late_rate
    assert 0 <= rate <= 100 and (rate == 0 or late) and (rate < 100 or late * 2 > recorded)


def test_whose_account_is_closed_is_not_listed(world):
    dismiss(world.colleague)
    assert world.colleague.id not in {one.id for one in overseen.people(world.manager)}


@pytest.mark.parametrize("who", ["rep", "service", "inspector", "admin"])
def test_only_a_manager_sees_people(world, who):
    assert overseen.people(getattr(world, who)) == ()


@pytest.mark.parametrize("who", ["rep", "service", "manager"])
def test_only_those_who_see_them_all_see_branches(world, who):
    assert overseen.offices(getattr(world, who)) == ()


def test_a_branch_is_counted_as_far_as_anybody_reads_it(client, world):
    """webapp/screens/counting.py; of one's own branch exactly."""
    fill_branch(world.rep, 1260)
    Customer.update(public_name=Customer.name).execute()
    page = client.log_in(world.inspector).get("/worklist/branches", htmx=True)
    assert page.texts("tbody tr:first-child td")[0] == "1000+"
    assert client.log_in(world.manager).get("/").texts("#by-person tbody tr:first-child td")[0] == "1009"


# -- on the page


def test_a_figure_leads_to_that_persons_section(client, busy):
    page = client.log_in(busy.manager).get("/")
    row = page.css("#by-person tbody tr")[0]
    (name,) = row.css("th a")
    assert (name.text, name["href"]) == (busy.rep.name, f"/?person={busy.rep.id}")
    assert [cell.text for cell in row.css("td")][:4] == ["25", "7", "2", "2"]
    sections = [link["href"] for link in row.css("td a")]
    assert sections == [f"/?person={busy.rep.id}#{name}" for name in ("overdue", "today", "cadence", "undated")]
    theirs = client.get(sections[0])
    assert all(theirs.css(f"#{place.partition('#')[2]}") for place in sections)
    assert not theirs.css("#by-person")  # one of them is looked at


def test_what_is_nought_leads_nowhere(client, world):
    row = client.log_in(world.manager).get("/").css("#by-person tbody tr")[-1]
    assert [cell.text for cell in row.css("td")] == ["0", "0", "0", "0", "0", "没有记录"] and not row.css("td a")


def test_the_rate_stands_beside_how_many(client, world):
    record(world.fresh, 30, by=world.manager)
    record(world.fresh, 1, by=world.manager)
    row = next(row for row in client.log_in(world.manager).get("/").css("#by-person tr") if "周建华" in row.text)
    assert row.css("td")[-1].text == "1/2 · 50%"


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_a_branchs_figure_leads_to_that_branchs_section(client, busy, who):
    """Counted when somebody unfolds it; without scripts it is a page."""
    page = client.log_in(getattr(busy, who)).get("/")
    assert page.one("#by-branch")["hx-get"] == page.one("#by-branch noscript a")["href"] == "/worklist/branches"
    row = client.get("/worklist/branches").css("main tbody tr")[0]
    assert [cell.text for cell in row.css("td")] == ["37", "10", "3"]
    assert row.css("th a")[0]["href"] == f"/?branch={busy.overdue.branch_id}"
    assert row.css("td a")[0]["href"] == f"/?branch={busy.overdue.branch_id}#overdue"
    assert not client.get(f"/?branch={busy.overdue.branch_id}").css("#by-branch")


@pytest.mark.parametrize("who", ["rep", "service", "outsider"])
def test_others_see_no_such_table(client, busy, who):
    page = client.log_in(getattr(busy, who)).get("/")
    assert not page.css("#by-person") and not page.css("#by-branch")
    client.get("/worklist/branches", status=404)


def test_complaints_are_counted_by_who_was_asked_first(world):
    """R-COMPLAINT: those that are closed do not count, and whose customer it is does not matter."""
    for ago in (timedelta(days=9), timedelta()):
        Complaint.record(
            world.helped,
            {"description": "报告晚了三天", "complained_at": now() - ago},
            by=world.manager,
            first_asked=world.service,
        )
    done = Complaint.record(world.fresh, {"description": "发票抬头开错了"}, by=world.rep)
    done.solve("当天重开发票", by=world.rep)
    done.call_back("客户认可", satisfaction=4, is_settled=True, by=world.rep)
    assert (of(world, world.service).complaints, of(world, world.service).complaints_late) == (2, 1)
    assert (of(world, world.rep).complaints, of(world, world.manager).complaints) == (0, 0)
