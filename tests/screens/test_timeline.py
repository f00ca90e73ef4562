"""R-TIMELINE: everything about one customer, in one time order."""

from datetime import timedelta

import pytest

from tests.crowd import fill_timeline
from tests.specimens import Specimens
from tests.world import CONTENT
from webapp.clock import now, to_the_minute, today
from webapp.models import AuditEvent, Contact, Customer, FollowUp, Memo, Move, Project, Task
from webapp.models.memo import MemoKind
from webapp.screens.timeline import KINDS, Timeline
from webapp.screens.timeline.sources import SOURCES


def one_of_each_kind(customer, world) -> None:
    """An act of every source, put there by its specimen."""
    specimens = Specimens(customer, world.rep, world.manager)
    for source in SOURCES.values():
        if source.model is not AuditEvent:
            specimens.put(source.model)
    customer.verify("电话核实", by=world.rep)
    long_ago = {"at": now() - timedelta(days=400), "method": "电话", "content": CONTENT}
    FollowUp.record(customer, long_ago, by=world.rep)


def entries(customer, kind: str = "all") -> list:
    return Timeline(customer, {"kind": kind}).page.entries


def said(world, **values) -> FollowUp:
    told = {"at": now(), "method": "电话", "content": CONTENT, **values}
    return FollowUp.record(world.fresh, told, by=world.rep)


def test_acts_of_every_kind_stand_newest_first(world):
    one_of_each_kind(world.fresh, world)
    found = entries(world.fresh)
    assert {entry.kind for entry in found} == set(SOURCES)
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert found[-1].kind == "followup"  # recorded last, of long ago


def test_one_kind_alone_keeps_its_order(world):
    one_of_each_kind(world.fresh, world)
    found = entries(world.fresh)
    for kind in ("followup", "step", "memo", "print"):
        names = {source.name for source in KINDS[kind].sources}
        of_kind = [entry for entry in found if entry.kind in names and getattr(entry.act, "noun", kind) == kind]
        assert entries(world.fresh, kind) == of_kind


def test_first_stands_what_was_said_and_promised(world):
    one_of_each_kind(world.fresh, world)
    kinds = {entry.kind for entry in entries(world.fresh, "")}
    steps = {"completion", "voiding", "rescheduling", "reassignment"}
    assert (
        kinds == {"followup", "memo", "order", "complaint", "feedback", "milestone", "inspection", "transfer"} | steps
    )


def test_a_step_done_stands_once_in_the_line_of_its_follow_up(world):
    """And among all acts, where nothing is left out, as well."""
    followup = said(world)
    task = Task.plan(world.fresh, "寄样品", today(), followup=followup, by=world.rep)
    task.complete(by=world.manager)
    assert [entry.kind for entry in entries(world.fresh, "")] == ["followup"]
    (step,) = entries(world.fresh, "")[0].act.planned
    assert (step.is_open, step.ended_by, step.ended_at) == (False, world.manager.name, task.completions.get().at)
    for kind in ("step", "all"):
        assert "completion" in {entry.kind for entry in entries(world.fresh, kind)}


def test_a_voided_step_says_why_in_the_line_of_its_follow_up(world):
    """R-WITHDRAW: which is not the same as done."""
    followup = said(world)
    task = Task.plan(world.fresh, "寄样品", today(), followup=followup, by=world.rep)
    task.void("客户自己来取", by=world.manager)
    assert [entry.kind for entry in entries(world.fresh, "")] == ["followup"]
    (step,) = entries(world.fresh, "")[0].act.planned
    assert (step.is_open, step.ended_by, step.voided) == (False, world.manager.name, "客户自己来取")
    for kind in ("step", "all"):
        assert "voiding" in {entry.kind for entry in entries(world.fresh, kind)}


