"""The composer in every place where it opens (R-QUICK, U4–U10): card, row, board, dialog, 连续跟进."""

from datetime import timedelta

import pytest

from tests.text.test_screening import RESIDENT_ID
from webapp.clock import today
from webapp.models import Collaboration, Customer, FollowUp, Notice, Purpose, Task
from webapp.models.outline import Outline
from webapp.views.composing import PLACES

SAID = "客户确认预算已经批下来，下周签合同"
LATER = (today() + timedelta(days=12)).isoformat()
UNCHANGED = "一个字也不能少"
# where it leads without scripts
BACK = {"card": "/customers/{}", "worklist": "/", "list": "/customers/{}", "board": "/customers/{}"} | {
    "dialog": "/customers/{}",
    "calls": "/calls?passed={}",
}


@pytest.fixture(params=PLACES)
def place(request):
    return request.param


def opened(client, customer, place: str, step: Task | None = None, **options):
    """The composer, as a link of that place opens it."""
    along = f"&step={step.id}" if step else ""
    return client.get(f"/customers/{customer.number}/followups/new?place={place}{along}", **options)


def sent(client, customer, place: str, *, htmx=True, status=None, step=None, **changes):
    """What stands in the composer, and what is typed; the fields of the last part are fetched when it is unfolded."""
    form = opened(client, customer, place, step, htmx=True).form("#composer")
    data = {**form.fields, "content": SAID, **changes}
    return client.post(form.element["action"], data, htmx=htmx, status=status, target="form#composer")


def step_of(customer) -> Task:
    return Task.get(Task.customer == customer, Task.is_open)


def newest(customer) -> FollowUp:
    return FollowUp.select().where(FollowUp.customer == customer).order_by(FollowUp.id.desc()).get()


# -- it opens


def test_it_says_whom_to_reach_and_what_was_said_last(desk, world, place):
    """U9, U10: with or without scripts, one never writes without seeing on whom."""
    for htmx in (True, False):
        page = opened(desk, world.overdue, place, htmx=htmx)
        composer = page.one("#composer")
        assert composer.css("[name=place]")[0]["value"] == place and world.overdue.name in composer.text
        if place != "calls":  # where the timeline stands below it
            assert newest(world.overdue).content in page.one(".compose-recent").text
        assert "欧阳" in page.one(".compose-people").text
    assert page.css("h1")


def test_the_step_that_led_there_is_ticked_before_anybody_writes(desk, world, place):
    """U4."""
    step = step_of(world.overdue)
    box = opened(desk, world.overdue, place, step).one(f"#fulfils-{step.id}")
    assert "checked" in box.attributes
    assert "checked" not in opened(desk, world.overdue, place).one(f"#fulfils-{step.id}").attributes


@pytest.mark.parametrize("step", ["x", "-1", "0", "9" * 30, ""])
def test_no_step_at_all_is_no_failure(desk, world, step):
    page = desk.get(f"/customers/{world.overdue.number}/followups/new?place=worklist&step={step}", htmx=True)
    assert not page.css("[name=fulfils][checked]")


def test_a_step_of_another_customer_is_not_offered(desk, world):
    other = step_of(world.interested)
    page = opened(desk, world.overdue, "worklist", other, htmx=True)
    assert not page.css(f"#fulfils-{other.id}") and other.action not in page.texts(".ticks li")


def test_what_one_seldom_asks_for_is_fetched(desk, world):
    """R-SYNC, R-FU, R-SCRIPT: colleagues, 客户类别, outlines; oneself is not told."""
    page = desk.get(f"/customers/{world.overdue.number}/followups/extras", htmx=True)
    assert {box["value"] for box in page.css("[name=mentions]")} == {
        str(person.id) for person in (world.manager, world.colleague, world.service)
    }
    assert str(world.value("ready", "category").id) in [option["value"] for option in page.css("#category option")]
    assert len(page.css("[data-outline]")) == len(Outline.offered()) > 2


def test_who_helps_is_offered_whom_and_what_they_may(client, world):
    page = client.log_in(world.service).get(f"/customers/{world.helped.number}/followups/extras", htmx=True)
    assert {box["value"] for box in page.css("[name=mentions]")} == {str(world.rep.id), str(world.manager.id)}
    assert not page.css("#category")
    assert not opened(client, world.helped, "dialog", htmx=True).css("#pause_reason")


# -- something is recorded


def test_without_scripts_it_leads_back(desk, world, place):
    page = sent(desk, world.overdue, place, htmx=False)
    assert page.location == BACK[place].format(world.overdue.number)
    assert newest(world.overdue).content == SAID


