"""投诉 (R-COMPLAINT): first asked first responsible, clocks, breaches, and no closing without the call-back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import World
from webapp.clock import from_local, now
from webapp.database import db
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import Breach, CalendarDay, Complaint, Handling, Milestone, Notice, Withdrawal
from webapp.models.complaint.clocks import Clock
from webapp.models.settings import Settings
from webapp.rules import complaints
from webapp.screens.notices import Notices

MONDAY = datetime(2026, 11, 23)
SAID = {"description": "到货的两桶漏了", "channel": "电话"}


def at(hours: float, day: int = 0) -> datetime:
    """So many hours into that Monday, or a day after it."""
    return from_local(MONDAY + timedelta(days=day, hours=hours))


@pytest.fixture(autouse=True)
def office_time(monkeypatch):
    """It is the Friday after, in the evening."""
    for module in ("complaint", "record", "withdrawal", "complaint.handling"):
        monkeypatch.setattr(f"webapp.models.{module}.now", lambda: at(20, 4), raising=False)
    monkeypatch.setattr("webapp.rules.complaints.now", lambda: at(20, 4))


@pytest.fixture
def complaint(world):
    return complain(world)


def complain(world, hours=9.0, **more) -> Complaint:
    return Complaint.record(world.won, {**SAID, "complained_at": at(hours)}, by=world.rep, **more)


def stands(complaint) -> tuple:
    current = Complaint.get_by_id(complaint.id)
    return current.clock, current.due_at


def breached(complaint) -> list[str]:
    return [breach.clock for breach in Breach.select().where(Breach.complaint == complaint).order_by(Breach.id)]


def told(person, kind: str) -> int:
    return Notice.select().where(Notice.user == person, Notice.kind == kind).count()


def refused(verb) -> dict[str, str]:
    with pytest.raises(DomainError) as refusal:
        verb()
    return {one.field: one.message for one in getattr(refusal.value, "refusals", [refusal.value])}


def test_r_complaint_from_arrival_to_call_back_in_time(world, complaint):
    assert stands(complaint) == ("response", at(10))
    complaint.respond("马上查", at=at(9.5), by=world.rep)
    assert stands(complaint) == ("solution", at(9, 1))
    complaint.solve("补发两桶", cause="外箱偏薄", improvement="加厚", at=at(8.75, 1), by=world.manager)
    assert stands(complaint) == ("callback", at(8.75, 4))
    complaint.call_back("收到了", satisfaction=5, is_settled=True, at=at(10, 3), by=world.rep)
    current = Complaint.get_by_id(complaint.id)
    assert (current.clock, current.due_at, current.closed_at) == ("", None, at(10, 3))
    assert (current.responded_at, current.solved_at, current.called_back_at) == (at(9.5), at(8.75, 1), at(10, 3))
    assert breached(complaint) == []


def test_whoever_is_asked_first_answers_for_it(world):
    assert complain(world).first_asked == world.rep
    assert complain(world, first_asked=world.manager).first_asked == world.manager
    assert refused(lambda: complain(world, first_asked=world.colleague)).keys() == {"first_asked"}


def test_the_branch_hears_of_it_at_once(world, complaint):
    assert told(world.manager, "complaint") == 1 and told(world.rep, "complaint") == 0
    assert Milestone.get().kind == "complaint"


def test_what_was_answered_at_once_is_a_response(world):
    complaint = Complaint.record(world.won, SAID, by=world.rep, answer="当场道歉并答应补发")
    assert Complaint.get_by_id(complaint.id).clock == "solution" and breached(complaint) == []


def test_a_solution_answers_too(world, complaint):
    complaint.solve("补发两桶", at=at(9.5), by=world.rep)
    current = Complaint.get_by_id(complaint.id)
    assert (current.clock, current.responded_at, current.solved_at) == ("callback", at(9.5), at(9.5))


def test_what_came_too_late_is_noted(world, complaint):
    complaint.respond("才看到", at=at(10.02), by=world.rep)
    complaint.solve("补发", at=at(9.5, 1), by=world.rep)
    complaint.call_back("收到", satisfaction=3, is_settled=True, at=at(9, 4), by=world.rep)
    assert breached(complaint) == ["response", "solution"]
    assert told(world.manager, "breached") == 2


def test_a_solution_long_after_breaks_both_promises(world, complaint):
    complaint.solve("补发", at=at(9, 3), by=world.rep)
    assert breached(complaint) == ["response", "solution"]


def test_the_night_notes_what_has_run_out_once(world, complaint):
    assert complaints.note_breaches(by=world.admin) == 1
    assert complaints.note_breaches(by=world.admin) == 0
    assert breached(complaint) == ["response"] and told(world.manager, "breached") == told(world.rep, "breached") == 1


def test_what_was_done_in_time_and_put_down_later_was_no_breach(world, complaint):
    complaints.note_breaches(by=world.admin)
    complaint.respond("当时就回了电话", at=at(9.25), by=world.rep)
    assert breached(complaint) == [] and told(world.manager, "breached") == 0


def test_r_complaint_only_the_call_back_closes_it(world, complaint):
    complaint.respond("马上查", at=at(9.5), by=world.rep)
    for verb in (
        lambda: complaint.respond("再说一遍", by=world.rep),
        lambda: complaint.call_back("问过了", satisfaction=5, is_settled=True, by=world.rep),
    ):
        with pytest.raises(Stale):
            verb()
    assert not Complaint.get_by_id(complaint.id).is_closed


def test_a_customer_who_is_not_content_is_owed_another_solution(world, complaint):
    complaint.solve("补发两桶", at=at(9.5), by=world.rep)
    complaint.call_back("又漏了一桶", satisfaction=1, is_settled=False, at=at(10, 1), by=world.rep)
    assert stands(complaint) == ("solution", at(10, 2))
    complaint.solve("换供应商", at=at(9, 2), by=world.rep)
    complaint.call_back("好了", satisfaction=4, is_settled=True, at=at(9, 3), by=world.rep)
    assert Complaint.get_by_id(complaint.id).is_closed


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"satisfaction": 0}, "satisfaction"),
        ({"satisfaction": None}, "satisfaction"),
        ({"satisfaction": 6}, "satisfaction"),
        ({"body": " "}, "body"),
        ({"body": "证件 11010519491231002X"}, "body"),
        ({"at": at(9)}, "at"),
        ({"at": at(23, 4)}, "at"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, complaint, said, field):
    complaint.solve("补发", at=at(9.5), by=world.rep)
    good = {"body": "收到", "satisfaction": 4, "is_settled": True, "at": at(10)} | said
    assert refused(lambda: complaint.call_back(good.pop("body"), **good, by=world.rep)).keys() == {field}
    assert not Complaint.get_by_id(complaint.id).is_closed


def test_all_that_is_wrong_with_it_is_said_at_once(world):
    def arrive() -> None:
        wrong = {"description": "", "complained_at": at(23, 4), "issue_type": "长" * 41}
        Complaint.record(world.won, wrong, by=world.rep, first_asked=world.outsider, answer="长" * 4001)

    assert refused(arrive).keys() == {"description", "issue_type", "first_asked", "body"}
    assert refused(lambda: complain(world, hours=23 + 4 * 24)).keys() == {"complained_at"}
    assert not Complaint.select().exists()


@pytest.mark.parametrize("who", ["colleague", "outsider", "inspector", "admin", "service"])
def test_strangers_do_nothing_about_it(world, complaint, who):
    with pytest.raises(NotAllowed):
        complaint.respond("我来", by=getattr(world, who))


def test_service_deals_with_those_of_whom_it_helps(world):
    complaint = Complaint.record(world.helped, SAID, by=world.service)
    complaint.respond("已答复", by=world.service)
    assert complaint.first_asked == world.service and told(world.rep, "complaint") == 1


def test_the_last_thing_done_is_taken_back_and_its_clock_runs_again(world, complaint):
    first = complaint.respond("马上查", at=at(9.5), by=world.rep)
    second = complaint.solve("补发两桶", at=at(11), by=world.rep)
    with pytest.raises(DomainError, match="先撤回后面的"):
        first.withdraw("弄错了", by=world.rep)
    second.withdraw("弄错了", by=world.rep)
    assert stands(complaint) == ("solution", at(9, 1)) and Complaint.get_by_id(complaint.id).solved_at is None
    first.withdraw("也弄错了", by=world.rep)
    assert stands(complaint) == ("response", at(10))
    assert [row.noun for row in Withdrawal.select()] == ["handling", "handling"]


def test_it_goes_with_all_that_came_of_it(world, complaint):
    complaints.note_breaches(by=world.admin)
    complaint.withdraw("不是这位客户", by=world.rep)
    assert not any(noun.select().exists() for noun in (Complaint, Handling, Breach, Milestone))
    assert not Notice.select().where(Notice.kind << ["complaint", "breached"]).exists()


def test_another_time_is_another_clock(world, complaint):
    complaint.correct({"complained_at": at(14)}, by=world.rep)
    assert stands(complaint) == ("response", at(15))


def test_what_the_office_sets_holds_for_what_begins_then(world, complaint):
    Settings.write("complaint_response_minutes", 120, by=world.admin)
    Settings.write("complaint_clocks_rest", False, by=world.admin)
    complaint.correct({"description": "到货的三桶漏了"}, by=world.rep)
    assert stands(complaint) == ("response", at(10))
    assert stands(complain(world, hours=17)) == ("response", at(19))


def test_a_day_off_does_not_count(world):
    CalendarDay.note(MONDAY.date(), False, "台风", by=world.admin)
    assert stands(complain(world)) == ("response", at(9.5, 1))


ACTS = st.lists(st.tuples(st.sampled_from(["respond", "solve", "settle", "deny", "withdraw"]), st.integers(0, 600)))


@settings(max_examples=40, deadline=None)
@given(ACTS)
def test_whatever_is_done_the_clocks_follow_from_it(database, acts):
    """Only a call-back in which the customer is content has closed it, one clock runs until then, and each breach is of
    a clock that ran out."""
    with db.atomic() as transaction:
        world = World()
        complaint, moment = complain(world), at(9)
        for act, minutes in acts:
            moment = min(moment + timedelta(minutes=minutes), at(19.9, 4))
            try:
                do(act, complaint, moment, world.rep)
            except DomainError:
                continue
        check(Complaint.get_by_id(complaint.id))
        transaction.rollback()


def do(act: str, complaint: Complaint, moment: datetime, by) -> None:
    match act:
        case "respond":
            complaint.respond("已答复客户", at=moment, by=by)
        case "solve":
            complaint.solve("补发两桶", at=moment, by=by)
        case "settle" | "deny":
            complaint.call_back("客户说了", satisfaction=3, is_settled=act == "settle", at=moment, by=by)
        case "withdraw":
            if last := complaint.handlings.order_by(Handling.id.desc()).first():
                last.withdraw("弄错了", by=by)


def check(complaint: Complaint) -> None:
    done = list(complaint.handlings.order_by(Handling.id))
    assert complaint.is_closed == bool(done and done[-1].kind == Clock.CALL_BACK and done[-1].is_settled)
    assert complaint.is_closed == (complaint.clock == "") == (complaint.due_at is None)
    before = {name: getattr(complaint, name) for name in complaint._meta.sorted_field_names}
    complaint.replay()
    assert {name: getattr(complaint, name) for name in before} == before
    for breach in complaint.breaches:
        late = [row.at for row in done if row.at > breach.due_at]
        assert late or breach.due_at < now()


def test_one_of_more_than_a_year_ago_is_refused(world):
    """Its clocks would be counted over every working day since, on every worklist."""
    with pytest.raises(DomainError) as refusal:
        Complaint.record(
            world.fresh, {"description": "旧投诉", "complained_at": now() - timedelta(days=400)}, by=world.rep
        )
    assert refusal.value.field == "complained_at"


def test_what_was_answered_at_once_is_in_time_however_late_it_is_recorded(world):
    came = now() - timedelta(days=3)
    said = {"description": "报告晚了三天", "complained_at": came}
    complaint = Complaint.record(world.fresh, said, by=world.rep, answer="当场道歉，答应补发")
    assert complaint.responded_at == complaint.complained_at and not complaint.breaches.count()


def test_a_corrected_time_is_before_what_was_done_and_its_lateness_is_reckoned_anew(world):
    came = now() - timedelta(days=9)
    complaint = Complaint.record(world.fresh, {"description": "报告晚了三天", "complained_at": came}, by=world.rep)
    complaint.respond("已经答复客户", at=now() - timedelta(days=5), by=world.rep)
    assert [breach.clock for breach in complaint.breaches] == ["response"]
    with pytest.raises(DomainError) as refusal:
        complaint.correct({"complained_at": now() - timedelta(days=4)}, version=1, by=world.rep)
    assert refusal.value.field == "complained_at"
    complaint = Complaint.get_by_id(complaint.id)
    complaint.correct({"complained_at": now() - timedelta(days=5, minutes=1)}, version=1, by=world.rep)
    assert not complaint.breaches.where(Breach.clock == "response").count()


def test_of_a_corrected_time_no_clock_keeps_what_it_missed_before(world):
    """The solution's clock runs from it as well; what was put right otherwise tells nobody anything again."""
    said = {"description": "报告晚了三天", "complained_at": now() - timedelta(days=9)}
    complaint = Complaint.record(world.fresh, said, by=world.rep)
    complaint.solve("补发报告", at=now() - timedelta(days=5), by=world.rep)
    before = [(breach.id, breach.clock) for breach in complaint.breaches.order_by(Breach.id)]
    assert [clock for _, clock in before] == ["response", "solution"]
    complaint.correct({"description": "报告晚了三天整"}, version=1, by=world.rep)
    assert [(breach.id, breach.clock) for breach in complaint.breaches.order_by(Breach.id)] == before
    complaint.correct({"complained_at": now() - timedelta(days=5, minutes=1)}, version=2, by=world.rep)
    assert not complaint.breaches.where(Breach.clock << ["response", "solution"]).count()


