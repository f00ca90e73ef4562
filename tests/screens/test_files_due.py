"""资料该更新: files nobody has edited or verified for too long, on their owner's worklist (R-CADENCE, R-VERIFY)."""

from datetime import timedelta

import pytest

from tests.crowd import fill_branch
from tests.queries import count_queries
from webapp.clock import now, today
from webapp.models import Collaboration, Customer
from webapp.models.settings import Settings
from webapp.screens.customer_list import CustomerList
from webapp.screens.files_due import MOST, files_due
from webapp.screens.worklist import Worklist


def leave(customer: Customer, days: int, **values) -> None:
    """Nobody has looked at the file for so many days."""
    Customer.update(updated_at=now() - timedelta(days=days), **values).where(Customer.id == customer.id).execute()


FIRST = "#files .rows li:first-child .acts a:first-child"
HERE = {"Referer": "http://localhost/"}


def verify(desk, page, **options):
    """The first file on the page is found right, in the dialog over it."""
    path = page.one(FIRST)["href"].removesuffix("/new")
    return desk.post(path, {"how": "上门核实"}, headers=HERE, **options)


@pytest.fixture
def desk(client, world):
    """A rep with two files that are due: one usual, one of a customer that is worth a look a month."""
    world.interested.move_to(world.value("high", "value"), by=world.rep)
    leave(world.overdue, 95)
    leave(world.interested, 37)
    leave(world.due_today, 80)
    leave(world.lost, 400)
    leave(world.colleagues, 200)
    leave(world.elsewhere, 200)
    return client.log_in(world.rep)


def due(page) -> list[str]:
    return page.texts("#files .rows .who a")


def test_they_stand_at_the_end_most_late_first(desk, world):
    page = desk.get("/")
    assert due(page) == [world.interested.name, world.overdue.name]
    assert page.texts("#files time") == ["晚 7 天", "晚 5 天"]
    assert "每 30 天看一次" in page.texts("#files .what")[0] and "改过" in page.texts("#files .what")[0]
    assert [section["id"] for section in page.css("main section")][-1] == "files"
    assert page.one("#files header a").text == "全部 2 位"


def test_the_latest_look_counts_and_is_said(desk, world):
    leave(world.overdue, 300, verified_at=now() - timedelta(days=92))
    page = desk.get("/")
    assert page.texts("#files time") == ["晚 7 天", "晚 2 天"] and "核对过" in page.texts("#files .what")[1]


def test_a_file_found_right_is_gone_in_place(desk, world):
    answer = verify(desk, desk.get("/"), htmx=True)
    assert due(answer) == [world.overdue.name] and answer.one("#files header a").text == "全部 1 位"
    assert f"已核对：{world.interested.name}" in answer.text
    assert Customer.get_by_id(world.interested.id).verified_by == world.rep
    assert due(desk.get("/")) == [world.overdue.name]


def test_without_scripts_it_is_a_page_that_leads_to_the_card(desk, world):
    form = desk.get(desk.get("/").one(FIRST)["href"]).form("main form")
    card = form.submit(how="上门核实", status=303).follow()
    assert "已核对（上门核实）" in card.text and due(desk.get("/")) == [world.overdue.name]


def test_the_last_one_takes_the_section_along(desk, world):
    page = verify(desk, verify(desk, desk.get("/"), htmx=True), htmx=True)
    assert not due(page) and page.one("#files").get("hidden", "no") != "no"


def test_twice_is_harmless(desk, world):
    path = f"/customers/{world.interested.number}/verification"
    for _ in range(2):
        assert due(desk.post(path, htmx=True, headers=HERE)) == [world.overdue.name]


def test_the_other_way_out_is_the_form(desk, world):
    form = desk.get(desk.get("/").css("#files .rows .acts a")[1]["href"]).form("main form")
    form.submit(main_business="精密轴承")
    assert due(desk.get("/")) == [world.overdue.name]


