"""通知: told in the bar, listed on a page, led to (R-NOTIFY)."""

from datetime import timedelta

import pytest

from tests.queries import count_queries
from webapp.clock import now, today
from webapp.models import Acknowledgement, Collaboration, Customer, Memo, Notice, Reassignment, Session, Task

ORDER = "本月内请技术部上门，打13587654321约时间"


@pytest.fixture
def instruction(world):
    return Memo.write(world.overdue, "instruction", ORDER, by=world.manager)


@pytest.fixture
def handed(world):
    return world.overdue.tasks.get().reassign(world.manager, by=world.rep)


@pytest.fixture
def notice(instruction):
    return Notice.get(Notice.kind == "instruction", Notice.about == instruction.id)


def figure(page) -> str:
    return page.one("#notices-count")["data-count"]


def test_the_bar_says_how_many_are_unread_on_every_page(client, world, instruction, handed):
    for path in ("/", "/customers", "/boards/stage", f"/customers/{world.overdue.number}", "/notices"):
        bell = client.log_in(world.rep).get(path).one("#bell")
        assert bell["href"] == "/notices" and bell.text == "通知，未读 1"
    assert client.log_in(world.colleague).get("/").one("#bell").text == "通知"


def test_the_page_lists_what_of_whom_by_whom_and_what_it_says(client, world, instruction):
    row = client.log_in(world.rep).get("/notices").one("#unread li")
    for said in ("批示", world.overdue.name, world.overdue.number, world.manager.name, "请技术部上门"):
        assert said in row.text


def test_each_kind_says_its_own(client, world, handed):
    Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    row = client.log_in(world.manager).get("/notices").one("#unread li").text
    assert "转交" in row and "寄送检测报告样本" in row and world.rep.name in row and "逾期 3 天" in row
    row = client.log_in(world.service).get("/notices").one("#unread li").text
    assert "安排" in row and "安排检测" in row and "今天" in row


def test_opening_one_reads_it_and_leads_to_its_entry(client, world, instruction, notice):
    page = client.log_in(world.rep).get("/notices")
    for _ in range(2):
        place = page.press(f"#notice-{notice.id} button").location
        assert place == f"/customers/{world.overdue.number}?kind=memo#memo-{instruction.id}"
    assert client.get(place).one(f"#memo-{instruction.id} button").text == "已阅"
    page = client.get("/notices")
    assert figure(page) == "0" and page.one("#read li")["id"] == f"notice-{notice.id}"
    assert not Acknowledgement.select().exists()


def test_a_step_is_led_to_where_it_stands(client, world, handed):
    page = client.log_in(world.manager).get("/notices")
    place = page.press("#unread li button").location
    assert place == f"/customers/{world.overdue.number}#task-{handed.task_id}"
    assert client.get(place).one(f"#task-{handed.task_id}")


@pytest.mark.parametrize(("later", "pages"), [(29, ""), (30, "&pages=2"), (95, "&pages=4")])
def test_an_entry_further_down_is_there_when_one_is_led_to_it(client, world, instruction, notice, later, pages):
    """R-TIMELINE shows thirty at a time."""
    rows = [{"customer": world.overdue, "kind": "note", "body": "备忘", "by": world.rep, "at": now()}] * later
    Memo.insert_many(rows).execute()
    place = client.log_in(world.rep).get("/notices").press("#unread li button").location
    assert place == f"/customers/{world.overdue.number}?kind=memo{pages}#memo-{instruction.id}"
    assert client.get(place).one(f"#memo-{instruction.id}")


def test_all_are_marked_as_read(client, world, instruction):
    Memo.write(world.fresh, "instruction", ORDER, by=world.manager)
    page = client.log_in(world.rep).get("/notices")
    read = page.press(".page-head button[formaction]").follow()
    assert figure(read) == "0" and len(read.css("#read li")) == 2 and not read.css(".page-head button[formaction]")
    client.post("/notices/reading")


def test_anothers_is_not_there(client, world, notice):
    for stranger in (world.manager, world.colleague, world.outsider, world.inspector, world.admin):
        client.log_in(stranger).post(f"/notices/{notice.id}/reading", status=404)
        assert ORDER[:6] not in client.get("/notices").text
    assert Notice.get_by_id(notice.id).read_at is None


def test_one_that_does_not_exist_is_not_found(client, world):
    client.log_in(world.rep).post("/notices/987654/reading", status=404)


def test_whoever_sees_the_customer_no_more_sees_no_notice_of_it(client, world):
    """R-MASK."""
    Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    assert figure(client.log_in(world.service).get("/notices")) == "1"
    Collaboration.delete().where(Collaboration.user == world.service).execute()
    page = client.log_in(world.service).get("/notices")
    assert figure(page) == "0" and world.helped.name not in page.text and "安排检测" not in page.text
    client.post(f"/notices/{Notice.get().id}/reading", status=404)


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_whoever_sees_all_reads_no_contact_data_in_it(client, world, instruction, who):
    """R-MASK: what people wrote is shown as its reader may see it."""
    reader = getattr(world, who)
    Customer.update(kind="individual", name="周大明", public_name="周*").where(
        Customer.id == world.overdue.id
    ).execute()
    Notice.tell([reader.id], "instruction", world.overdue, instruction.id, by=world.manager)
    row = client.log_in(reader).get("/notices").one("#unread li").text
    assert "请技术部上门" in row and "周*" in row
    assert "13587654321" not in row and "周大明" not in row
    assert not client.get("/").css("#to-do li")


