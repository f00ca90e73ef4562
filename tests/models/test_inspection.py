"""督察 (R-INSPECT): what is untrue costs, once; objection, decision; a draw everybody can follow."""

from datetime import timedelta

import pytest

from tests.models.test_concurrency import at_once
from tests.world import CONTENT, World
from webapp.clock import now, today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import AuditEvent, Customer, Draw, FollowUp, Inspection, Notice, Setting
from webapp.models.inspection import State
from webapp.models.inspection.draw import pick

UNTRUE = "客户说没有接过这个电话"


def record(world, customer=None, finding="tracking", note=UNTRUE, **more) -> Inspection:
    told = {"finding": finding, "how": "电话回访客户", "note": note, "by": world.inspector}
    return Inspection.record(customer or world.overdue, **told | more)


def spoken(world, customer=None) -> FollowUp:
    said = {"at": now(), "method": "电话", "content": CONTENT}
    return FollowUp.record(customer or world.overdue, said, by=world.rep)


def told(kind: str) -> list[int]:
    return sorted(row.user_id for row in Notice.select().where(Notice.kind == kind))


def refused(verb) -> dict[str | None, str]:
    with pytest.raises(DomainError) as refusal:
        verb()
    return {one.field: one.message for one in getattr(refusal.value, "refusals", [refusal.value])}


@pytest.mark.parametrize(("finding", "penalty"), [("true", 0), ("data", 50), ("tracking", 100)])
def test_r_inspect_what_is_untrue_costs_what_the_office_has_set(world, finding, penalty):
    inspection = record(world, finding=finding)
    assert (inspection.penalty, inspection.person_id, inspection.counts) == (penalty, world.rep.id, penalty > 0)
    assert told("inspected") == (sorted([world.rep.id, world.manager.id]) if penalty else [])
    event = AuditEvent.get(AuditEvent.action == "inspection.recorded")
    assert (event.customer_id, event.details["finding"]) == (world.overdue.id, finding)


def test_what_it_costs_stays_what_it_was(world):
    inspection = record(world)
    Setting.create(name="penalty_tracking", value=300)
    assert Inspection.get_by_id(inspection.id).penalty == 100
    assert record(world, world.won).penalty == 300


def test_of_a_follow_up_whoever_had_it_answers(world):
    followup = FollowUp.record(world.overdue, {"at": now(), "method": "电话", "content": CONTENT}, by=world.manager)
    assert record(world, followup=followup).person_id == world.manager.id


def test_the_same_untruth_costs_once(world):
    record(world)
    assert "同样的只算一次" in refused(lambda: record(world))["finding"]
    record(world, finding="data")
    record(world, followup=spoken(world))
    record(world, finding="true", note="")
    record(world, finding="true", note="")
    assert Inspection.select().count() == 5


def test_a_withdrawn_one_makes_room_for_another(world):
    record(world).decide(False, "客户记错了", by=world.manager)
    assert record(world).state == State.STANDS


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"finding": "unknown"}, "finding", "核查结果"),
        ({"how": ""}, "how", "核查方式"),
        ({"note": " "}, "note", "怎么不真实"),
        ({"note": "长" * 401}, "note", "最多"),
        ({"note": "证件 11010519491231002X"}, "note", "身份证"),
        ({"inspected_on": today() + timedelta(days=1)}, "inspected_on", "今天之后"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, wrong, field, said):
    assert said in refused(lambda: record(world, **wrong))[field]
    assert not Inspection.select().exists()


@pytest.mark.parametrize("who", ["rep", "manager", "service", "admin"])
def test_only_inspectors_inspect_and_draw(world, who):
    with pytest.raises(NotAllowed):
        record(world, by=getattr(world, who))
    with pytest.raises(NotAllowed):
        draw(world, by=getattr(world, who))


def test_the_person_objects_and_the_manager_withdraws_it(world):
    inspection = record(world)
    inspection.object("电话打的是前台", by=world.rep)
    assert told("objected") == sorted([world.manager.id, world.inspector.id]) and told("inspected") == []
    inspection.decide(False, "前台证实接过电话", by=world.manager)
    assert (inspection.state, inspection.counts) == (State.WITHDRAWN, False)
    assert told("decided") == sorted([world.rep.id, world.inspector.id]) and told("objected") == []


