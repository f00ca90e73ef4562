"""A printed sheet, by its code: what has changed since, and where its copies are (R-CONSIST)."""

import pytest

from webapp.clock import now
from webapp.models import AuditEvent, FollowUp, PaperCopy, Print
from webapp.models.paper_copy import copies_out
from webapp.paper import consistency, printing


def printed(world, slug="tracking-sheet", by=None, **order) -> Print:
    order = printing.Order(**{"copies": (1, 2, 3)} | order)
    printing.print_customers(slug, [world.overdue.number], order, by=by or world.rep, base_url="http://office.example/")
    return Print.select().order_by(Print.id.desc()).first()


def told(made: Print) -> list[tuple[str, str, str]]:
    return [tuple(one) for one in consistency.changes(Print.get_by_id(made.id))]


@pytest.mark.parametrize("slug", ["tracking-sheet", "sales-record"])
@pytest.mark.parametrize("unmasked", [False, True])
def test_a_sheet_that_still_holds_has_no_changes(world, slug, unmasked):
    assert consistency.is_compared(made := printed(world, slug, unmasked=unmasked))
    assert told(made) == []


def test_r_consist_what_has_changed_since_is_told_line_by_line(world):
    made = printed(world)
    world.overdue.revise({"address": "长江路 8 号"}, by=world.rep)
    world.overdue.contacts.first().revise({"phone": "13812345678"}, by=world.rep)
    FollowUp.record(world.overdue, {"at": now(), "method": "电话", "content": "对方同意月底签合同"}, by=world.rep)
    found = {label: (before, after) for label, before, after in told(made)}
    assert found["联系地址"][1].endswith("长江路 8 号")
    assert found["联系人：电话"] == ("139****0003", "138****5678")
    assert found["跟踪服务内容"][0] == "" and "对方同意月底签合同" in found["跟踪服务内容"][1]
    assert told(printed(world)) == []


def test_several_are_compared_with_a_form_read_once(world):
    made = [printed(world), printed(world)]
    world.overdue.revise({"address": "长江路 8 号"}, by=world.rep)
    assert [len(found) for found in consistency.changes_of(made).values()] == [1, 1]


def test_its_page_says_what_changed_and_which_is_newer(client, world):
    made, newer = printed(world), printed(world)
    world.overdue.revise({"address": "长江路 8 号"}, by=world.rep)
    page = client.log_in(world.rep).get(f"/prints/{made.number}")
    assert newer.number in page.text and "长江路 8 号" in page.text
    assert "后来又印过新的" not in client.get(f"/prints/{newer.number}").text


def test_copies_come_back_and_are_missing_and_it_is_on_record(client, world):
    made = printed(world)
    client.log_in(world.rep)
    assert copies_out([world.overdue.id])[world.overdue.id] == 3
    place = client.post(f"/prints/{made.number}/copies/2", {"state": "back"}, status=303).location
    client.post(f"/prints/{made.number}/copies/3", {"state": "missing"}, status=303)
    assert client.get(place).texts(".entries .tag") == ["在外", "已收回", "找不到"]
    assert copies_out([world.overdue.id])[world.overdue.id] == 1
    client.post(f"/prints/{made.number}/copies/3", {"state": "out"}, status=303)
    assert [(row.copy, row.state) for row in PaperCopy.select()] == [(2, "back")]
    assert AuditEvent.select().where(AuditEvent.action == "print.copy_noted").count() == 3
    client.post(f"/prints/{made.number}/copies/4", {"state": "back"}, status=422)
    client.post(f"/prints/{made.number}/copies/1", {"state": "lost"}, status=422)


def test_the_list_says_which_are_out_and_which_the_book_has_overtaken(client, world):
    made = printed(world)
    client.log_in(world.manager)
    assert "一致" in client.get("/prints").text
    world.overdue.revise({"address": "长江路 8 号"}, by=world.rep)
    page = client.get("/prints")
    assert "1 处不同" in page.text and page.texts("tbody .tag") == ["1 在外", "2 在外", "3 在外"]
    for copy in (1, 2, 3):
        PaperCopy.note(made, copy, "back", by=world.manager)
    assert "各联都收齐了" in client.get("/prints").text
    assert made.number in client.get("/prints?all=1").text


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague"])
def test_others_see_number_customer_and_day_and_nothing_else(client, world, who):
    made = printed(world)
    page = client.log_in(getattr(world, who)).get(f"/prints/{made.number}")
    assert made.number in page.text and world.overdue.name in page.text
    assert not page.css("table") and not page.css(".entries") and world.rep.name not in page.one("main").text
    client.post(f"/prints/{made.number}/copies/1", {"state": "back"}, status=404)
    assert made.number not in client.get("/prints").text


def test_an_inspector_reads_it_masked_and_has_a_copy(client, world):
    made = printed(world, unmasked=True)
    world.overdue.contacts.first().revise({"phone": "13812345678"}, by=world.rep)
    page = client.log_in(world.inspector).get(f"/prints/{made.number}")
    assert "13912340003" not in page.text and "13812345678" not in page.text and "138****5678" in page.text
    client.post(f"/prints/{made.number}/copies/3", {"state": "back"}, status=303)


def test_there_is_no_such_sheet(client, world):
    client.log_in(world.rep)
    for number in ("P20200101-0001", "没有", "X" * 300):
        client.get(f"/prints/{number}", status=404)
