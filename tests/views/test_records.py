"""What stands on a card by a form of its own: lists, what may be put right there, and the parts of the file."""

from datetime import timedelta

import pytest

from webapp.clock import local, now, today
from webapp.models import AuditEvent, Competitor, Complaint, Memo, Milestone, Order, Proposal
from webapp.screens import records

MOST = records.MOST


def card(desk, customer, part: str):
    return desk.get(f"/customers/{customer.number}/{part}")


def test_a_node_the_book_noted_is_put_right_where_it_comes_from(desk, world):
    order = {
        "ordered_on": today(),
        "content": "检测服务一年",
        "amount": 1_000,
        "renews_on": today() + timedelta(days=90),
    }
    Order.record(world.won, order, by=world.rep)
    Milestone.record(world.won, {"kind": "other", "happens_on": today(), "note": "周年庆"}, by=world.rep)
    noted, own = (Milestone.get(Milestone.row_of_cause.is_null(is_null)) for is_null in (False, True))
    page = card(desk, world.won, "milestones")
    assert "自动记下" in page.one(f"#milestones-{noted.id}").text
    assert not page.css(f"#milestones-{noted.id}-edit") and not page.css(f"#milestones-{noted.id}-withdraw")
    assert page.css(f"#milestones-{own.id}-edit") and page.css(f"#milestones-{own.id}-withdraw")
    desk.get(f"/milestones/{noted.id}/edit", status=403)


@pytest.mark.parametrize("part", ["competitors", "complaints"])
def test_a_list_that_is_cut_says_so(desk, world, part):
    def record(count: int) -> None:
        for _ in range(count):
            if part == "competitors":
                Competitor.record(world.won, {"name": "对手甲"}, by=world.rep)
            else:
                Complaint.record(world.won, {"description": "报告晚了三天", "channel": "电话"}, by=world.rep)

    record(MOST - 1)
    assert "全部在时间线里" not in card(desk, world.won, part).text
    record(2)
    page = card(desk, world.won, part)
    assert f"这里是最近 {MOST} 条" in page.text and len(page.css(".records > li")) == MOST


@pytest.mark.parametrize(
    ("part", "column", "wrong", "said", "text"),
    [
        ("needs", "need", "证件 11010519491231002X", "身份证号", "二期厂房的地坪"),
        ("prospect", "interest", "九", "请填写整数", "9"),
        ("value", "referrals", "1.5", "请填写整数", "3"),
    ],
)
def test_a_part_of_the_file_is_changed_in_its_own_form(desk, world, part, column, wrong, said, text):
    form = desk.get(f"/customers/{world.overdue.number}/{part}/edit").form("main form")
    assert column in form.fields
    page = form.submit(status=422, **{column: wrong})
    assert said in page.one(f"#{column}-error").text and page.form("main form").fields[column] == wrong
    form.submit(status=303, **{column: text})
    assert text in card(desk, world.overdue, part).text
    assert str(getattr(type(world.overdue).get_by_id(world.overdue.id), column)) == text


@pytest.mark.parametrize("part", ["needs", "prospect", "value"])
def test_who_only_looks_changes_no_part_of_the_file(client, world, part):
    for who, status in ((world.inspector, 403), (world.colleague, 404), (world.outsider, 404)):
        client.log_in(who).get(f"/customers/{world.overdue.number}/{part}/edit", status=status)


def test_r_need_what_was_needed_before_stays_to_be_read(client, world):
    desk = client.log_in(world.rep)
    path = f"/customers/{world.overdue.number}/needs"
    before = world.overdue.need
    assert f"{path}/history" not in desk.get(path).html
    world.overdue.revise({"need": "二期厂房的地坪"}, by=world.rep)
    assert f"{path}/history" in desk.get(path).html and before in desk.get(f"{path}/history").text
    client.log_in(world.inspector).get(f"{path}/history", status=403)


def test_r_need_the_analysis_keeps_core_and_expected_apart(desk, world):
    world.overdue.revise({"need": "地坪不起砂", "expected_need": "两年保修"}, by=world.rep)
    text = desk.get(f"/customers/{world.overdue.number}/needs/analysis").text
    assert text.index("地坪不起砂") < text.index("两年保修")


@pytest.fixture
def proposed(world):
    for text in ("检测仪器", "环保设备"):
        world.overdue.revise({"main_business": text}, by=world.rep)
    assert Proposal.waits(world.overdue)
    return f"/customers/{world.overdue.number}/proposal"


def test_a_change_of_the_file_is_worded_by_a_person(desk, world, proposed):
    form = desk.get(f"{proposed}/edit").form("main form")
    assert "由“检测仪器”变更为“环保设备”" in form.fields["body"]
    assert form.submit(status=422, body="").one("#body-error") and Proposal.waits(world.overdue)
    form.submit(status=303, body="主营业务转向环保设备")
    memo = Memo.get(Memo.customer == world.overdue)
    assert (memo.kind, memo.body, memo.by) == ("change", "主营业务转向环保设备", world.rep)
    desk.get(f"{proposed}/edit", status=404)


def test_or_it_is_none(desk, world, proposed):
    for _ in range(2):
        desk.post(f"{proposed}/dismissal", status=303)
    assert not Proposal.waits(world.overdue) and not Memo.select().where(Memo.customer == world.overdue).exists()
    assert AuditEvent.select().where(AuditEvent.action == "proposal.dismissed").count() == 1


