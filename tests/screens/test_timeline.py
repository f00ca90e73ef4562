"""R-TIMELINE: everything about one customer, in one time order."""

from datetime import timedelta

from tests.specimens import Specimens
from tests.world import CONTENT
from webapp.clock import now
from webapp.models import AuditEvent, FollowUp
from webapp.screens.timeline import KINDS, Timeline
from webapp.screens.timeline.sources import SOURCES


def one_of_each_kind(customer, world) -> None:
    """An act of every source, put there by its specimen."""
    specimens = Specimens(customer, world.rep, world.manager)
    for source in SOURCES.values():
        if source.model is not AuditEvent:
            specimens.put(source.model)
    customer.verify(by=world.rep)
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
