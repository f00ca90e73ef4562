"""工作台: what one person has to do, late first (R-WORKLIST)."""

import pytest

from tests.crowd import fill_branch
from tests.queries import count_queries
from tests.world import plan_for
from webapp.clock import today
from webapp.models import Customer, Dimension, Task
from webapp.screens.worklist import Worklist


def rows(page, section: str) -> list[str]:
    return page.texts(f"#{section} .rows .who a")


def test_steps_stand_where_they_are_due(desk, world):
    page = desk.get("/")
    assert rows(page, "overdue") == [world.overdue.name]
    assert rows(page, "today") == [world.due_today.name]
    assert rows(page, "week") == [world.interested.name]
    assert world.no_next.name in rows(page, "undated") and world.lost.name not in rows(page, "undated")


def test_of_one_day_the_best_graded_come_first(desk, world):
    """U49: A before B before C before those nobody has graded."""
    grades = {"c": world.won, "a": world.no_next, "b": world.interested}
    for slug, customer in grades.items():
        plan_for(customer, "寄样品", today(), by=world.rep)
        customer.move_to(Dimension.of("grade").value(slug), by=world.rep)
    order = [grades[slug].name for slug in "abc"]
    assert [name for name in rows(desk.get("/"), "today") if name in order] == order
    assert rows(desk.get("/"), "today")[-1] == world.due_today.name


def test_a_row_names_the_person_only_where_it_is_another(client, world):
    assert world.rep.name not in client.log_in(world.rep).get("/").one("#overdue li").text
    assert world.rep.name in client.log_in(world.manager).get("/").one("#overdue li").text


def test_a_list_read_to_its_end_is_counted_by_it_and_a_longer_one_by_the_database(desk, world):
    with count_queries() as queries:
        desk.get("/")
    assert not counting(queries)
    fill_branch(world.rep, 320)  # 256 overdue, 64 today
    with count_queries() as queries:
        page = desk.get("/")
    figures = dict(zip(page.texts(".tally small"), page.texts(".tally b"), strict=True))
    assert (figures["已逾期"], figures["今天要做"], len(rows(page, "today"))) == ("257", "65", 60)
    (counted,) = counting(queries)
    assert counted.count("COUNT(*)") == 2  # two lists, by one query


def test_what_comes_behind_is_fetched_when_it_is_unfolded_until_the_end(desk, world):
    """A busy day shows a few overdue steps and all of today's; all of them can be come to, each once (R-WORKLIST)."""
    fill_branch(world.rep, 200)  # 160 overdue
    page = desk.get("/")
    seen = [row["id"] for row in page.css("#overdue .rows > li")]
    assert len(seen) == 4 and "再看 157 项逾期" in page.one("#overdue").text
    more = page.one("#overdue details")["hx-get"]
    while more:
        page = desk.get(more, htmx=True)
        seen += [row["id"] for row in page.css(".rows > li")]
        more = next((fold["hx-get"] for fold in page.css("details")), "")
    assert len(seen) == len(set(seen)) == 161
    assert seen == [f"row-{step.id}" for step in Worklist(world.rep).overdue_tasks()]


def test_whose_rows_come_behind_is_asked_like_the_first(client, world):
    fill_branch(world.rep, 100)
    page = client.log_in(world.manager).get(f"/?person={world.manager.id}")
    assert not page.css("#overdue details")
    more = client.get("/").one("#overdue details")["hx-get"]
    assert client.get(more, htmx=True).css("li") and not client.log_in(world.colleague).get(more, htmx=True).css("li")


@pytest.mark.parametrize(
    "asked", ["overdue", "overdue?due=x&last=1", "overdue?due=2026-05-10", "ever?due=2026-05-10&last=1"]
)
def test_a_mangled_address_of_what_comes_behind_leads_nowhere(desk, asked):
    desk.get(f"/worklist/{asked}", status=404)


def counting(queries: list[str]) -> list[str]:
    return [sql for sql in queries if "COUNT(*)" in sql]


