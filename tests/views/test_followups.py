"""跟进: recorded inline, corrected in place by whoever wrote it (R-FU, R-CONCRETE, R-WHO)."""

from datetime import timedelta

import pytest

from tests.crowd import fill_timeline
from webapp.clock import now, to_the_minute, today
from webapp.formatting import dated, field_minute, minute
from webapp.models import FollowUp, FollowUpRevision, Task

SAID = "客户确认预算已经批下来，下周签合同"


@pytest.fixture
def record(world):
    return FollowUp.get(FollowUp.customer == world.overdue)


def compose(client, customer, **fields):
    """A day that is typed is one that was asked for by 选日子."""
    options = {name: fields.pop(name) for name in ("htmx", "status") if name in fields}
    fields |= {"when": "other"} if "due_on" in fields else {}
    return (
        client.get(f"/customers/{customer.number}").form("#composer").submit(**options, **{"content": SAID, **fields})
    )


def correct(client, record, **fields):
    options = {name: fields.pop(name) for name in ("htmx", "status") if name in fields}
    return client.get(f"/followups/{record.id}/edit").form("main form").submit(**options, **fields)


def test_a_contact_is_recorded_and_stands_on_top(desk, world):
    page = compose(desk, world.overdue, method="面谈", attitude="积极", their_participants="欧阳经理").follow()
    newest = page.css("#timeline [id^=followup-]")[0]
    assert SAID in newest.text and "面谈" in newest.text and "积极" in newest.text


def test_no_time_means_this_minute(desk, world):
    """Without scripts nothing fills the field in."""
    before = now()
    compose(desk, world.overdue, at="")
    saved = FollowUp.select().order_by(FollowUp.id.desc()).get()
    assert to_the_minute(before) <= saved.at <= now()


def test_the_answer_holds_a_fresh_composer_the_entry_and_the_steps(desk, world):
    page = compose(desk, world.overdue, htmx=True, action="寄样品", due_on=today().isoformat())
    assert page.headers["HX-Trigger"] == "followup-changed"
    assert page.one("textarea[name=content]").text == ""
    assert SAID in page.one("hx-partial[hx-target='#entries'][hx-swap=afterbegin]").text
    assert not page.css(".toast")
    assert "寄样品" in page.one("hx-partial[hx-target='#steps']").text


def test_the_customer_moves_along(desk, world):
    compose(desk, world.no_next, action="寄样品", due_on=today().isoformat())
    customer = type(world.no_next).get_by_id(world.no_next.id)
    assert (customer.followup_count, customer.next_due_on, customer.next_step) == (2, today(), "寄样品")


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("content", "", "请写下谈了什么"),
        ("content", "已跟进", "太笼统"),
        ("at", "2040-05-10T10:00", "不能晚于现在"),
        ("consensus", "证件 11010519491231002X", "身份证号"),
        ("due_on_2", "2030-05-10", "写明下一步做什么"),
        ("due_on", "2020-05-10", "已经过去"),
        ("topic", "长" * 81, "最多 80 个字"),
    ],
)
def test_what_is_wrong_is_shown_and_everything_typed_stays(desk, world, field, wrong, said, htmx):
    page = compose(desk, world.overdue, status=422, htmx=htmx, objections="嫌交期太长", method="邮件", **{field: wrong})
    assert any(said in error for error in page.errors)
    form = page.form("#composer")
    assert (form.fields[field], form.fields["objections"], form.fields["method"]) == (wrong, "嫌交期太长", "邮件")
    assert FollowUp.select().where(FollowUp.customer == world.overdue).count() == 1


def is_open(page, selector: str) -> bool:
    return "open" in page.one(selector).attributes


def test_what_is_folded_away_is_open_when_something_stands_in_it(desk, world):
    """U15: what was typed there is in sight after a refusal, and nothing opens without a cause."""
    assert not is_open(compose(desk, world.overdue, status=422, content="好"), "#composer .more-fields")
    assert is_open(compose(desk, world.overdue, status=422, content="好", topic="预算"), "#composer .more-fields")
    filing = desk.get("/customers/new").form("main form")
    assert not is_open(filing.submit(name="长江贸易有限公司", status=422), "main form details")
    assert is_open(filing.submit(remarks="逢周一不收货", status=422), "main form details")


def test_a_visit_of_yesterday_is_marked_late(desk, world):
    page = compose(desk, world.overdue, method="登门拜访", at=field_minute(now() - timedelta(days=2))).follow()
    assert "迟录" in page.css("#timeline [id^=followup-]")[0].text


def test_a_collaborator_records_too_and_lookers_not(client, world):
    compose(client.log_in(world.service), world.helped)
    for who in (world.inspector, world.admin):
        for content in (SAID, ""):  # nobody mends what they may not send
            said = {"content": content, "method": "电话"}
            client.log_in(who).post(f"/customers/{world.overdue.number}/followups", said, status=403)
    assert FollowUp.select().where(FollowUp.content == SAID).count() == 1