def test_what_is_taken_back_leaves_no_words_behind(client, world, instruction, notice):
    Memo.delete().where(Memo.id == instruction.id).execute()
    page = client.log_in(world.rep).get("/notices")
    assert "内容已撤回" in page.one("#unread li").text and "请技术部上门" not in page.text
    assert not client.get("/").css("#to-do li")
    assert page.press("#unread li button").location == f"/customers/{world.overdue.number}"


def test_an_id_that_was_given_again_says_nothing_of_another_customer(client, world, instruction, notice):
    """SQLite does that; what is written of one customer is not shown under another's name (R-MASK)."""
    Memo.update(customer=world.elsewhere).where(Memo.id == instruction.id).execute()
    page = client.log_in(world.rep).get("/notices")
    assert "内容已撤回" in page.one("#unread li").text and "请技术部上门" not in page.text
    assert page.press("#unread li button").location == f"/customers/{world.overdue.number}"


def test_a_kind_of_another_release_is_no_failure(client, world):
    Notice.tell([world.rep.id], "poem", world.overdue, 7)
    row = client.log_in(world.rep).get("/notices").one("#unread li").text
    assert "通知" in row and "跟进簿" in row
    client.post(f"/notices/{Notice.get().id}/reading")


def test_what_was_read_long_ago_is_listed_no_more(client, world, notice):
    Notice.update(read_at=now() - timedelta(days=91)).execute()
    assert not client.log_in(world.rep).get("/notices").css("#read")


# -- the figure, by itself


def test_the_figure_is_asked_for_and_says_nothing_while_nothing_is_new(client, world, instruction):
    desk = client.log_in(world.rep)
    etag = desk.get("/notices").one("#notices-count")["data-etag"]
    desk.get("/notices/count", htmx=True, headers={"If-None-Match": etag}, status=304)
    Memo.write(world.fresh, "instruction", ORDER, by=world.manager)
    fresh = desk.get("/notices/count", htmx=True, headers={"If-None-Match": etag})
    assert figure(fresh) == "2" and fresh.one("#notices-count")["data-etag"] != etag
    assert world.fresh.name not in fresh.html


def test_one_read_and_one_new_is_something_new(client, world, notice):
    desk = client.log_in(world.rep)
    etag = desk.get("/notices").one("#notices-count")["data-etag"]
    notice.read(by=world.rep)
    Memo.write(world.fresh, "instruction", ORDER, by=world.manager)
    assert figure(desk.get("/notices/count", htmx=True, headers={"If-None-Match": etag})) == "1"


def test_asking_costs_next_to_nothing_and_is_nobodys_visit(client, world, instruction):
    """The session stays as idle as it was."""
    desk = client.log_in(world.rep)
    Session.update(seen_at=now() - timedelta(minutes=9)).execute()
    before = Session.get().seen_at
    with count_queries() as queries:
        desk.get("/notices/count", htmx=True, headers={"If-None-Match": '"0-0"'})
    assert len(queries) <= 3 and Session.get().seen_at == before


def test_without_scripts_the_figure_is_the_page(client, world):
    assert client.log_in(world.rep).get("/notices/count", status=303).location == "/notices"


def test_nobody_is_told_anything_without_a_login(client, world, notice):
    client.get("/notices", status=303)
    client.get("/notices/count", htmx=True, status=401)
    client.flask.post(f"/notices/{notice.id}/reading")
    assert Notice.get().read_at is None


# -- 批示与转交, on the worklist


def sent(page, selector: str) -> dict:
    return {field["name"]: field["value"] for field in page.css(selector)}


def test_what_others_put_on_ones_desk_comes_first(client, world, instruction):
    page = client.log_in(world.rep).get("/")
    sections = [section["id"] for section in page.css("main section")]
    assert sections[0] == "to-do"
    row = page.one("#to-do li")
    assert row.css(".who a")[0]["href"] == f"/customers/{world.overdue.number}"
    for said in ("批示", world.manager.name, "请技术部上门", "已阅"):
        assert said in row.text


def test_where_there_is_nothing_the_section_is_not_seen(client, world):
    assert "hidden" in client.log_in(world.rep).get("/").one("#to-do").attributes


def test_an_instruction_is_acknowledged_in_place(client, world, instruction):
    """R-MEMO: the row goes, and so do the figures of it."""
    Memo.write(world.fresh, "instruction", ORDER, by=world.manager)
    page = client.log_in(world.rep).get("/")
    assert figure(page) == "2" and page.one("#to-do header small").text == "2 项"
    answer = page.press("#to-do li:last-child .btn:first-child", htmx=True)
    assert len(answer.css("#to-do li")) == 1 and "1 项" in answer.one("#to-do header").text
    assert figure(answer) == "1"
    assert Acknowledgement.get().memo == instruction and figure(client.get("/")) == "1"