def test_the_figures_agree_with_the_rows(desk):
    page = desk.get("/")
    figures = dict(zip(page.texts(".tally small"), page.texts(".tally b"), strict=True))
    assert figures["已逾期"] == "1" and figures["今天要做"] == "1"
    assert figures["没有下次日期"] == str(len(rows(page, "undated")))
    assert page.one(".rail [aria-current] .count").text == "1"


def test_ticking_off_empties_the_row(desk, world):
    assert "已完成" in desk.get("/").press("#overdue button", htmx=True).text
    assert rows(desk.get("/"), "overdue") == []


def figures(page) -> dict[str, str]:
    return dict(zip(page.texts(".tally small"), page.texts(".tally b"), strict=True))


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_a_tick_counts_at_once_wherever_it_is_counted(client, world, who):
    """U25: the figures of the day, the sections' and the rail's; taken back, they are as they were."""
    desk = client.log_in(getattr(world, who))
    page = desk.get("/")
    before = figures(page)
    assert before["已逾期"] == "1" and not rows(desk.get("/done"), "done")
    ticked = page.press("#overdue button", htmx=True)
    undated = str(int(before["没有下次日期"]) + 1)  # nothing else was promised there
    assert figures(ticked) == before | {"已逾期": "0", "没有下次日期": undated, "今天已完成": "1"}
    targets = {partial["hx-target"]: partial for partial in ticked.css("hx-partial")}
    counted = {"#tally", "#overdue-count", "#today-count", "#week-count", "#missed-count", "#undated-all", "#rail"}
    assert set(targets) >= counted
    assert targets["#undated-all"].text == f"全部 {undated} 位"
    assert targets["#overdue-count"].text == "0 项" and not targets["#rail"].css(".count")
    again = desk.get("/")
    assert figures(again) == figures(ticked)
    done = desk.get(again.one(".tally a:last-child")["href"])
    assert rows(done, "done") == [world.overdue.name]
    assert rows(done.press("#done button"), "done") == []
    assert figures(desk.get("/")) == before


def test_what_is_done_is_of_whom_or_of_which_branch_the_worklist_is(client, world):
    client.log_in(world.rep).get("/").press("#overdue button", htmx=True)
    for user, standing, seen in (
        (world.manager, "", True),
        (world.manager, f"?person={world.rep.id}", True),
        (world.manager, f"?person={world.colleague.id}", False),
        (world.inspector, f"?branch={world.overdue.branch_id}", True),
        (world.inspector, f"?branch={world.elsewhere.branch_id}", False),
        (world.colleague, f"?person={world.rep.id}", False),
    ):
        page = client.log_in(user).get(f"/{standing}")
        assert (figures(page)["今天已完成"] == "1") is seen
        done = client.get(page.one(".tally a:last-child")["href"])
        assert (rows(done, "done") == [world.overdue.name]) is seen
        assert done.one(".page-head .btn")["href"] == (f"/{standing}" if user is not world.colleague else "/")


@pytest.mark.parametrize(
    ("who", "standing"),
    [
        ("rep", lambda world: ""),
        ("manager", lambda world: ""),
        ("manager", lambda world: f"?person={world.rep.id}"),
        ("inspector", lambda world: f"?branch={world.overdue.branch_id}"),
    ],
    ids=["rep", "manager", "one of theirs", "inspector"],
)
def test_the_figure_without_a_date_leads_to_as_many(client, world, who, standing):
    page = client.log_in(getattr(world, who)).get(f"/{standing(world)}")
    listed = client.get(page.one("#undated header a")["href"])
    assert listed.one("#customers-count .num").text == figures(page)["没有下次日期"]
    assert world.lost.name not in listed.one("tbody").text