def test_a_record_is_corrected_in_place_and_keeps_its_history(desk, world, record):
    entry = correct(desk, record, htmx=True, content=SAID)
    said = entry.one(f"#followup-{record.id}").text
    assert SAID in said and said.count("更正") == 1
    assert FollowUpRevision.get(FollowUpRevision.followup == record).before["content"] == record.content


def test_the_history_says_times_as_people_write_them(desk, world, record):
    was = record.at
    correct(desk, record, at=field_minute(was - timedelta(days=1)))
    page = desk.get(f"/followups/{record.id}/history")
    assert minute(was) in page.text and "+00:00" not in page.text


def test_the_history_says_what_is_no_field_any_more(desk, world, record):
    FollowUpRevision.create(followup=record, before={"mood": "好"}, by=world.rep)
    assert "mood 好" in desk.get(f"/followups/{record.id}/history").text


def test_a_correction_keeps_what_its_form_did_not_send(desk, world, record):
    record.update(objections="嫌交期太长").execute()
    sent = {"content": SAID, "method": "电话", "at": field_minute(record.at), "version": record.version}
    desk.post(f"/followups/{record.id}", sent)
    found = FollowUp.get_by_id(record.id)
    assert (found.content, found.objections) == (SAID, "嫌交期太长")


def test_a_correction_without_scripts_leads_back_to_the_card(desk, world, record):
    assert SAID in correct(desk, record, content=SAID).follow().text


@pytest.mark.parametrize("version", [None, "", "x", "9" * 20])
def test_nobody_corrects_what_they_have_not_seen(desk, record, version):
    sent = {"content": SAID, "method": "电话", "at": field_minute(record.at)}
    desk.post(f"/followups/{record.id}", sent | ({} if version is None else {"version": version}), status=409)
    assert FollowUp.get_by_id(record.id).content != SAID


def test_a_correction_sent_twice_is_refused_with_the_typed_text(desk, record):
    form = desk.get(f"/followups/{record.id}/edit").form("main form")
    form.submit(htmx=True, content=SAID)
    page = form.submit(htmx=True, status=409, content="另一个人写下的更正内容")
    assert "刚被改过" in page.errors[0] and "另一个人" in page.one("textarea[name=content]").text
    assert FollowUp.get_by_id(record.id).content == SAID


def test_a_vague_correction_is_refused_beside_the_field(desk, record):
    page = correct(desk, record, htmx=True, status=422, content="正常")
    assert any("太笼统" in error for error in page.errors)
    assert FollowUp.get_by_id(record.id).content == record.content


@pytest.mark.parametrize("who", ["manager", "inspector", "admin"])
def test_only_its_author_corrects_a_record(client, world, record, who):
    client.log_in(getattr(world, who))
    client.get(f"/followups/{record.id}/edit", status=403)
    client.post(
        f"/followups/{record.id}", {"content": SAID, "method": "电话", "at": field_minute(record.at)}, status=403
    )
    assert FollowUp.get_by_id(record.id).content == record.content


def test_cancelling_brings_the_entry_back(desk, record):
    assert record.content in desk.get(f"/followups/{record.id}", htmx=True).text
    assert desk.get(f"/followups/{record.id}", status=303).location == f"/customers/{record.customer.number}"


def test_the_timeline_is_paged_by_key_and_filtered(desk, world):
    """R-TIMELINE: one kind alone, however long."""
    for day in range(40):
        FollowUp.record(
            world.overdue,
            {"at": now() - timedelta(days=day), "method": "电话", "content": f"{SAID} {day}"},
            by=world.rep,
        )
    page = desk.get(f"/customers/{world.overdue.number}?kind=followup")
    older = desk.get(page.one("#timeline-older")["hx-get"], htmx=True)
    ids = [entry["id"] for entry in page.css("#timeline .entry") + older.css(".entry")]
    assert len(ids) == len(set(ids)) == 41
    assert all(id_.startswith("followup-") for id_ in ids)


def test_the_next_page_without_scripts_is_a_page(desk, world):
    plain = desk.get(f"/customers/{world.overdue.number}/followups?before=x", status=303)
    assert plain.location.startswith(f"/customers/{world.overdue.number}")


def test_steps_belong_to_the_record(desk, world):
    compose(desk, world.overdue, action="寄样品", due_on=today().isoformat())
    task = Task.select().order_by(Task.id.desc()).get()
    assert task.followup.content == SAID and task.responsible == world.rep


def test_opening_and_storing_a_correction_changes_nothing(desk, record):
    before = FollowUp.get_by_id(record.id)
    correct(desk, record)
    after = FollowUp.get_by_id(record.id)
    assert (after.at, after.version) == (before.at, before.version)


