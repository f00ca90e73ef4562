"""R-TIMELINE: everything about one customer, in one time order."""

from datetime import timedelta

from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import FollowUp, Memo, Print, Task
from webapp.models.printing import Subject
from webapp.screens.timeline import KINDS, Timeline
from webapp.screens.timeline.sources import SOURCES


def one_of_each_kind(customer, world) -> None:
    step = Task.plan(customer, "寄样品", today(), by=world.rep)
    step.reschedule(today() + timedelta(days=3), by=world.rep)
    step.reassign(world.manager, by=world.rep)
    step.complete(by=world.manager)
    customer.move_to(world.value("intent"), by=world.rep)
    Memo.write(customer, "note", "年底搬迁", by=world.rep)
    customer.verify(by=world.rep)
    sheet = [(Subject.of(customer), {})]
    Print.enter(Print.draft("tracking-sheet", sheet, copies="1", is_unmasked=False, by=world.rep), by=world.rep)
    long_ago = {"at": now() - timedelta(days=400), "method": "电话", "content": CONTENT}
    FollowUp.record(customer, long_ago, by=world.rep)


def test_acts_of_every_kind_stand_newest_first(world):
    one_of_each_kind(world.fresh, world)
    entries, _older = Timeline(world.fresh).page()
    assert {entry.kind for entry in entries} == set(SOURCES)
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert entries[-1].kind == "followup"  # recorded last, of long ago


def test_one_kind_alone_keeps_its_order(world):
    one_of_each_kind(world.fresh, world)
    entries, _older = Timeline(world.fresh).page()
    for kind in KINDS:
        assert Timeline(world.fresh, kind).page()[0] == [entry for entry in entries if SOURCES[entry.kind].kind == kind]
