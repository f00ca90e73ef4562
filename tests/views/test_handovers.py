"""移交 on its pages."""

import pytest

from tests.paper.samples import run_on
from webapp.models import Customer, Handover, HandoverItem, Notice, Print
from webapp.models.handover import Stage


def drafted(world, **more) -> Handover:
    told = {"giver": world.rep, "receiver": world.colleague, "supervisor": world.manager, "reason": "李敏调往佛山"}
    return Handover.draft(**told | {"by": world.manager} | more)


def test_from_the_draft_to_the_last_confirmation(client, world):
    client.log_in(world.manager)
    form = client.get("/handovers/new").form("main form[method=post]")
    page = form.submit(giver=world.rep.id, receiver=world.rep.id, supervisor="", reason="", status=422)
    assert "不能移交给自己" not in page.text and "请选择监交人" in page.text and "请写明为什么移交" in page.text
    told = {"giver": world.rep.id, "receiver": world.colleague.id, "supervisor": world.manager.id}
    place = form.submit(**told, reason="李敏调往佛山", status=303).location
    handover = Handover.get()
    client.post(f"{place}/submission", status=303)
    for who in (world.rep, world.colleague, world.manager):
        client.log_in(who)
        assert "移交等您确认" in client.get("/").text
        client.post(f"{place}/confirmation", status=303)
    assert "还没有确认" not in client.get(place).text
    assert Handover.get_by_id(handover.id).stage == Stage.DONE
    assert not Customer.select().where(Customer.owner == world.rep).exists()


def test_some_customers_of_a_draft_get_another_receiver(client, world):
    handover = drafted(world, supervisor=world.inspector)
    client.log_in(world.manager)
    first, second, *_ = [item.id for item in handover.items.order_by(HandoverItem.id)]
    form = client.get(f"/handovers/{handover.id}").form("#items")
    page = form.submit(item=[first], act="give", receiver="", note="长" * 61, status=422)
    assert "最多 60 个字" in page.text
    assert "请先勾选客户" in form.submit(act="give", receiver=world.manager.id, status=422).text
    form.submit(item=[first], act="give", receiver=world.manager.id, note="大客户", status=303)
    form.submit(item=[second], act="leave_out", receiver="", status=303)
    assert (HandoverItem.get_by_id(first).receiver_id, HandoverItem.get_by_id(first).note) == (
        world.manager.id,
        "大客户",
    )
    assert not HandoverItem.get_or_none(HandoverItem.id == second)


def test_somebody_signs_for_a_giver_who_is_gone(client, world):
    handover = drafted(world)
    handover.submit(by=world.manager)
    client.log_in(world.manager)
    form = client.get(f"/handovers/{handover.id}/confirmation/new").form("main form[method=post]")
    assert "请写明移交人为什么不能自己确认" in form.submit(reason="", status=422).text
    form.submit(reason="已离岗", status=303)
    assert "周建华代：已离岗" in client.get(f"/handovers/{handover.id}").text


def test_it_is_cancelled_with_a_reason(client, world):
    handover = drafted(world)
    client.log_in(world.rep)
    form = client.get(f"/handovers/{handover.id}/cancellation/new").form("main form[method=post]")
    assert "请写明原因" in form.submit(reason="", status=422).text
    form.submit(reason="不走了", status=303)
    assert "取消：不走了" in client.get(f"/handovers/{handover.id}").text
    assert not Notice.select().where(Notice.kind == "handover").exists()


def test_the_list_is_printed_for_each_receiver_and_on_record(client, world):
    handover = drafted(world, supervisor=world.inspector)
    handover.give([handover.items.first().id], world.manager, by=world.manager)
    client.log_in(world.manager)
    answer = client.get(f"/handovers/{handover.id}/paper.pdf")
    prints = list(Print.select().where(Print.slug == "handover").order_by(Print.id))
    assert [one.subject_key for one in prints] == sorted(
        f"{handover.id}/{who.id}" for who in (world.manager, world.colleague)
    )
    text = run_on(answer.response.data)
    for word in ("客户资料移交清单", "王强", "周建华", "郑明", "未完成交接", world.overdue.number):
        assert word in text
    assert world.overdue.contacts[0].phone not in text


@pytest.mark.parametrize(
    ("who", "status"),
    [("rep", 200), ("colleague", 404), ("service", 404), ("outsider", 404), ("other_manager", 404), ("inspector", 200)],
)
def test_a_draft_is_read_by_those_it_concerns(client, world, who, status):
    handover = drafted(world)
    client.log_in(getattr(world, who)).get(f"/handovers/{handover.id}", status=status)


def test_a_receiver_reads_it_once_it_is_submitted(client, world):
    handover = drafted(world)
    handover.submit(by=world.manager)
    page = client.log_in(world.colleague).get(f"/handovers/{handover.id}")
    assert world.overdue.number in page.text and not page.css("#items")
    client.post(f"/handovers/{handover.id}/confirmation", status=403)
    client.post(f"/handovers/{handover.id}/submission", status=403)


def test_an_account_with_customers_is_led_to_the_handover(client, world):
    client.log_in(world.admin)
    page = client.post(f"/settings/users/{world.rep.id}/disabling", status=422)
    assert "未完成交接：李敏名下还有" in page.text
    form = client.get(page.one(f"a[href='/handovers/new?giver={world.rep.id}']")["href"]).form("main form[method=post]")
    assert form.element.css(f"option[value='{world.rep.id}'][selected]")
    handover = drafted(world)
    page = client.post(f"/settings/users/{world.rep.id}/disabling", status=422)
    assert page.css(f"a[href='/handovers/{handover.id}']")
    assert "未完成交接" in client.get("/settings/users").one(f"#user-{world.rep.id}").text
