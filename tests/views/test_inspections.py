"""督察 on its pages: drawn, found untrue, objected to, decided, and counted in the ledger."""

import pytest

from tests.paper.samples import run_on
from webapp.clock import today
from webapp.models import Draw, FollowUp, Inspection, Print

MONTH = f"{today():%Y-%m}"


def untrue(world, customer=None, **more) -> Inspection:
    told = {"how": "电话回访客户", "note": "客户说没有接过这个电话", "by": world.inspector}
    return Inspection.record(customer or world.overdue, "tracking", **told | more)


def test_a_record_is_drawn_inspected_objected_to_and_withdrawn(client, world):
    client.log_in(world.inspector)
    form = client.get("/draws/new").form("main form[method=post]")
    page = form.submit(branch="", count="", since="", until="", status=422)
    assert "请填写抽几条" in page.text and "请填写从哪一天" in page.text
    branch = {"branch": world.rep.branch_id, "person": world.rep.id}
    page = form.submit(**branch, count=2, since="2020-01-01", until=today(), status=303).follow()
    assert "照这个规则再算一遍，结果一样" in page.text and "已查 0 条" in page.text
    form = client.get(page.css("a.btn[id^=inspect-]")[0]["href"]).form("main form[method=post]")
    assert "请写明怎么不真实" in form.submit(finding="tracking", note="", status=422).text
    page = form.submit(finding="tracking", note="客户说没有接过这个电话", status=303).follow()
    assert "已查 1 条" in page.text and "跟踪服务不真实" in page.text
    inspection = Inspection.get()
    assert inspection.draw == Draw.get() and inspection.followup_id in inspection.draw.picked

    client.log_in(world.rep)
    assert "跟踪服务不真实（成立）" in client.get("/").text
    assert "合计 100 元" in client.get("/penalties").text
    form = client.get(f"/inspections/{inspection.id}/objection/new").form("main form[method=post]")
    assert "请写明为什么不是这样" in form.submit(text="", status=422).text
    form.submit(text="打的是前台", status=303)

    client.log_in(world.manager)
    assert "等您处理" in client.get("/inspections").text
    form = client.get(f"/inspections/{inspection.id}/decision/new").form("main form[method=post]")
    assert "请写明理由" in form.submit(decision="withdrawn", reason="", status=422).text
    page = form.submit(decision="withdrawn", reason="前台证实接过", status=303).follow()
    assert "已撤销" in page.text and not page.css("#decide")
    assert "合计 0 元" in client.get("/penalties").text


def test_the_inspector_begins_at_a_follow_up_on_the_timeline(client, world):
    followup = FollowUp.select().where(FollowUp.customer == world.overdue).order_by(FollowUp.id.desc()).first()
    page = client.log_in(world.inspector).get(f"/customers/{world.overdue.number}")
    form = client.get(page.one(f"#followup-{followup.id}-inspect")["href"]).form("main form[method=post]")
    form.submit(status=303)
    assert Inspection.get().followup_id == followup.id
    assert client.get(f"/customers/{world.overdue.number}?kind=inspection").css(f"#inspection-{Inspection.get().id}")
    client.log_in(world.rep)
    assert not client.get(f"/customers/{world.overdue.number}").css(f"#followup-{followup.id}-inspect")


def test_a_follow_up_of_another_customer_is_not_inspected_here(client, world):
    followup = FollowUp.select().where(FollowUp.customer == world.won).first()
    client.log_in(world.inspector)
    client.get(f"/customers/{world.overdue.number}/inspections/new?followup={followup.id}", status=404)


@pytest.mark.parametrize(
    ("who", "status"), [("rep", 200), ("manager", 200), ("inspector", 200), ("colleague", 404), ("outsider", 404)]
)
def test_who_reads_one(client, world, who, status):
    inspection = untrue(world)
    client.log_in(getattr(world, who)).get(f"/inspections/{inspection.id}", status=status)


@pytest.mark.parametrize(
    ("who", "amount"), [("rep", 100), ("manager", 100), ("inspector", 200), ("colleague", 0), ("other_manager", 100)]
)
def test_each_reads_the_ledger_of_what_is_theirs(client, world, who, amount):
    untrue(world)
    untrue(world, world.elsewhere)
    page = client.log_in(getattr(world, who)).get(f"/penalties?month={MONTH}")
    assert f"合计 {amount} 元" in page.text
    assert client.get("/penalties?month=1999-13").one("h1").text == "负激励台账"


def test_the_inspector_narrows_it_to_a_branch(client, world):
    untrue(world)
    untrue(world, world.elsewhere)
    page = client.log_in(world.inspector).get(f"/penalties?branch={world.rep.branch_id}")
    assert "合计 100 元" in page.text and "何俊" not in page.text


def test_notice_and_ledger_come_on_paper_and_on_record(client, world):
    inspection = untrue(world)
    client.log_in(world.inspector)
    text = run_on(client.get(f"/inspections/{inspection.id}/paper.pdf").response.data)
    for word in ("督察记录及负激励通知单", "客户说没有接过这个电话", "100元", "李敏", world.overdue.number):
        assert word in text
    text = run_on(client.get(f"/penalties/paper.pdf?month={MONTH}").response.data)
    for word in ("负激励台账", MONTH, "李敏", "合计100元"):
        assert word in text
    assert [one.subject_kind for one in Print.select().order_by(Print.id)] == ["inspection", "company"]
    client.get("/penalties/paper.pdf?month=2001-01", status=422)


def test_the_list_can_be_narrowed_to_whom_it_was_untrue_of(client, world):
    untrue(world)
    client.log_in(world.manager)
    page = client.get("/customers?trait=untrue")
    assert world.overdue.name in page.text and world.won.name not in page.text


def test_a_number_that_a_list_brought_with_a_name_is_masked(client, world):
    """An imported follow-up says who had it as the list did (R-MASK)."""
    FollowUp.update(executor_name="老王13912345678").where(FollowUp.customer == world.overdue).execute()
    followup = FollowUp.get(FollowUp.customer == world.overdue)
    days = {"since": today().replace(year=today().year - 2, day=1), "until": today()}
    drawn = Draw.make(world.rep.branch, None, "followups", count=100, **days, by=world.inspector)
    inspection = untrue(world, followup=followup)
    client.log_in(world.inspector)
    places = (f"/draws/{drawn.id}", f"/inspections/{inspection.id}", f"/followups/{followup.id}/inspections/new")
    for place in places:
        assert "老王" in client.get(place).text and "13912345678" not in client.get(place).text, place
    assert "13912345678" not in run_on(client.get(f"/inspections/{inspection.id}/paper.pdf").response.data)
