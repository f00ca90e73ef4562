"""The list is narrowed to what is on record of a customer: complaints, orders, feedback, interest."""

from datetime import timedelta

import pytest

from tests.screens.test_customer_list import beyond_counting  # noqa: F401
from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import Collaboration, Complaint, Customer, Feedback, FollowUp, Inspection, Order
from webapp.screens.customer_list import SORTS, CustomerList
from webapp.screens.traits import TRAITS


@pytest.fixture
def expected(world) -> dict[str, set[str]]:
    """Who has which."""
    Collaboration.create(customer=world.colleagues, user=world.rep, invited_by=world.colleague)
    for customer in (world.overdue, world.won):
        complaint = Complaint.record(customer, {"description": "报告晚了三天"}, by=world.rep)
    complaint.solve("补发报告", by=world.rep)
    complaint.call_back("客户认可", satisfaction=4, is_settled=True, by=world.rep)
    for customer, score, ago in ((world.overdue, 2, 10), (world.won, 3, 10), (world.lost, 1, 200)):
        said = {"satisfaction": score, "given_on": today() - timedelta(days=ago)}
        Feedback.record(customer, said, by=world.rep)
    said = {"at": now(), "method": "电话", "content": CONTENT, "satisfaction": 1}
    FollowUp.record(world.interested, said, by=world.rep)
    complaint = Complaint.record(world.helped, {"description": "报告写错了单位"}, by=world.rep)
    complaint.solve("重新出报告", by=world.rep)
    complaint.call_back("客户仍不满", satisfaction=2, is_settled=True, by=world.rep)
    for customer, ago, renews in ((world.won, 10, 20), (world.lost, 200, 100), (world.overdue, 300, None)):
        said = {"amount": 1_000_000, "content": "检测服务", "ordered_on": today() - timedelta(days=ago)}
        said |= {"renews_on": today() + timedelta(days=renews)} if renews else {}
        Order.record(customer, said, by=world.rep)
    for customer, interest in ((world.fresh, 8), (world.won, 7)):
        customer.revise({"interest": interest}, by=world.rep)
    for customer, finding in ((world.won, "data"), (world.lost, "data"), (world.fresh, "true")):
        Inspection.record(customer, finding, "其他", "客户说没有这回事", by=world.inspector)
    Inspection.get(Inspection.customer == world.lost).decide(False, "客户记错了", by=world.manager)
    Customer.update(verified_at=now()).where(Customer.id != world.fresh.id).execute()
    everybody = {row.name for row in Customer.select().where(world.rep.scope(Customer))}
    return {
        "helped": {world.colleagues.name},
        "complaint": {world.overdue.name},
        "unhappy": {world.overdue.name, world.interested.name, world.helped.name},
        "renewal": {world.won.name},
        "idle": {world.lost.name, world.overdue.name},
        "unordered": everybody - {world.won.name, world.lost.name, world.overdue.name},
        "keen": {world.fresh.name},
        "untrue": {world.won.name},
        "unverified": {world.fresh.name},
    }


def found(world, **filters) -> set[str]:
    return {row.name for row in CustomerList(world.rep, filters).page().rows}


@pytest.mark.parametrize("trait", TRAITS)
@pytest.mark.parametrize("many", [False, True])
def test_each_finds_who_has_it_in_every_order(request, world, expected, trait, many):
    if many:
        request.getfixturevalue("beyond_counting")
    for sort in SORTS:
        assert found(world, trait=trait, sort=sort) == expected[trait], sort
    if not many:  # beyond so many nobody counts
        assert CustomerList(world.rep, {"trait": trait}).count == len(expected[trait])


def test_it_narrows_what_others_have_narrowed(world, expected):
    assert found(world, trait="idle", stage="lost") == {world.lost.name}
    assert found(world, trait="complaint", stage="deal") == set()


def test_it_is_chosen_on_the_page_and_stays_in_the_address(client, world, expected):
    page = client.log_in(world.rep).get("/customers?trait=complaint")
    assert page.one("select[name=trait] option[selected]").text == "有未结投诉"
    assert [link.text for link in page.css("th.who a")] == [world.overdue.name]
    assert len(client.get("/customers?trait=nothing").css("th.who a")) == len(client.get("/customers").css("th.who a"))