def test_what_was_taken_back_stands_with_its_kind_and_among_all(world):
    """R-WITHDRAW: not in what was said and promised."""
    said(world).withdraw("记错了客户", by=world.rep)
    Memo.write(world.fresh, "note", "送货走东门", by=world.rep).withdraw("写错了", by=world.rep)
    added = {"name": "陈新", "wechat": "chenxin99"}
    Contact.add(world.fresh, added, by=world.rep).withdraw("不是他们的人", by=world.rep)
    taken = {kind: [e.act.noun for e in entries(world.fresh, kind) if e.kind == "withdrawal"] for kind in KINDS}
    assert {kind: nouns for kind, nouns in taken.items() if nouns} == {
        "followup": ["followup"],
        "memo": ["memo"],
        "change": ["contact"],
        "all": ["contact", "memo", "followup"],
    }


def test_changes_of_the_file_hold_the_major_ones(world):
    world.fresh.verify("电话核实", by=world.rep)
    for kind in MemoKind:
        Memo.write(world.fresh, kind, "厂房搬到吴江", by=world.manager)
    found = entries(world.fresh, "change")
    assert [entry.act.kind for entry in found if entry.kind == "memo"] == ["change"]
    assert {entry.kind for entry in found} == {"memo", "change"}


def test_moves_of_one_minute_by_one_person_stand_in_one_line(world):
    Move.update(at=now() - timedelta(hours=1)).where(Move.customer == world.fresh).execute()
    minute = to_the_minute(now())
    for value, by, after in (("a", world.rep, 1), ("b", world.rep, 59), ("c", world.manager, 58), ("a", world.rep, 61)):
        move = world.fresh.move_to(world.value(value, "grade"), by=by)
        Move.update(at=minute + timedelta(seconds=after)).where(Move.id == move.id).execute()
    lines = [[(move.by, move.to) for move in entry.act] for entry in entries(world.fresh, "move")]
    assert lines == [
        [("李敏", "A类")],
        [("李敏", "B类")],
        [("周建华", "C类")],
        [("李敏", "A类")],
        [("李敏", "潜在客户")],
    ]
    Move.update(at=minute).where(Move.by == world.manager).execute()
    assert [[move.to for move in entry.act] for entry in entries(world.fresh, "move")][1] == ["A类", "B类"]


def test_the_first_call_of_the_minute_of_filing_stands_above_it(world):
    filed_at = Customer.get_by_id(world.fresh.id).created_at
    said(world, at=to_the_minute(filed_at))
    order = [entry.kind for entry in entries(world.fresh)]
    assert order.index("followup") < order.index("change")


@pytest.mark.parametrize(("count", "left"), [(29, 0), (30, 0), (31, 1), (59, 29), (75, 30)])
def test_it_says_how_many_the_next_page_brings(world, count, left):
    fill_timeline(world.fresh, world.rep, count)
    page = Timeline(world.fresh).page
    assert (len(page.entries), page.left, bool(page.older)) == (min(count, 30), left, bool(left))
    following = Timeline(world.fresh, {"before": page.older}).page if left else None
    assert not following or len(following.entries) == left


def test_what_is_drawn_anew_is_as_long_as_it_was(world):
    fill_timeline(world.fresh, world.rep, 100)
    page = Timeline(world.fresh, {"pages": "3"}).page
    assert (len(page.entries), page.left) == (90, 10)


@pytest.mark.parametrize("pages", ["", "0", "-3", "三", "²", "999", "1e3"])
def test_a_mangled_number_of_pages_is_one(world, pages):
    assert Timeline(world.fresh, {"pages": pages}).pages == 1


def test_what_was_done_to_a_contact_and_a_project_is_told_masked(world):
    added = Contact.add(world.fresh, {"name": "欧阳修", "phone": "13812345678", "position": "厂长"}, by=world.rep)
    added.revise({"phone": "13887654321"}, by=world.rep)
    Project.of(world.fresh).revise({"name": "新厂区", "is_agent": True}, by=world.rep)
    told = {entry.act.action: (entry.act.about, entry.act.changes) for entry in entries(world.fresh, "change")}
    assert told["contact.added"] == ("欧阳*", (("职位", "", "厂长"), ("电话", "", "138****5678")))
    assert told["contact.revised"] == ("欧阳*", (("电话", "138****5678", "138****4321"),))
    assert told["project.revised"] == ("新厂区", (("项目名称", "", "新厂区"), ("是否代理", "", "是")))
