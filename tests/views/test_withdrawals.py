"""撤回 and 作废: by who recorded it, with a reason, where it stands (R-WITHDRAW)."""

from datetime import timedelta

import pytest

from tests.world import CONTENT, file_customer
from webapp.clock import now, today
from webapp.models import Contact, Customer, FollowUp, Memo, Task, Voiding, Withdrawal

WHY = "记到别家客户上了"
PERSON = {"name": "诸葛青松", "phone": "13587654321", "position": "采购经理"}
PATHS = {FollowUp: "followups", Memo: "memos", Contact: "contacts"}


def followup(world) -> FollowUp:
    steps = [{"action": "寄样品", "due_on": today()}]
    return FollowUp.record(world.helped, {"at": now(), "method": "电话", "content": CONTENT}, steps, by=world.rep)


MADE = {
    "followup": followup,
    "memo": lambda world: Memo.write(world.helped, "note", CONTENT, by=world.rep),
    "contact": lambda world: Contact.add(world.helped, PERSON, by=world.rep),
}


@pytest.fixture(params=MADE)
def thing(request, world):
    return MADE[request.param](world)


@pytest.fixture
def record(world):
    return followup(world)


def place(thing) -> str:
    return f"/{PATHS[type(thing)]}/{thing.id}/withdrawal"


def withdraw(client, thing, **options):
    return client.get(f"{place(thing)}/new").form("main form").submit(**{"reason": WHY, **options})


def gone(thing) -> bool:
    return not type(thing).select().where(type(thing).id == thing.id).exists()


def test_it_leaves_the_card_and_stands_in_history(desk, world, thing):
    card = withdraw(desk, thing).follow()
    assert gone(thing) and "已撤回" in card.text
    entry = desk.get(f"/customers/{world.helped.number}?kind=all").one("[id^=withdrawal-]")
    assert f"{WHY} {world.rep.name}" in entry.text and entry.css("details") and not card.css("[id^=withdrawal-]")


def test_twice_is_harmless(desk, thing):
    withdraw(desk, thing)
    desk.post(place(thing), {"reason": WHY}, status=404)
    desk.get(f"{place(thing)}/new", status=404)
    assert Withdrawal.select().count() == 1


@pytest.mark.parametrize("who", ["manager", "service", "inspector", "admin"])
def test_those_who_see_it_take_nothing_back(client, world, thing, who):
    client.log_in(getattr(world, who))
    client.get(f"{place(thing)}/new", status=403)
    client.post(place(thing), {"reason": WHY}, status=403)
    card = client.get(f"/customers/{world.helped.number}")
    assert not gone(thing) and not [link for link in card.css("a") if "撤回" in link.text]


def test_an_outsider_finds_nothing(client, world, thing):
    client.log_in(world.outsider).get(f"{place(thing)}/new", status=404)
    client.post(place(thing), {"reason": WHY}, status=404)
    assert not gone(thing)


@pytest.mark.parametrize(
    ("reason", "said"), [("", "请写明原因"), ("长" * 201, "最多 200 个字"), ("证件 11010519491231002X", "身份证号")]
)
@pytest.mark.parametrize("htmx", [False, True])
def test_it_asks_why_and_keeps_what_was_typed(desk, thing, reason, said, htmx):
    form = desk.get(f"{place(thing)}/new", htmx=htmx).form("form" if htmx else "main form")
    page = form.submit(status=422, htmx=htmx, reason=reason)
    assert said in page.one("#reason-error").text and page.one("input[name=reason]").attributes["value"] == reason
    assert not gone(thing)


def test_it_can_be_taken_back_for_a_day_alone(desk, world, record):
    path = f"/customers/{world.helped.number}"
    assert desk.get(path).one(f"#followup-{record.id}-withdraw")
    FollowUp.update(recorded_at=now() - timedelta(hours=25)).execute()
    assert not desk.get(path).css(f"#followup-{record.id}-withdraw")
    desk.post(place(record), {"reason": WHY}, status=422)
    assert not gone(record)


def test_the_card_is_mended_in_place(desk, world, record):
    """Its timeline, its steps and its memos; the timeline keeps to what it showed."""
    said = {"reason": WHY, "kind": "followup", "pages": "1"}
    page = desk.post(place(record), said, htmx=True)
    assert page.headers["HX-Trigger"] == "dialog-close" and "跟进已撤回" in page.one(".toast").text
    assert "寄样品" not in page.one("hx-partial[hx-target='#steps']").text
    assert "撤回 跟进" in page.one("hx-partial[hx-target='#timeline']").text
    assert page.one("hx-partial[hx-target='#memos'] section#memos")


def test_from_elsewhere_the_card_is_opened(desk, world, record):
    answer = desk.post(place(record), {"reason": WHY}, htmx=True, status=204)
    assert answer.location == f"/customers/{world.helped.number}"


def test_strangers_read_of_it_what_they_read_before(client, world):
    """R-MASK: not who else was there, nor what was corrected."""
    said = {"at": now(), "method": "电话", "content": CONTENT, "their_participants": "徐经理"}
    record = FollowUp.record(world.helped, {**said, "remarks": "请拨 13587654321"}, by=world.rep)
    record.correct({"content": "客户确认下周签合同，预算已批"}, by=world.rep)
    record.withdraw("请拨 13587654321", by=world.rep)
    path = f"/customers/{world.helped.number}?kind=all"
    whole = client.log_in(world.rep).get(path).one("[id^=withdrawal-]").text
    assert "徐经理" in whole and "13587654321" in whole and CONTENT in whole
    masked = client.log_in(world.inspector).get(path).one("[id^=withdrawal-]").text
    assert "下周签合同" in masked
    assert not [secret for secret in ("徐经理", "13587654321", CONTENT) if secret in masked]