def test_whoever_takes_back_a_complaint_tells_the_manager(world, complaint):
    """With it goes what was late."""
    complaints.note_breaches(by=world.admin)
    complaint.withdraw("记重了", by=world.rep)
    assert told(world.manager, "breached") == 0 and told(world.manager, "retracted") == 1
    (row,) = [row for row in Notices(world.manager).unread() if row.kind == "retracted"]
    assert (row.label, row.text, row.is_gone) == ("投诉撤回", "记重了", False)
    assert told(world.rep, "retracted") == 0


def test_who_was_asked_first_is_put_right_and_both_are_told(world, complaint):
    complaint.correct({}, first_asked=world.manager, by=world.rep)
    assert Complaint.get_by_id(complaint.id).first_asked == world.manager
    assert told(world.manager, "complaint") == 1
    (earlier,) = complaint.history()
    assert earlier.said == (("首问责任人", "李敏", "open"),)
    assert refused(lambda: complaint.correct({}, first_asked=world.outsider, by=world.rep)).keys() == {"first_asked"}
    with pytest.raises(NotAllowed):
        complaint.correct({}, first_asked=world.rep, by=world.inspector)


def test_what_else_is_wrong_leaves_it_as_it_was(world, complaint):
    with pytest.raises(DomainError):
        complaint.correct({"description": "换了", "complained_at": at(9)}, first_asked=world.outsider, by=world.rep)
    current = Complaint.get_by_id(complaint.id)
    assert (current.description, current.version) == ("到货的两桶漏了", 1)
