"""连续跟进: one customer after the other (R-QUEUE)."""

from datetime import timedelta

import pytest

from tests.crowd import fill_branch
from tests.queries import count_queries
from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import Customer, FollowUp, Task
from webapp.screens.calls import MOST_PASSED

LATER = (today() + timedelta(days=12)).isoformat()


@pytest.fixture
def desk(client, world):
    """Of the rep's customers one is overdue, one due today, and one whose rhythm is missed."""
    (followup,) = world.interested.followups
    followup.correct({"at": now() - timedelta(days=10)}, by=world.rep)
    return client.log_in(world.rep)


def turn(page) -> str:
    return page.one("h1").text


def skip(page):
    return page.client.get(page.one("#calls-skip")["href"])


def record(page, **changes):
    """Written and recorded; the next page."""
    changes = {"content": "客户确认预算已经批下来，下周签合同", "when": "other", "due_on": LATER, **changes}
    return page.form("#composer").submit(htmx=True, status=204, **changes).follow()


def test_overdue_ones_come_first_then_todays_then_those_whose_rhythm_is_missed(desk, world):
    page, met = desk.get("/calls"), []
    while page.css("#composer"):
        met.append(turn(page))
        assert f"后面还有 {3 - len(met)} 位" in page.text
        page = skip(page)
    assert met == [world.overdue.name, world.due_today.name, world.interested.name]
    assert "跳过 3 位" in page.text and desk.get("/calls").one("h1").text == met[0]


def test_each_has_number_last_entries_and_composer(desk, world):
    page = desk.get("/calls")
    assert world.overdue.number in page.text and CONTENT in page.one("#entries").text
    step = Task.get(Task.customer == world.overdue)
    assert "checked" in page.one(f"#fulfils-{step.id}").attributes
    assert page.one("#composer button[type=submit]").text == "记下并到下一位"


def test_what_is_recorded_ticks_its_step_and_the_next_one_comes(desk, world):
    page = record(desk.get("/calls"))
    assert turn(page) == world.due_today.name
    assert Task.select().where(Task.customer == world.overdue, Task.is_open).count() == 1  # the one for later
    assert f"已记下：{world.overdue.name}" in page.one(".toast").text
    assert turn(skip(page)) == world.interested.name  # who was passed is known without scripts, too
    assert turn(page.form("#composer").submit(content=CONTENT, when=LATER).follow()) == world.interested.name


def test_a_customer_with_several_steps_comes_once(desk, world):
    for _ in range(3):
        Task.plan(world.overdue, "报价", today(), by=world.rep)
    assert turn(skip(desk.get("/calls"))) == world.due_today.name


def test_whom_one_has_recorded_today_does_not_come_again(desk, world):
    """Even where the step is still open, from a page that knows of nobody passed, and wherever it was recorded."""
    record(desk.get("/calls"), fulfils=[])
    assert Task.get(Task.customer == world.overdue).is_open
    assert turn(desk.get("/calls")) == world.due_today.name
    desk.get(f"/customers/{world.due_today.number}").form("#composer").submit(content=CONTENT, fulfils=[])
    assert turn(desk.get("/calls")) == world.interested.name


def test_what_others_have_recorded_or_was_recorded_before_leaves_the_step_ones_own(desk, world):
    said = {"at": now(), "method": "电话", "content": CONTENT}
    FollowUp.record(world.overdue, said, by=world.manager)
    FollowUp.record(world.overdue, {**said, "recorded_at": now() - timedelta(days=1, hours=1)}, by=world.rep)
    assert turn(desk.get("/calls")) == world.overdue.name


def test_what_a_list_brought_today_is_no_contact_of_whoever_imported_it(desk, world):
    said = {"at": now(), "method": "电话", "content": CONTENT}
    followup = FollowUp.record(world.overdue, said, by=world.rep)
    FollowUp.update(is_imported=True, executor=None, executor_name="张三").where(FollowUp.id == followup.id).execute()
    page = desk.get("/calls")
    assert turn(page) == world.overdue.name


def test_the_end_says_what_was_done_today(desk, world):
    page = record(skip(record(desk.get("/calls"))))
    assert turn(page) == "今天的都跟过了"
    assert "记了 2 条跟进，完成 1 件事" in page.text and "跳过 1 位" in page.text
    again = desk.get(page.one(".empty a[href='/calls']")["href"])
    assert turn(again) == world.due_today.name
    page = record(again)
    assert "记了 3 条跟进，完成 2 件事" in page.text and "跳过" not in page.one("main").text


def test_a_refused_record_stays_where_it_is_with_who_was_passed(desk, world):
    page = skip(desk.get("/calls"))
    form = page.form("#composer")
    refused = form.submit(content="好", htmx=True, status=422)
    assert world.due_today.name in refused.text and form.fields["passed"] == world.overdue.number


def test_others_have_customers_of_their_own(client, world):
    assert turn(client.log_in(world.outsider).get("/calls")) == "您名下没有等着跟的客户"
    Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    page = client.log_in(world.service).get("/calls")
    assert turn(page) == world.helped.name and "后面还有 0 位" in page.text
    Task.plan(world.fresh, "看合同", today(), responsible=world.manager, by=world.rep)
    assert turn(client.log_in(world.manager).get("/calls")) == world.fresh.name  # not the whole branch's


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_only_look_call_nobody(client, world, who):
    client.log_in(getattr(world, who)).get("/calls", status=403)


@pytest.mark.parametrize("passed", ["passed=", "passed=%00x", "passed=<b>", "passed=" + "9" * 3000, "x=1"])
def test_odd_addresses_pass_nobody(desk, world, passed):
    if "%00" in passed:
        desk.get(f"/calls?{passed}", status=400)
    else:
        assert turn(desk.get(f"/calls?{passed}")) == world.overdue.name


def test_an_address_does_not_grow_for_ever(desk, world):
    """Servers limit it: whoever sends more has the first of them forgotten."""
    sent = {"content": CONTENT, "place": "calls", "when": LATER, "passed": ["9" * 5000, *["C20240510001"] * 2000]}
    page = desk.post(f"/customers/{world.overdue.number}/followups", sent)
    assert page.location.count("passed=") == MOST_PASSED and "99999" not in page.location
    assert page.location.endswith(world.overdue.number)
    assert turn(page.follow()) == world.due_today.name


def test_none_is_forgotten_on_a_busy_day(desk, world):
    """However many the worklist shows of them, all come."""
    fill_branch(world.rep, 100)
    everybody = [customer.number for customer in Customer.select().where(Customer.next_due_on <= today())]
    page = desk.get("/calls?" + "&".join(f"passed={number}" for number in everybody[:90]))
    assert f"后面还有 {len(everybody) - 90} 位" in page.text  # and the one whose rhythm is missed


def test_a_busy_day_asks_no_more_than_a_quiet_one(desk, world):
    Task.update(due_on=today() - timedelta(days=30)).where(Task.customer == world.overdue).execute()
    desk.get("/calls")
    with count_queries() as small:
        desk.get("/calls")
    fill_branch(world.rep, 200)
    with count_queries() as large:
        desk.get("/calls")
    assert len(small) == len(large) <= 24, "\n".join(large)