@pytest.mark.parametrize("who", ["inspector", "colleague", "outsider"])
def test_strangers_word_nothing(client, world, proposed, who):
    desk = client.log_in(getattr(world, who))
    status = 403 if who == "inspector" else 404
    desk.get(f"{proposed}/edit", status=status)
    for path in (proposed, f"{proposed}/dismissal"):
        desk.post(path, {"body": "主营业务转向"}, status=status)
    assert Proposal.waits(world.overdue)


def test_a_reminder_is_dealt_with_on_the_worklist(client, world):
    node = {"kind": "other", "happens_on": today() + timedelta(days=2), "note": "开业三周年", "remind_days": 5}
    milestone = Milestone.record(world.overdue, node, by=world.rep)
    desk = client.log_in(world.rep)
    assert "开业三周年" in desk.get("/worklist/reminders").text
    for _ in range(2):
        desk.post(f"/milestones/{milestone.id}/settlement", status=303)
    assert "开业三周年" not in desk.get("/worklist/reminders").text
    assert Milestone.get_by_id(milestone.id).settled_by == world.rep
    client.log_in(world.inspector).post(f"/milestones/{milestone.id}/settlement", status=403)


def test_the_manager_appoints_who_looks_after_a_customer(client, world):
    path = f"/customers/{world.won.number}/appointment"
    form = client.log_in(world.manager).get(f"{path}/edit").form("main form")
    form.submit(status=303, person=str(world.colleague.id))
    assert type(world.won).get_by_id(world.won.id).success_manager == world.colleague
    form.submit(status=422, person=str(world.outsider.id))
    client.log_in(world.rep).post(path, {"person": str(world.rep.id)}, status=403)
    assert type(world.won).get_by_id(world.won.id).success_manager == world.colleague


def test_the_running_clocks_are_asked_for_by_themselves(client, world):
    Complaint.record(world.won, {"description": "报告晚了三天", "channel": "电话"}, by=world.rep)
    for who in (world.rep, world.manager):
        assert "报告晚了三天" in client.log_in(who).get("/complaints", htmx=True, target="complaints").text
    assert "报告晚了三天" not in client.log_in(world.outsider).get("/complaints", htmx=True, target="complaints").text


def test_a_complaint_is_answered_on_the_worklist(client, world):
    complaint = Complaint.record(world.won, {"description": "报告晚了三天", "channel": "电话"}, by=world.rep)
    desk = client.log_in(world.rep)
    path = f"/complaints/{complaint.id}/handlings"
    form = desk.get(f"{path}/new").form("main form")
    assert form.submit(status=422, body="").one("#body-error")
    form.submit(status=303, body="已安排重新出报告")
    assert Complaint.get_by_id(complaint.id).clock == "solution"
    desk.get(f"{path}/new?kind=nothing", status=404)
    client.log_in(world.inspector).get(f"{path}/new", status=403)


def test_who_was_asked_first_is_put_right_in_the_form(desk, world):
    complaint = Complaint.record(world.won, {"description": "报告晚了三天", "channel": "电话"}, by=world.rep)
    form = desk.get(f"/complaints/{complaint.id}/edit").form("main form")
    assert form.fields["first_asked"] == str(world.rep.id)
    assert form.submit(status=422, first_asked="999999").one("#first_asked-error")
    form.submit(status=303, first_asked=str(world.manager.id))
    assert Complaint.get_by_id(complaint.id).first_asked == world.manager
    assert "李敏" in desk.get(f"/complaints/{complaint.id}/history").text


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(desk, world):
    """It shows the time of a complaint to the minute."""
    said = {"description": "报告晚了三天", "channel": "电话", "complained_at": now() - timedelta(seconds=77)}
    complaint = Complaint.record(world.won, said, by=world.rep)
    form = desk.get(f"/complaints/{complaint.id}/edit").form("main form")
    assert form.fields["complained_at"].endswith(":00")
    form.submit(status=303)
    current = Complaint.get_by_id(complaint.id)
    assert current.version == 1 and current.complained_at == complaint.complained_at
    assert form.submit(status=422, complained_at="").one("#complained_at-error")


def test_every_field_for_files_says_how_much_it_takes(client, world):
    desk = client.log_in(world.manager)
    for path in ("/imports", f"/customers/{world.won.number}/attachments/new"):
        assert 0 < int(desk.get(path).one("input[type=file]")["data-most"]) < 20 * 1024 * 1024


def test_what_was_refused_can_be_put_right_and_sent_again(desk, world):
    said = {"description": "报告晚了三天", "channel": "电话", "complained_at": now() - timedelta(hours=5)}
    complaint = Complaint.record(world.won, said, by=world.rep)
    complaint.respond("已安排重新出报告", at=now() - timedelta(hours=4), by=world.rep)
    later = local(now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    form = desk.get(f"/complaints/{complaint.id}/edit").form("main form")
    page = form.submit(status=422, complained_at=later)
    earlier = local(now() - timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M")
    page.form("main form").submit(status=303, complained_at=earlier)
    assert Complaint.get_by_id(complaint.id).version == 2