def test_it_is_upheld_with_a_reason_and_that_is_the_end(world):
    inspection = record(world)
    inspection.object("电话打的是前台", by=world.rep)
    assert "reason" in refused(lambda: inspection.decide(True, " ", by=world.manager))
    inspection.decide(True, "前台没有接到", by=world.inspector)
    assert inspection.counts
    for verb in (
        lambda: inspection.decide(False, "再想想", by=world.manager),
        lambda: inspection.object("不服", by=world.rep),
    ):
        with pytest.raises(Stale):
            verb()


@pytest.mark.parametrize("who", ["colleague", "service", "outsider", "other_manager", "admin", "rep"])
def test_nobody_else_decides(world, who):
    inspection = record(world)
    with pytest.raises(NotAllowed):
        inspection.decide(False, "不对", by=getattr(world, who))


def test_nobody_decides_of_what_they_answer_for_themselves(world):
    followup = FollowUp.record(world.overdue, {"at": now(), "method": "电话", "content": CONTENT}, by=world.manager)
    with pytest.raises(NotAllowed):
        record(world, followup=followup).decide(False, "不对", by=world.manager)


@pytest.mark.parametrize("who", ["colleague", "manager", "inspector"])
def test_nobody_else_objects(world, who):
    with pytest.raises(NotAllowed):
        record(world).object("不对", by=getattr(world, who))


def test_an_inspected_follow_up_is_not_taken_back_and_one_taken_back_is_not_inspected(world):
    inspected, gone = spoken(world), spoken(world, world.won)
    record(world, followup=inspected)
    assert "督察已经核查过" in refused(lambda: inspected.withdraw("记错了", by=world.rep))[None]
    gone.withdraw("记错了", by=world.rep)
    with pytest.raises(Stale):
        record(world, world.won, followup=gone)


def test_an_inspection_against_taking_back_leaves_exactly_one(fresh_database):
    world = World()
    followup = spoken(world)

    def act(which) -> str:
        try:
            if which == "inspect":
                record(world, Customer.get_by_id(world.overdue.id), followup=followup)
            else:
                FollowUp.get_by_id(followup.id).withdraw("记错了", by=world.rep)
        except DomainError:
            return "late"
        return which

    outcomes = at_once(act, ["inspect", "withdraw"])
    assert sorted(outcomes) in (["inspect", "late"], ["late", "withdraw"])
    assert Inspection.select().count() == (1 if "inspect" in outcomes else 0)


# -- 抽查


def draw(world, count=2, person=None, what="followups", **more) -> Draw:
    days = {"since": today() - timedelta(days=400), "until": today(), "by": world.inspector}
    return Draw.make(world.rep.branch, person, what, count=count, **days | more)


def test_a_draw_is_what_its_seed_says_and_can_be_followed(world):
    drawn = draw(world, 3)
    assert len(drawn.picked) == 3 and set(drawn.picked) <= set(drawn.pool)
    assert drawn.picked == pick(drawn.pool, drawn.seed, 3) and Draw.get_by_id(drawn.id).is_fair
    Draw.update(picked=drawn.pool[:3][::-1] + [0]).where(Draw.id == drawn.id).execute()
    assert not Draw.get_by_id(drawn.id).is_fair
    event = AuditEvent.get(AuditEvent.action == "draw.made")
    assert (event.details["seed"], event.details["digest"]) == (drawn.seed, drawn.digest)


def test_two_draws_of_the_same_are_not_the_same(world):
    for number in range(30):
        spoken(world, (world.overdue, world.won)[number % 2])
    assert draw(world, 10).picked != draw(world, 10).picked


@pytest.mark.parametrize("what", ["followups", "customers"])
def test_it_draws_from_what_is_that_persons_in_those_days(world, what):
    drawn = draw(world, 100, person=world.colleague, what=what)
    assert drawn.picked and drawn.noun is (FollowUp if what == "followups" else Customer)
    rows = drawn.noun.select().where(drawn.noun.id << drawn.pool)
    assert {row.executor_id if what == "followups" else row.owner_id for row in rows} == {world.colleague.id}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 101}, "count"),
        ({"what": "memos"}, "what"),
        ({"until": today() - timedelta(days=500)}, "until"),
        ({"since": today() + timedelta(days=1), "until": today() + timedelta(days=2)}, "since"),
        ({"since": today() - timedelta(days=4_000), "until": today() - timedelta(days=3_900)}, "since"),
    ],
)
def test_what_cannot_be_drawn_is_refused_beside_its_field(world, wrong, field):
    assert field in refused(lambda: draw(world, **wrong))