def test_on_the_worklist_the_row_is_ticked_and_every_figure_counted(desk, world):
    step = step_of(world.overdue)
    page = sent(desk, world.overdue, "worklist", step=step)
    assert (page.headers["HX-Reswap"], page.headers["HX-Retarget"]) == ("delete", "#compose")
    assert page.headers["HX-Trigger"] == "followup-changed"
    partials = {partial["hx-target"]: partial for partial in page.css("hx-partial")}
    assert "已完成" in partials[f"#row-{step.id}"].text and {"#tally", "#overdue-count", "#rail"} <= set(partials)
    assert step.completions.get().followup == newest(world.overdue)


def test_in_a_row_of_the_list_it_says_the_new_days(desk, world):
    page = sent(desk, world.overdue, "list", action="寄合同", when="other", due_on=LATER)
    assert "今天" in page.one(f"[hx-target='#last-{world.overdue.number}']").text
    assert page.headers["HX-Retarget"] == "#compose" and page.css(f"[hx-target='#next-{world.overdue.number}']")


@pytest.mark.parametrize("over", ["board", "dialog"])
def test_over_a_page_the_dialog_closes_and_a_toast_says_so(desk, world, over):
    assert opened(desk, world.overdue, over, htmx=True).headers["HX-Retarget"] == "#dialog"
    page = sent(desk, world.overdue, over)
    assert page.headers["HX-Trigger"] == "dialog-close" and world.overdue.name in page.one(".toast").text


def test_the_next_one_comes_after_it(desk, world):
    page = sent(desk, world.overdue, "calls", passed=[world.won.number], status=204)
    assert page.location == f"/calls?passed={world.won.number}&passed={world.overdue.number}"


def test_nobody_responded_is_one_press(desk, world, place):
    """R-NOREPLY, R-QUICK: not a word is written."""
    sent(
        desk,
        world.fresh,
        place,
        content="",
        is_unanswered="y",
        attitude="积极",
        status=204 if place == "calls" else 200,
    )
    said = newest(world.fresh)
    assert (said.content, said.cause, said.attitude) == ("未接通：联系不上，换个时间再打", "联系不上", "")
    assert Customer.get_by_id(world.fresh.id).next_due_on > today()


def test_why_nobody_responded_is_read_beside_other_words(desk, world):
    sent(desk, world.fresh, "card", content="关机", is_unanswered="y", cause="其他", adjustment="下周上门", when=LATER)
    line = desk.get(f"/customers/{world.fresh.number}").one(f"#followup-{newest(world.fresh).id}").text
    assert "关机" in line and "未响应 · 其他" in line and "调整策略：下周上门" in line
    sent(desk, world.fresh, "card", content="", is_unanswered="y")
    line = desk.get(f"/customers/{world.fresh.number}").one(f"#followup-{newest(world.fresh).id}").text
    assert line.count("换个时间再打") == 1


def test_wechat_is_a_tool_of_conversations_over_the_net(desk, world):
    """U7."""
    sent(desk, world.overdue, "card", method="微信")
    assert (newest(world.overdue).method, newest(world.overdue).tool) == ("网络对话", "微信")


def test_the_day_that_was_pressed_last_counts(desk, world):
    """Whatever had been typed into the field that this press put out of sight."""
    chip = opened(desk, world.fresh, "card").css("[name=when]")[0]["value"]
    sent(desk, world.fresh, "card", when=chip, due_on=LATER)
    assert str(Customer.get_by_id(world.fresh.id).next_due_on) == chip
    sent(desk, world.fresh, "card", when="none", due_on=LATER)
    assert world.fresh.tasks.count() == 1


def test_a_pause_is_one_act_with_the_record(desk, world):
    """R-PROMISE."""
    told = {"pause_reason": "项目停工", "pause_until": LATER}
    sent(desk, world.fresh, "card", when="pause", due_on="", **told)
    task = step_of(world.fresh)
    assert task.is_pause and str(task.due_on) == LATER and task.followup == newest(world.fresh)


def test_who_is_to_know_is_told_and_the_category_moves(desk, world):
    ready = world.value("ready", "category")
    purpose = Purpose.get(Purpose.label == "定期回访")
    sent(desk, world.overdue, "card", mentions=[world.colleague.id], category=ready.id, purpose=purpose.id)
    said = newest(world.overdue)
    assert (said.category, said.purpose) == (ready, purpose)
    assert Notice.get(Notice.kind == "mentioned").user == world.colleague
    assert world.overdue.value_label("category") == ready.label


# -- something is wrong