def test_what_a_correction_replaced_can_be_read(desk, record):
    was = FollowUp.get_by_id(record.id).content
    correct(desk, record, content=SAID, objections="嫌交期太长")
    assert was in desk.get(f"/followups/{record.id}/history").text
    assert "更正过" in desk.get(f"/customers/{record.customer.number}").one(f"#followup-{record.id}").text


def test_those_who_only_look_do_not_read_what_was_replaced(client, world, record):
    client.log_in(world.inspector).get(f"/followups/{record.id}/history", status=403)


def test_several_steps_are_planned_at_once(desk, world):
    days = {"due_on": "2030-05-10", "due_on_2": "2030-05-12"}
    compose(desk, world.no_next, action="寄样品", action_2="报价", **days)
    assert [str(task.due_on) for task in Task.select().where(Task.customer == world.no_next).order_by(Task.id)] == list(
        days.values()
    )


def back_dated(desk, world, days: int, **state):
    """A contact of some days ago, written while the timeline is shown as `state` says."""
    said = {"at": field_minute(now() - timedelta(days=days)), "content": SAID, "method": "电话", **state}
    return desk.post(f"/customers/{world.overdue.number}/followups", said, htmx=True)


def test_a_back_dated_record_lands_in_its_place(desk, world, record):
    page = back_dated(desk, world, 12)
    texts = page.texts("#timeline .entry")
    assert record.content in texts[0] and SAID in texts[1]
    assert "按日期排在下面" in page.one(".toast").text


def test_the_newest_record_goes_before_the_others_and_those_stay_as_they_are(desk, world, record):
    page = compose(desk, world.overdue, htmx=True)
    (entry,) = page.css(".entry")
    assert SAID in entry.text and not page.css("#timeline") and not page.css(".toast")
    for shown in ({"kind": "memo"}, {"before": f"{record.at.isoformat()}~followup~{record.id}"}):
        assert back_dated(desk, world, 0, **shown).css("#timeline")


def test_a_record_the_filter_does_not_hold_is_not_put_in_but_told_of(desk, world):
    page = back_dated(desk, world, 12, kind="memo")
    assert SAID not in page.one("#timeline").text and page.css(".timeline-empty")
    told = page.one(".toast").text
    assert dated(today() - timedelta(days=12)) in told and "备忘与节点" in told and "“跟进”" in told


def test_a_record_further_down_than_is_shown_is_told_of(desk, world):
    fill_timeline(world.overdue, world.rep, 40)
    page = back_dated(desk, world, 12)
    assert SAID not in page.one("#timeline").text and "再往下看" in page.one(".toast").text
    page = back_dated(desk, world, 12, pages="2")
    assert SAID in page.one("#timeline").text and "按日期排在下面" in page.one(".toast").text


def test_a_first_record_takes_the_place_of_the_empty_line(desk, world):
    card = desk.get(f"/customers/{world.fresh.number}")
    assert "还没有跟进和约定" in card.one(".timeline-empty").text
    assert not compose(desk, world.fresh, htmx=True).css(".timeline-empty")


def test_a_corrected_day_moves_the_line_to_its_place(desk, world, record):
    FollowUp.record(world.overdue, {"at": now() - timedelta(days=20), "method": "电话", "content": SAID}, by=world.rep)
    page = correct(desk, record, htmx=True, at=field_minute(now() - timedelta(days=30)))
    assert page.headers["HX-Retarget"] == "#timeline"
    assert record.content in page.texts("#timeline .entry")[1]


def test_the_form_of_a_correction_is_brought_into_sight(desk, record):
    link = desk.get(f"/customers/{record.customer.number}").one(f"#followup-{record.id}-edit")
    assert link["hx-swap"] == f"outerHTML show:top showTarget:#followup-{record.id}"
    assert desk.get(link["hx-get"], htmx=True).one("textarea[autofocus]")["name"] == "content"


def test_the_next_page_says_how_much_it_brings(desk, world):
    """The world's one record, and forty more."""
    fill_timeline(world.overdue, world.rep, 40)
    page = desk.get(f"/customers/{world.overdue.number}")
    link = page.one("#timeline-older")
    assert link.text == "再看 11 条"
    rest = desk.get(link["hx-get"], htmx=True)
    assert len(rest.css(".entry")) == 11 and not rest.css("#timeline-older")
    assert rest.one("[name=pages]")["value"] == "2"


def test_a_long_record_is_folded(desk, world):
    compose(desk, world.overdue, content="先试样再报价，最后走招标。" * 50)
    page = desk.get(f"/customers/{world.overdue.number}")
    shown, rest = page.texts("#timeline .body > p")[0], page.one("#timeline details p").text
    assert "展开其余" in page.one("#timeline summary").text and len(shown) <= 300 and shown.endswith("。")
    assert shown + rest == "先试样再报价，最后走招标。" * 50


def test_a_record_that_is_not_long_is_whole(desk, world):
    compose(desk, world.overdue, content="试" * 600)
    assert not desk.get(f"/customers/{world.overdue.number}").css("#timeline details")