def test_only_the_owner_and_who_leads_them_see_it(desk, world):
    Collaboration.create(customer=world.overdue, user=world.service, invited_by=world.rep)
    Collaboration.create(customer=world.overdue, user=world.colleague, invited_by=world.rep)
    assert due(desk.log_in(world.colleague).get("/")) == [world.colleagues.name]
    assert not desk.log_in(world.service).get("/").css("#files")
    desk.log_in(world.manager)
    assert not desk.get("/").css("#files")
    assert due(desk.get(f"/?person={world.rep.id}")) == [world.interested.name, world.overdue.name]
    assert not desk.log_in(world.inspector).get("/").css("#files")


def test_the_manager_verifies_on_that_persons_worklist(desk, world):
    page = desk.log_in(world.manager).get(f"/?person={world.rep.id}")
    sent = {field["name"]: field["value"] for field in page.css("[data-worklist-state]")}
    path = f"/customers/{world.interested.number}/verification"
    assert due(desk.post(path, sent, htmx=True, headers=HERE)) == [world.overdue.name]


def test_whoever_does_not_work_on_it_verifies_nothing(desk, world):
    path = f"/customers/{world.overdue.number}/verification"
    desk.log_in(world.outsider).post(path, htmx=True, target="files", status=404)
    desk.log_in(world.inspector).post(path, htmx=True, target="files", status=403)
    assert Customer.get_by_id(world.overdue.id).verified_at is None


def test_the_figure_leads_to_as_many(desk, world):
    Collaboration.create(customer=world.colleagues, user=world.rep, invited_by=world.manager)
    for customer in (world.won, world.helped, world.fresh, world.no_next, world.due_today):
        leave(customer, 100)
    page = desk.get("/")
    assert (len(due(page)), page.one("#files header a").text) == (MOST, "全部 7 位")
    listed = desk.get(page.one("#files header a")["href"])
    assert listed.one("#customers-count .num").text == "7"
    assert world.lost.name not in listed.text and world.colleagues.name not in listed.text
    assert listed.one("select[name=due] [selected]").text == "资料该更新"


@pytest.mark.parametrize("who", ["manager", "inspector", "admin"])
def test_whoever_oversees_may_list_them(desk, world, who):
    """Masked as every list is."""
    page = desk.log_in(getattr(world, who)).get("/customers?due=file")
    assert world.overdue.name in page.text and world.due_today.name not in page.text
    assert (world.elsewhere.name in page.text) is (who != "manager")
    assert "13912340003" not in page.text


@pytest.mark.parametrize("usual", [1, 36, 90, 3650])
def test_the_list_and_the_card_count_alike(desk, world, usual):
    Settings.write("file_update_days", usual, by=world.admin)
    rows = CustomerList(world.rep, {"due": "file"}).page().rows
    late = {one.id: one.file_late_by() for one in Customer.select().where(Customer.owner == world.rep)}
    assert {row.id for row in rows} == {id_ for id_, days in late.items() if days}
    found = files_due(world.rep, world.rep.id, today(), Settings.file_update_days)
    assert [one.late_by for one in found.rows] == sorted(filter(None, late.values()), reverse=True)[:MOST]
    assert found.count == len(rows)


def test_the_card_offers_another_look_when_it_is_due(desk, world):
    path = f"/customers/{world.overdue.number}"
    world.overdue.verify("电话核实", by=world.rep)
    fresh = desk.get(path)
    assert "已核对" in fresh.text and "核对无误" not in fresh.text
    leave(world.overdue, 300, verified_at=now() - timedelta(days=100))
    page = desk.get(path)
    assert "资料该更新，晚 10 天" in page.one(".page-head").text
    again = desk.get(page.one("#verify")["href"]).form("main form").submit(status=303).follow()
    assert "核对无误" not in again.text and "资料该更新" not in again.text
    assert "核对无误" not in desk.log_in(world.inspector).get(path).text


def test_it_costs_two_queries_however_many_there_are(desk, world):
    def asked() -> int:
        with count_queries() as queries:
            Worklist(world.rep).files()
        return len(queries)

    asked()  # whom they help is asked once
    small = asked()
    fill_branch(world.rep, 300)
    Customer.update(updated_at=now() - timedelta(days=100)).execute()
    assert asked() == small <= 2