def test_everything_typed_stays_and_all_that_is_wrong_is_said(desk, world, place):
    """U13, U15: by htmx and without, in sight, in every place."""
    step = step_of(world.overdue)
    typed = {
        "content": "好",
        "method": "其他",
        "attitude": "消极",
        "adjustment": UNCHANGED,
        "topic": UNCHANGED,
        "interest": "11",
        "when": "other",
        "due_on": "2020-05-10",
        "action": UNCHANGED,
        "due_on_2": LATER,
        "action_3": UNCHANGED,
        "pause_reason": UNCHANGED,
        "fulfils": str(step.id),
        "purpose": str(Purpose.select().first().id),
        "category": str(world.value("ready", "category").id),
        "mentions": str(world.colleague.id),
    }
    for htmx in (True, False):
        page = sent(desk, world.overdue, place, htmx=htmx, status=422, step=step, **typed)
        form = page.form("#composer")
        assert {name: form.fields[name] for name in typed} == typed
        assert form.fields["place"] == place and form.fields["step"] == str(step.id)
        assert "open" in page.one("#composer .more-fields").attributes
        said = " ".join(page.errors)
        for wrong in ("太笼统", "应在 1 到 10 之间", "写明下一步做什么", "也定个日期"):
            assert wrong in said
    assert newest(world.overdue).content != "好" and step_of(world.overdue) == step


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"when": "none"}, "when", "请定下次联系的日子"),
        ({"when": "other", "due_on": ""}, "when", "请定下次联系的日子"),
        ({"when": "other", "due_on": "2020-05-10"}, "due_on", "已经过去"),
        ({"when": "other", "due_on": "2099-05-10"}, "due_on", "核对年份"),
        ({"when": "2020-05-10"}, "due_on", "已经过去"),
        ({"when": "9999-12-31"}, "when", "重新选择日子"),
        ({"when": "后天"}, "when", "重新选择日子"),
        ({"when": "none", "action": "寄样品"}, "due_on", "定个日期"),
        ({"when": "pause"}, "pause_reason", "为什么暂时不用"),
        ({"when": "pause", "pause_reason": "停工"}, "pause_until", "今天以后"),
        ({"when": "pause", "pause_reason": "停工", "pause_until": "2020-05-10"}, "pause_until", "今天以后"),
        ({"action_2": "报价", "due_on_2": "2020-05-10"}, "due_on_2", "已经过去"),
        ({"action_2": "报价"}, "action_2", "也定个日期"),
        ({"is_unanswered": "y", "adjustment": ""}, "adjustment", "怎么调整"),
        ({"is_unanswered": "y", "cause": "天气"}, "cause", "未响应的原因"),
        ({"method": "心灵感应"}, "method", "跟进方式"),
        ({"purpose": "987654"}, "purpose", "重新选择目的"),
        ({"satisfaction": "6"}, "satisfaction", "应在 1 到 5 之间"),
        ({"at": "2040-05-10T10:00"}, "at", "不能晚于现在"),
        ({"adjustment": RESIDENT_ID, "is_unanswered": "y"}, "adjustment", "身份证号"),
        ({"when": "pause", "pause_until": LATER, "pause_reason": RESIDENT_ID}, "pause_reason", "身份证号"),
        ({"action_2": RESIDENT_ID, "due_on_2": LATER}, "action_2", "身份证号"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, world, fields, field, said):
    page = sent(desk, world.fresh, "dialog", status=422, **fields)
    assert said in page.one(f"#{field}-error").text and not world.fresh.followups.count()


def test_what_is_wrong_in_the_last_part_is_said_there(desk, world):
    """R-SYNC, R-FU: of a page that is old, or made up."""
    page = sent(desk, world.fresh, "card", status=422, mentions=[world.outsider.id], category=world.value("lost").id)
    said = " ".join(page.texts(".extras .error"))
    assert "本分站" in said and "重新选择客户类别" in said and world.outsider.name not in page.text


GARBAGE = ["x", "", "0", "-1", "9" * 30, "NaN", "<b>", "１"]


@pytest.mark.parametrize("place", ["card", "worklist", "calls"])
@pytest.mark.parametrize(
    "field", ["when", "purpose", "category", "fulfils", "mentions", "responsible", "place", "step", "passed", "person"]
)
def test_garbage_is_no_failure(desk, world, place, field):
    for value in GARBAGE:
        with desk.undone():
            form = {"content": SAID, "place": place, "when": LATER, field: [value, value]}
            form |= {"csrf_token": desk.token}
            answer = desk.flask.post(
                f"/customers/{world.overdue.number}/followups", data=form, headers={"HX-Request": "true"}
            )
        assert answer.status_code in (200, 204, 422), f"{field} = {value}: {answer.status_code}"


def test_a_text_of_three_megabytes_is_refused(desk, world):
    page = sent(desk, world.overdue, "card", content="长" * 1_000_000, status=422)
    assert "最多 4000 个字" in page.one("#content-error").text and newest(world.overdue).content != SAID