def test_a_tick_on_anothers_worklist_counts_theirs(client, world):
    desk = client.log_in(world.manager)
    page = desk.get(f"/?person={world.rep.id}")
    sent = {field["name"]: field["value"] for field in page.css("[data-worklist-state]")}
    step = page.one("#overdue button")["hx-post"]
    ticked = desk.post(step, sent, htmx=True, status=200, target="row-1")
    theirs = figures(desk.get(f"/?person={world.rep.id}"))
    assert figures(ticked) == theirs != figures(desk.get("/"))


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_oversee_all_branches_choose_one(client, world, who):
    """U23: on the worklist, the list and the board; what is hidden stays hidden."""
    desk = client.log_in(getattr(world, who))
    here, there = world.overdue.branch, world.elsewhere.branch
    assert {here.name, there.name} <= set(desk.get("/").texts(".saved-views .chip"))
    one = desk.get(f"/?branch={here.id}")
    assert world.overdue.name in rows(one, "overdue") and here.name in one.one("#overdue li small").text
    assert world.elsewhere.name not in one.text and world.elsewhere.name in desk.get(f"/?branch={there.id}").text
    for path, shown in (("/customers", "tbody"), ("/boards/stage", "#board"), ("/boards/stage/columns/intent", "main")):
        narrowed = desk.get(f"{path}?branch={here.id}").one(shown).text
        assert world.overdue.name in narrowed and world.elsewhere.name not in narrowed
        assert "13912340003" not in narrowed
    assert desk.get("/?branch=987654").css(".rows li") == []


def test_a_branch_that_is_not_ones_own_opens_nothing(client, world):
    for user in (world.rep, world.manager, world.service):
        page = client.log_in(user).get(f"/customers?branch={world.elsewhere.branch.id}")
        assert world.elsewhere.name not in page.text and not page.css("select[name=branch]")


def test_an_empty_book_says_how_to_begin_to_those_who_may(client, world):
    """U47: nobody is sent where they may not go."""
    Customer.delete().execute()
    for user, ways in (
        (world.rep, ["新客户"]),
        (world.manager, ["新客户", "导入名单"]),
        (world.admin, ["导入名单"]),
        (world.inspector, []),
    ):
        client.log_in(user)
        first = client.get("/")
        led = "导入名单" in first.texts("#first-hour a")  # the administrator, through the first hour
        assert first.texts(".empty .btn") == ([] if led else ways) and led is (user == world.admin)
        empty = client.get("/customers").one(".empty")
        assert [link.text for link in empty.css(".btn")] == ways
        assert ("Excel" in empty.text) is ("导入名单" in ways)


def test_a_manager_sees_the_branch_and_one_of_its_people(client, world):
    page = client.log_in(world.manager).get("/")
    people = page.one("#people").text
    assert f"{world.rep.name} 逾期 1" in people and world.colleague.name in people and world.outsider.name not in people
    assert world.overdue.name in rows(page, "overdue")
    one = client.get(f"/?person={world.colleague.id}")
    assert rows(one, "overdue") == [] and world.colleague.name in one.text


def test_a_manager_does_not_look_into_another_branch(client, world):
    client.log_in(world.manager).get(f"/?person={world.outsider.id}", status=404)


def test_a_rep_sees_their_own_whoever_they_name(desk, world):
    assert rows(desk.get(f"/?person={world.colleague.id}"), "overdue") == [world.overdue.name]


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_oversee_all_branches_see_what_is_late_and_touch_nothing(client, world, who):
    page = client.log_in(getattr(world, who)).get("/")
    assert world.overdue.name in rows(page, "overdue")
    assert not page.css("#overdue form") and not page.css("[data-new-followup]")


def test_somebody_who_only_helps_has_a_first_page(client, world):
    assert rows(client.log_in(world.service).get("/"), "overdue") == []


def test_a_step_at_a_customer_out_of_sight_is_nobodys_worry(client, world):
    Task.update(responsible=world.service).where(Task.customer == world.overdue).execute()
    assert rows(client.log_in(world.service).get("/"), "overdue") == []


def test_the_managers_count_of_done_steps_is_the_branchs(client, world):
    Task.get(Task.customer == world.overdue, Task.is_open).complete(by=world.rep)
    done = client.log_in(world.manager).get("/").css(".tally a")[-1]
    assert done.text.startswith("1")


def test_who_helps_a_customer_nobody_promised_anything_may_record_there(client, world):
    Task.update(is_open=False).where(Task.customer == world.helped).execute()
    world.helped.refresh_schedule()
    assert client.log_in(world.service).get("/").one("#undated [data-compose]")


def test_an_empty_day_says_how_it_fills(client, world):
    assert "没有欠下的事" in client.log_in(world.outsider).get("/").text