def test_acknowledged_twice_is_harmless(client, world, instruction):
    for _ in range(2):
        client.log_in(world.rep).post(f"/memos/{instruction.id}/acknowledgement", htmx=True, target="section#to-do")
    assert Acknowledgement.select().count() == 1


def test_an_instruction_that_was_only_looked_at_stays_on_the_worklist(client, world, notice):
    client.log_in(world.rep).post(f"/notices/{notice.id}/reading")
    assert client.get("/").css("#to-do li")


def test_without_scripts_one_comes_back_to_the_worklist(client, world, instruction):
    page = client.log_in(world.rep).get("/")
    back = page.press("#to-do li .btn:first-child", headers={"Referer": "http://localhost/"})
    assert back.location == "/" and not back.follow().css("#to-do li")


def test_a_step_handed_on_stands_there_until_it_is_read(client, world, handed):
    page = client.log_in(world.manager).get("/")
    row = page.one("#to-do li")
    assert "转交" in row.text and world.rep.name in row.text and "知道了" in row.text
    answer = page.press("#to-do li .btn:first-child", htmx=True)
    assert not answer.css("#to-do li") and figure(answer) == "0"
    assert not client.get("/").css("#to-do li")


def test_a_step_that_is_done_by_now_is_not_to_do(client, world, handed):
    Task.get_by_id(handed.task_id).complete(by=world.rep)
    assert not client.log_in(world.manager).get("/").css("#to-do li")


def test_looking_at_a_colleagues_worklist_is_not_looking_at_their_desk(client, world, instruction):
    assert not client.log_in(world.manager).get(f"/?person={world.rep.id}").css("#to-do")


def test_the_manager_is_told_what_nobody_has_read_for_a_day(client, world, instruction):
    desk = client.log_in(world.manager)
    assert not desk.get("/").css("#to-do li")
    Memo.update(at=now() - timedelta(hours=25)).execute()
    row = desk.get("/").one("#to-do li")
    assert world.rep.name in row.text and "未阅" in row.text and not row.css("button")
    assert row.css("a")[0]["href"] == f"/customers/{world.overdue.number}?kind=memo#memo-{instruction.id}"
    assert not client.log_in(world.other_manager).get("/").css("#to-do li")
    instruction.acknowledge(by=world.rep)
    assert not client.log_in(world.manager).get("/").css("#to-do li")


def test_the_page_asks_no_more_for_many_than_for_one(client, world, instruction, handed):
    def asked(path: str) -> int:
        client.get(path)  # the first one counts for the rail
        with count_queries() as queries:
            client.get(path)
        return len(queries)

    client.log_in(world.rep)
    few = asked("/notices"), asked("/")
    for customer in (world.fresh, world.interested, world.won, world.no_next):
        Memo.write(customer, "instruction", ORDER, by=world.manager)
    assert (asked("/notices"), asked("/")) == few and max(few) <= 12


# -- a handover, and its way back


def hand_on(client, world) -> object:
    task = Task.get(Task.customer == world.overdue)
    form = client.log_in(world.rep).get(f"/tasks/{task.id}/rescheduling").form("main form")
    return form.submit(responsible=world.manager.id).follow()


def test_whoever_hands_a_step_on_is_told_so_and_may_take_it_back(client, world):
    page = hand_on(client, world)
    assert f"已转交{world.manager.name}" in page.one(".toast").text
    assert figure(client.log_in(world.manager).get("/")) == "1"
    client.log_in(world.rep)
    back = client.post(page.one(".toast button")["formaction"]).follow()
    assert "转交已撤销" in back.one(".toast").text
    assert Task.get(Task.customer == world.overdue).responsible == world.rep
    assert figure(client.log_in(world.manager).get("/")) == "0"


def test_only_another_day_is_no_handover(client, world):
    task = Task.get(Task.customer == world.overdue)
    form = client.log_in(world.rep).get(f"/tasks/{task.id}/rescheduling").form("main form")
    toast = form.submit(when="other", due_on="2030-05-10").follow().one(".toast")
    assert "已改到 2030-05-10" in toast.text and not toast.css("button[formaction]")


def test_a_handover_is_not_taken_back_twice_nor_by_others(client, world, handed):
    path = f"/reassignments/{handed.id}/reversal"
    for stranger, status in ((world.outsider, 404), (world.colleague, 404), (world.manager, 403), (world.admin, 403)):
        client.log_in(stranger).post(path, status=status)
    client.log_in(world.rep).post(path)
    client.post(path, status=404)
    assert not Reassignment.select().exists()


def test_a_handover_that_went_on_is_said_to_be_too_late(client, world, handed):
    Task.get_by_id(handed.task_id).complete(by=world.manager)
    page = client.log_in(world.rep).post(f"/reassignments/{handed.id}/reversal", status=409)
    assert "不能再撤销" in page.text