def test_a_contact_is_taken_back_where_it_is_corrected(desk, world):
    contact = Contact.add(world.helped, PERSON, by=world.rep)
    assert desk.get(f"/contacts/{contact.id}/edit").one("#contact-withdraw")["href"] == f"{place(contact)}/new"
    first = Contact.get(Contact.customer == world.overdue)
    Contact.update(added_by=None).where(Contact.id == first.id).execute()
    assert not desk.get(f"/contacts/{first.id}/edit").css("#contact-withdraw")


def test_the_last_contact_stays_and_the_dialog_says_why(desk, world):
    first = Contact.get(Contact.customer == world.overdue)
    page = desk.get(f"{place(first)}/new").form("main form").submit(status=422, reason=WHY)
    assert any("请先新增一位" in error for error in page.errors) and not gone(first)


# -- a customer that was just filed


@pytest.fixture
def mistake(world):
    return file_customer("录错了的有限公司", "13912348888", by=world.rep)


def test_a_file_is_taken_back(desk, mistake):
    link = desk.get(f"/customers/{mistake.number}").one("#withdraw")
    page = desk.get(link["href"]).form("main form").submit(reason=WHY)
    assert page.location == "/customers"
    shown = page.follow()
    assert f"编号 {mistake.number} 不再使用" in shown.text and not shown.css(f"a[href='/customers/{mistake.number}']")
    desk.post(f"/customers/{mistake.number}/withdrawal", {"reason": WHY}, status=404)


def test_a_file_that_somebody_worked_on_offers_nothing(client, desk, world, mistake):
    path = f"/customers/{mistake.number}"
    Memo.write(mistake, "note", CONTENT, by=world.rep)
    assert not desk.get(path).css("#withdraw")
    desk.post(f"{path}/withdrawal", {"reason": WHY}, status=422)
    desk.get(f"{path}/withdrawal/new", status=422)
    assert not client.log_in(world.manager).get(path).css("#withdraw")
    client.post(f"{path}/withdrawal", {"reason": WHY}, status=403)
    client.log_in(world.outsider).post(f"{path}/withdrawal", {"reason": WHY}, status=404)
    assert Customer.select().where(Customer.id == mistake.id).exists()


@pytest.mark.parametrize("reason", ["", "证件 11010519491231002X"])
def test_a_file_asks_why_it_is_taken_back(desk, mistake, reason):
    form = desk.get(f"/customers/{mistake.number}/withdrawal/new").form("main form")
    assert form.submit(status=422, reason=reason).one("#reason-error")


# -- a step


def void(client, task, **options):
    return client.get(f"/tasks/{task.id}/voiding/new").form("main form").submit(**{"reason": WHY, **options})


def test_a_step_is_voided_beside_done(desk, world, task):
    """And shows no tick anywhere."""
    link = desk.get(f"/customers/{world.overdue.number}").one(f"#task-{task.id}-void")
    page = desk.get(link["href"]).form("main form").submit(reason=WHY).follow()
    step = page.one(f"#task-{task.id}")
    assert f"已作废：{WHY}" in step.text and "已完成" not in step.text and not step.css("[aria-pressed]")
    assert f"作废 {task.action}" in page.one("#timeline").text
    assert not desk.get("/").css(f"#row-{task.id}") and not desk.get("/done").css(f"#row-{task.id}")


def test_voiding_is_taken_back_twice_harmlessly(desk, world, task):
    task.void(WHY, by=world.rep)
    path = f"/tasks/{task.id}/voiding"
    page = desk.post(f"{path}/reversal", htmx=True, target=f"li#task-{task.id}")
    assert page.one(f"#task-{task.id}-box")["aria-pressed"] == "false"
    desk.write("DELETE", path, htmx=True, target=f"li#task-{task.id}")
    assert Task.get_by_id(task.id).is_open and not Voiding.select().exists()


def test_voiding_asks_why(desk, task):
    assert void(desk, task, status=422, reason="").one("#reason-error")
    assert Task.get_by_id(task.id).is_open


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_void_nothing(client, world, task, who):
    client.log_in(getattr(world, who)).get(f"/tasks/{task.id}/voiding/new", status=403)
    client.post(f"/tasks/{task.id}/voiding", {"reason": WHY}, status=403)
    client.post(f"/tasks/{task.id}/voiding/reversal", status=403)
    assert not client.get(f"/customers/{world.overdue.number}").css(f"#task-{task.id}-void")


def test_an_outsider_finds_no_step(client, world, task):
    client.log_in(world.outsider).post(f"/tasks/{task.id}/voiding", {"reason": WHY}, status=404)
    assert not Voiding.select().exists()


def test_the_worklist_leads_there_by_the_dialog_and_back(desk, task):
    dialog = desk.get(f"/tasks/{task.id}/rescheduling", htmx=True)
    assert dialog.one("#void-open")["href"] == f"/tasks/{task.id}/voiding/new"
    from_there = {"Referer": "http://localhost/"}
    answer = desk.post(f"/tasks/{task.id}/voiding", {"reason": WHY}, htmx=True, status=204, headers=from_there)
    assert answer.location == "/"


def test_a_voided_step_is_ticked_off_by_no_old_page(desk, world, task):
    task.void(WHY, by=world.rep)
    assert "已经作废" in desk.post(f"/tasks/{task.id}/completion", htmx=True, status=422).text