@pytest.mark.parametrize("field", ["purpose", "category", "mentions", "fulfils"])
@pytest.mark.parametrize("chosen", ["abc", "999999"])
def test_what_was_chosen_and_is_none_is_not_left_out_in_silence(desk, world, field, chosen):
    """Nothing is recorded but what the person meant; what was typed stays."""
    before = FollowUp.select().count()
    page = sent(desk, world.overdue, "card", status=422, **{field: chosen})
    assert page.one("textarea[name=content]").text == SAID and page.css(".error")
    assert FollowUp.select().count() == before


def test_a_step_of_another_customer_stays_open(desk, world):
    """R-QUICK: what a page of one customer sends does not reach another."""
    for other in (step_of(world.interested), step_of(world.colleagues), step_of(world.elsewhere)):
        for where in ("card", "worklist"):
            page = sent(desk, world.overdue, where, status=422, fulfils=[other.id])
            assert "不在了" in page.one("#fulfils-error").text
        assert Task.get_by_id(other.id).is_open


def test_somebody_elsewhere_gets_no_step(desk, world):
    page = sent(desk, world.fresh, "card", status=422, action="寄样品", responsible=world.outsider.id)
    assert "请重新选择谁来做" in page.one("#responsible-error").text and not FollowUp.select().where(
        FollowUp.customer == world.fresh, FollowUp.content == SAID
    )


def test_who_helps_needs_no_next_day_and_ticks_nothing_of_others(client, world):
    """R-PROMISE is for who keeps the customer; R-COOP."""
    others = Task.plan(world.helped, "寄样品", today(), by=world.rep)
    client.log_in(world.service)
    sent(client, world.helped, "dialog", when="none")
    sent(client, world.helped, "dialog", when="none", fulfils=[others.id], status=403)
    assert Task.get_by_id(others.id).is_open and world.helped.followups.count() == 1


def test_outsiders_find_nothing_and_lookers_record_nothing(client, world, place):
    number = world.overdue.number
    data = {"content": SAID, "place": place, "when": LATER}
    for who, status in (("outsider", 404), ("colleague", 404), ("service", 404), ("inspector", 403), ("admin", 403)):
        client.log_in(getattr(world, who))
        opened(client, world.overdue, place, htmx=True, status=status)
        client.get(f"/customers/{number}/followups/extras", htmx=True, status=status)
        client.post(f"/customers/{number}/followups", data, htmx=True, status=status)
    assert newest(world.overdue).content != SAID and not Collaboration.select().where(
        Collaboration.customer == world.overdue
    )


# -- n: with whom it was


def test_whom_one_meant_to_call_today_stands_there(desk, world):
    """U10: a dialog with the box, and below it today's."""
    page = desk.get("/followups/new", htmx=True)
    assert page.headers["HX-Retarget"] == "#dialog" and "autofocus" in page.one("#whom").attributes
    links = page.css("#candidates > a.result")
    assert [link.css("b")[0].text for link in links] == [world.overdue.name, world.due_today.name]
    assert f"step={step_of(world.overdue).id}" in links[0]["href"]
    assert desk.get(links[0]["href"], htmx=True).one("#composer [name=place]")["value"] == "dialog"


def found(client, query: str, **options) -> list[str]:
    return client.post("/followups/candidates", {"q": query}, htmx=True, status=200, **options).texts("a.result b")


def test_the_box_finds_only_what_one_sees(client, world):
    """R-SEARCH, R-MASK: also by the number of a contact."""
    assert found(client.log_in(world.rep), "逾期三天") == [world.overdue.name] == found(client, "13912340003")
    assert found(client, "同事名下") == found(client, "13912340009") == found(client, "别家分站") == []
    assert found(client.log_in(world.manager), "同事名下") == [world.colleagues.name]
    assert found(client.log_in(world.service), "有限公司") == [world.helped.name]


def test_what_is_looked_for_stands_in_no_address(desk, world):
    """R-MASK: without scripts neither."""
    form = desk.get("/followups/new").form(".whom form")
    assert form.element["method"] == "post"
    page = form.submit(q="13912340003", status=200)
    assert world.overdue.name in page.text and "13912340003" not in "".join(
        link["href"] for link in page.css("a[href]")
    )


@pytest.mark.parametrize("query", ["", " ", RESIDENT_ID, "长" * 5000, "%", "9" * 400, "'"])
def test_odd_queries_find_nobody(desk, query):
    assert found(desk, query) == []


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_who_records_nothing_is_not_asked_with_whom(client, world, who):
    client.log_in(getattr(world, who)).get("/followups/new", status=403)
    client.post("/followups/candidates", {"q": "逾期"}, status=403)
