"""R-FU, R-24H, R-CONCRETE, R-NOREPLY, R-SYNC, R-PROMISE, R-WHO: one contact with a customer, put on record by whoever
had it."""

from datetime import datetime, timedelta

import pytest

from tests.queries import count_queries
from tests.world import CONTENT, dismiss
from webapp import clock
from webapp.clock import from_local, local, now, today
from webapp.errors import DomainError, NotAllowed, Several, Stale
from webapp.models import (
    Collaboration,
    Customer,
    DimensionValue,
    FollowUp,
    FollowUpRevision,
    Move,
    Notice,
    Purpose,
    Task,
    User,
)
from webapp.models.followup import AS_RECORDED
from webapp.models.followup.act import Act
from webapp.models.followup.checks import GOOD_EXAMPLE, Vague, late_by, refuse_vague
from webapp.models.settings import Settings


def record(world, by=None, steps=(), act=None, **values) -> FollowUp:
    said = {"at": now(), "method": "电话", "content": CONTENT, **values}
    return FollowUp.record(world.fresh, said, steps, by=by or world.rep, act=act)


def test_a_record_keeps_who_when_how_and_what(world):
    followup = FollowUp.get_by_id(
        record(world, tool="企业微信", topic="检测", attitude="积极", consensus="先寄样本").id
    )
    assert (followup.executor, followup.executor_name, followup.recorded_by) == (world.rep, "李敏", world.rep)
    assert (followup.method, followup.tool, followup.consensus, followup.content) == (
        "电话",
        "企业微信",
        "先寄样本",
        CONTENT,
    )


def test_the_customer_moves_along(world):
    steps = [
        {"action": "寄样本", "due_on": today() + timedelta(3)},
        {"action": "报价", "due_on": today(), "responsible": world.manager},
    ]
    followup = record(world, steps=steps)
    customer = Customer.get_by_id(world.fresh.id)
    assert (customer.followup_count, customer.next_due_on, customer.next_step) == (1, today(), "报价")
    assert customer.last_followup_at == FollowUp.get_by_id(followup.id).at
    assert [step.responsible for step in followup.steps] == [world.rep, world.manager]


@pytest.mark.parametrize(
    "content",
    [
        "已跟进",
        "已联系，正常。",
        "跟进中跟进中跟进中",
        "正常 无 正常 无 正常",
        "。。。。。。。。。。",
        "1234567",
        "继续跟进，客户正常，暂无",
        "客户正常，跟进中，无异常",
        "目前一切正常，没有变化，保持联系",
    ],
)
def test_vague_content_is_refused_with_a_good_example(world, content):
    with pytest.raises(Vague) as refusal:
        record(world, content=content)
    assert refusal.value.field == "content" and GOOD_EXAMPLE in refusal.value.message
    assert refusal.value.message.count("例") == 1
    assert Customer.get_by_id(world.fresh.id).followup_count == 0


def test_the_example_itself_passes(world):
    assert record(world, content=GOOD_EXAMPLE)


def test_content_that_only_holds_a_vague_word_passes(world):
    assert record(world, content="客户正常使用，月底前再订两台")


def test_the_office_may_add_words_that_say_nothing(world):
    refuse_vague("老样子没什么变化")
    Settings.write("vague_words", ["老样子", "没什么变化"], by=world.admin)
    with pytest.raises(Vague):
        refuse_vague("老样子没什么变化")


@pytest.mark.parametrize(
    ("values", "field"), [({"method": "心灵感应"}, "method"), ({"at": now() + timedelta(hours=1)}, "at")]
)
def test_a_wrong_field_is_named(world, values, field):
    with pytest.raises(DomainError) as refusal:
        record(world, **values)
    assert refusal.value.field == field


@pytest.mark.parametrize("step", [{"action": " ", "due_on": today()}, {"action": "寄样本", "due_on": None}])
def test_a_bad_step_leaves_no_record_either(world, step):
    with pytest.raises(DomainError):
        record(world, steps=[step])
    assert world.fresh.followups.count() == 0


@pytest.mark.parametrize("who", ["outsider", "other_manager", "colleague", "service", "inspector", "admin"])
def test_only_people_who_work_on_it_record(world, who):
    with pytest.raises(NotAllowed):
        record(world, by=getattr(world, who))


def test_a_collaborator_records_under_their_own_name(world):
    """R-COOP: adds follow-ups."""
    followup = FollowUp.record(world.helped, {"at": now(), "method": "电话", "content": CONTENT}, by=world.service)
    assert followup.executor_name == "孙晓"


def test_a_record_costs_few_queries(world):
    with count_queries() as queries:
        record(world, steps=[{"action": "寄样本", "due_on": today()}])
    assert len(queries) <= 14


def late(method: str, contact, recorded, **more):
    """The delay R-24H marks, for wall-clock times of the office."""
    return FollowUp(method=method, at=from_local(contact), recorded_at=from_local(recorded), **more).late_by


NOON = local(now()).replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=None)


def test_over_24_hours_is_late_by_that_much():
    assert late("电话", NOON, NOON + timedelta(hours=24)) is None
    assert late("电话", NOON, NOON + timedelta(hours=31)) == timedelta(hours=31)


def test_a_visit_is_late_on_the_next_day_of_the_office():
    evening = NOON.replace(hour=23)
    assert late("登门拜访", NOON, evening) is None
    assert late("登门拜访", evening, evening + timedelta(hours=2)) == timedelta(hours=2)
    assert late("电话", evening, evening + timedelta(hours=2)) is None
    assert late("面谈", NOON.replace(hour=1), evening) is None


def test_imported_history_is_never_late():
    assert late("电话", NOON, NOON + timedelta(days=300), is_imported=True) is None


def test_what_is_kept_of_being_late_follows_a_correction(world):
    """R-24H: the rate of a person counts what is kept."""
    followup = record(world, at=now() - timedelta(hours=30))
    assert FollowUp.get_by_id(followup.id).is_late
    followup.correct({"at": now() - timedelta(minutes=5)}, by=world.rep)
    assert not FollowUp.get_by_id(followup.id).is_late
    followup.correct({"at": now() - timedelta(hours=26)}, by=world.rep)
    assert FollowUp.get_by_id(followup.id).is_late and followup.is_late


def test_a_correction_keeps_the_earlier_text(world):
    followup = record(world)
    followup.correct({"content": "客户改口，预算推迟到第四季度", "topic": "预算"}, by=world.rep)
    kept = FollowUp.get_by_id(followup.id)
    assert (kept.content, kept.topic, kept.version) == ("客户改口，预算推迟到第四季度", "预算", 2)
    assert followup.revisions.get().before == {"content": CONTENT, "topic": ""}


def test_a_correction_of_the_time_moves_the_customer_along(world):
    followup = record(world)
    earlier = (now() - timedelta(days=3)).replace(microsecond=0)
    followup.correct({"at": earlier}, by=world.rep)
    assert Customer.get_by_id(world.fresh.id).last_followup_at == earlier


def test_saving_what_is_there_leaves_no_history(world):
    followup = record(world)
    followup.correct({"content": CONTENT}, by=world.rep)
    assert FollowUpRevision.select().count() == 0 and followup.version == 1


def test_only_the_author_corrects(world):
    followup = record(world)
    for person in (world.manager, world.colleague, world.outsider, world.admin):
        with pytest.raises(NotAllowed):
            followup.correct({"content": "别人不能改写这条记录"}, by=person)


def test_a_correction_of_an_older_text_is_refused(world):
    followup = record(world)
    FollowUp.get_by_id(followup.id).correct({"topic": "预算"}, version=1, by=world.rep)
    with pytest.raises(Stale):
        followup.correct({"topic": "报价"}, version=1, by=world.rep)
    assert FollowUp.get_by_id(followup.id).topic == "预算" and FollowUpRevision.select().count() == 1


def test_a_correction_cannot_make_it_vague(world):
    with pytest.raises(Vague):
        record(world).correct({"content": "已跟进"}, by=world.rep)


def test_a_line_too_long_for_the_book_is_refused_beside_its_field(world):
    for write in (lambda values: record(world, **values), lambda values: record(world).correct(values, by=world.rep)):
        with pytest.raises(DomainError, match="最多 80 个字") as refusal:
            write({"topic": "长" * 81})
        assert refusal.value.field == "topic"


# -- R-FU: what a record may hold


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"interest": 11}, "interest"),
        ({"interest": 0}, "interest"),
        ({"satisfaction": 6}, "satisfaction"),
        ({"satisfaction": -1}, "satisfaction"),
        ({"attitude": "热情"}, "attitude"),
        ({"tool": "传真"}, "tool"),
        ({"purpose": 987654}, "purpose"),
        ({"category": 987654}, "category"),
        ({"content": None}, "content"),
        ({"remarks": "证件 11010519491231002X"}, "remarks"),
    ],
)
def test_what_a_field_does_not_take_is_refused_beside_it(world, values, field):
    with pytest.raises(DomainError) as refusal:
        record(world, **values) if values != {"content": None} else without_content(world)
    assert refusal.value.field == field and world.fresh.followups.count() == 0


def without_content(world):
    FollowUp.record(world.fresh, {"at": now(), "method": "电话"}, by=world.rep)


def test_a_correction_takes_no_number_beyond_its_bounds_either(world):
    followup = record(world, interest=10, satisfaction=1)
    for values in ({"interest": 11}, {"satisfaction": 0}):
        with pytest.raises(DomainError, match="应在"):
            followup.correct(values, by=world.rep)
    followup.correct({"interest": None}, by=world.rep)
    assert FollowUp.get_by_id(followup.id).interest is None


def test_all_that_is_wrong_is_said_at_once(world):
    """U13: in words, choices, steps and in what is one act with the record."""
    steps = [{"action": "寄样本", "due_on": today() - timedelta(1)}, {"action": "", "due_on": today()}]
    act = Act(mentions=[world.outsider], pause=("", None))
    with pytest.raises(Several) as refusal:
        record(world, content="好", method="心灵感应", interest=99, purpose=0, category=0, steps=steps, act=act)
    fields = {error.field for error in refusal.value.refusals}
    said = "content method interest purpose category due_on action mentions pause_reason pause_until"
    assert fields == set(said.split())
    assert world.fresh.followups.count() == 0


def test_a_record_keeps_what_it_was_for(world):
    """R-PURPOSE: one that the office has retired stays on its records, and is taken no more."""
    purpose = Purpose.get(Purpose.label == "定期回访")
    followup = record(world, purpose=purpose.id)
    purpose.retire(by=world.admin)
    followup.correct({"topic": "回访"}, by=world.rep)
    assert FollowUp.get_by_id(followup.id).purpose == purpose
    with pytest.raises(DomainError, match="重新选择目的"):
        record(world, purpose=purpose.id)


def test_the_category_moves_the_customer(world):
    """R-FU, R-MOVE: with the record as its origin; the same once more leaves no further move."""
    ready = world.value("ready", "category")
    for _ in range(2):
        followup = record(world, category=ready.id)
    (move,) = world.fresh.moves.where(Move.dimension == ready.dimension)
    assert (move.origin, move.by, move.to_value) == ("followup", world.rep, ready)
    assert FollowUp.get_by_id(followup.id).category == ready
    assert world.fresh.value_label("category") == ready.label


def test_a_category_that_asks_why_is_answered_by_the_record(world):
    ready = world.value("ready", "category")
    DimensionValue.update(asks_reason=True).where(DimensionValue.id == ready.id).execute()
    record(world, category=ready.id)
    assert Move.get(Move.to_value == ready).reason == AS_RECORDED


def test_no_other_value_is_a_category(world):
    """Nobody is lost, nor graded, by way of a record."""
    for value in (world.value("lost"), world.value("a", "grade")):
        with pytest.raises(DomainError, match="重新选择客户类别") as refusal:
            record(world, category=value.id)
        assert refusal.value.field == "category"


def test_a_category_is_set_by_who_keeps_the_customer(world):
    """R-COOP: who was asked to help from service records, and classifies nothing."""
    said = {"at": now(), "method": "电话", "content": CONTENT, "category": world.value("ready", "category").id}
    with pytest.raises(NotAllowed, match="客户类别") as refusal:
        FollowUp.record(world.helped, said, by=world.service)
    assert refusal.value.field == "category" and world.helped.followups.count() == 0


# -- R-NOREPLY


NO_REPLY = {"cause": "联系不上", "adjustment": "周四下午再打"}


@pytest.mark.parametrize("adjustment", [{}, {"adjustment": ""}, {"adjustment": "  "}])
def test_no_reply_needs_what_is_done_otherwise(world, adjustment):
    with pytest.raises(DomainError, match="怎么调整") as refusal:
        record(world, content="", cause="联系不上", **adjustment)
    assert refusal.value.field == "adjustment"


def test_no_reply_has_one_of_the_causes(world):
    with pytest.raises(DomainError, match="未响应的原因") as refusal:
        record(world, cause="天气不好", adjustment="改天再打")
    assert refusal.value.field == "cause"


@pytest.mark.parametrize(("method", "begins"), [("电话", "未接通"), ("邮件", "未响应")])
def test_no_reply_says_itself_where_nobody_writes_more(world, method, begins):
    followup = record(world, method=method, content="", **NO_REPLY)
    assert followup.content == f"{begins}：联系不上，周四下午再打"


def test_few_words_are_enough_of_a_call_nobody_took_and_of_no_other(world):
    """R-CONCRETE."""
    assert record(world, content="关机", **NO_REPLY).content == "关机"
    with pytest.raises(Vague):
        record(world, content="关机")


def test_identity_data_in_what_is_done_otherwise_is_refused_once(world):
    with pytest.raises(DomainError) as refusal:
        record(world, content="", cause="联系不上", adjustment="找 11010519491231002X 问")
    assert refusal.value.field == "adjustment" and not isinstance(refusal.value, Several)


def test_a_call_nobody_took_is_corrected_like_any_other(world):
    followup = record(world, content="", **NO_REPLY)
    followup.correct({"content": "停机"}, by=world.rep)
    with pytest.raises(DomainError, match="怎么调整"):
        followup.correct({"adjustment": ""}, by=world.rep)
    with pytest.raises(Vague):  # somebody responded after all: then there is more to say
        followup.correct({"cause": ""}, by=world.rep)
    followup.correct({"cause": "", "content": CONTENT}, by=world.rep)
    kept = FollowUp.get_by_id(followup.id)
    assert (kept.cause, kept.adjustment, kept.content) == ("", "", CONTENT)
    assert followup.revisions.order_by(FollowUpRevision.id.desc()).get().before["adjustment"] == "周四下午再打"


def test_a_record_becomes_one_to_which_nobody_responded(world):
    followup = record(world)
    with pytest.raises(DomainError, match="怎么调整"):
        followup.correct({"cause": "预算不足"}, by=world.rep)
    followup.correct({"cause": "预算不足", "adjustment": "明年预算下来再报"}, by=world.rep)
    assert FollowUp.get_by_id(followup.id).cause == "预算不足"


# -- R-24H: counted as it is shown


def test_what_is_late_is_counted_and_put_right_with_the_times(world):
    followup = record(world, at=now() - timedelta(hours=30))
    assert is_late(followup)
    followup.correct({"at": now() - timedelta(hours=2)}, by=world.rep)
    assert not is_late(followup)
    followup.correct({"at": now() - timedelta(days=2)}, by=world.rep)
    assert is_late(followup)
    assert all("is_late" not in revision.before for revision in followup.revisions)


def test_a_call_that_was_a_visit_is_late_on_the_next_day(world):
    yesterday = from_local(local(now()).replace(tzinfo=None) - timedelta(days=1, minutes=-1))
    followup = record(world, at=yesterday)
    assert not is_late(followup)
    followup.correct({"method": "登门拜访"}, by=world.rep)
    assert is_late(followup)


def test_a_corrected_record_of_a_list_is_not_late(world):
    followup = record(world, is_imported=True)
    followup.correct({"at": now() - timedelta(days=300)}, by=world.rep)
    assert not is_late(followup)


def is_late(followup) -> bool:
    stored = FollowUp.get_by_id(followup.id)
    assert stored.is_late == (stored.late_by is not None)
    return stored.is_late


# -- R-QUICK: the steps that led there


def test_the_step_that_led_there_is_ticked_off_by_the_record(world):
    task = Task.get(Task.customer == world.overdue)
    followup = recorded(world.overdue, world.rep, fulfils=[task])
    assert task.completions.get().followup == followup
    assert Customer.get_by_id(world.overdue.id).next_due_on is None


def test_a_step_that_is_done_already_stays_as_it_was(world):
    task = Task.get(Task.customer == world.overdue)
    task.complete(by=world.manager)
    recorded(world.overdue, world.rep, fulfils=[task])
    assert (task.completions.get().by, task.completions.get().followup) == (world.manager, None)


def test_a_step_of_another_customer_is_not_ticked_off(world):
    task = Task.get(Task.customer == world.overdue)
    with pytest.raises(DomainError, match="另一位客户") as refusal:
        recorded(world.fresh, world.rep, fulfils=[task])
    assert refusal.value.field == "fulfils" and Task.get_by_id(task.id).is_open and not world.fresh.followups.count()


def test_who_helps_ticks_off_only_what_is_theirs(world):
    """R-COOP."""
    others = Task.plan(world.helped, "寄样品", today(), by=world.rep)
    own = Task.plan(world.helped, "安排检测", today(), responsible=world.service, by=world.rep)
    with pytest.raises(NotAllowed):
        recorded(world.helped, world.service, fulfils=[own, others])
    assert Task.get_by_id(own.id).is_open and not world.helped.followups.count()
    recorded(world.helped, world.service, fulfils=[own])
    assert not Task.get_by_id(own.id).is_open and Task.get_by_id(others.id).is_open


def test_what_a_withdrawn_record_had_ticked_off_is_to_be_done_again(world):
    """R-WITHDRAW, also where the author helps and the step is another's by now."""
    task = Task.get(Task.customer == world.overdue)
    followup = recorded(world.overdue, world.rep, fulfils=[task])
    Task.update(responsible=world.manager).where(Task.id == task.id).execute()
    Customer.update(owner=world.colleague).where(Customer.id == world.overdue.id).execute()
    Collaboration.create(customer=world.overdue, user=world.rep, invited_by=world.colleague)
    FollowUp.get_by_id(followup.id).withdraw("记错了客户", by=User.get_by_id(world.rep.id))
    assert Task.get_by_id(task.id).is_open and not task.completions.count()
    assert Customer.get_by_id(world.overdue.id).next_due_on == task.due_on


# -- R-SYNC


def test_a_colleague_who_is_to_know_is_asked_on_and_told_once(world):
    for _ in range(2):
        followup = recorded(world.fresh, world.rep, mentions=[world.colleague, world.manager, world.rep])
    assert User.get_by_id(world.colleague.id).works_on(world.fresh)
    asked = Collaboration.select().where(Collaboration.customer == world.fresh)
    assert [row.user for row in asked] == [world.colleague]  # the manager and the author are on it anyway
    told = Notice.select().where(Notice.kind == "mentioned", Notice.about == followup.id)
    assert {notice.user for notice in told} == {world.colleague, world.manager}


@pytest.mark.parametrize("who", ["outsider", "other_manager", "inspector", "admin"])
def test_nobody_outside_the_branch_is_to_know(world, who):
    """Nor is it said who they are."""
    person = getattr(world, who)
    with pytest.raises(DomainError, match="本分站") as refusal:
        recorded(world.fresh, world.rep, mentions=[world.manager, person])
    assert refusal.value.field == "mentions" and person.name not in refusal.value.message
    assert not Notice.select().where(Notice.kind == "mentioned").exists() and not world.fresh.followups.count()


def test_a_closed_account_is_told_nothing(world):
    dismiss(world.colleague)
    with pytest.raises(DomainError, match="在职"):
        recorded(world.fresh, world.rep, mentions=[User.get_by_id(world.colleague.id)])


def test_who_helps_names_those_who_work_on_it(world):
    """R-COOP: asking others on is for who keeps the customer."""
    with pytest.raises(NotAllowed, match="不跟这位客户"):
        recorded(world.helped, world.service, mentions=[world.colleague])
    recorded(world.helped, world.service, mentions=[world.rep])
    assert Collaboration.select().where(Collaboration.user == world.colleague).count() == 0
    assert Notice.get(Notice.kind == "mentioned").user == world.rep


# -- R-PROMISE


def test_a_live_customer_is_left_with_a_next_day_or_a_reason(world):
    with pytest.raises(DomainError, match="定下次联系的日子") as refusal:
        recorded(world.fresh, world.rep, promises=True)
    assert refusal.value.field == "when" and not world.fresh.followups.count()
    recorded(world.fresh, world.rep, promises=True, pause=("项目停工", today() + timedelta(90)))
    assert Customer.get_by_id(world.fresh.id).next_due_on == today() + timedelta(90)


def test_the_last_step_is_not_ticked_off_without_a_next_one(world):
    task = Task.get(Task.customer == world.overdue)
    with pytest.raises(DomainError, match="定下次联系的日子"):
        recorded(world.overdue, world.rep, promises=True, fulfils=[task])
    assert Task.get_by_id(task.id).is_open
    recorded(world.overdue, world.rep, promises=True)  # it is overdue, and promised


def test_a_lost_customer_needs_no_next_day(world):
    assert recorded(world.lost, world.rep, promises=True)


def test_a_pause_stands_alone(world):
    """Neither beside what is to be done, nor beside what the same record promises."""
    pause = "项目停工", today() + timedelta(90)
    with pytest.raises(DomainError, match="还有没做完的下一步"):
        recorded(world.overdue, world.rep, pause=pause)
    with pytest.raises(DomainError, match="还有没做完的下一步"):
        recorded(world.fresh, world.rep, [{"action": "寄样品", "due_on": today()}], pause=pause)
    assert not world.fresh.followups.count() and not world.fresh.tasks.count()


def test_a_pause_goes_with_the_record_it_came_by(world):
    """R-WITHDRAW."""
    followup = recorded(world.fresh, world.rep, pause=("项目停工", today() + timedelta(90)))
    said = followup.withdraw("记错了客户", by=world.rep).said
    assert any("无需再跟进：项目停工" in text for _, text, *_ in said)
    assert not world.fresh.tasks.count() and Customer.get_by_id(world.fresh.id).next_due_on is None


def test_a_pause_that_a_withdrawn_record_had_ended_holds_again(world):
    pause = Task.pause(world.fresh, "项目停工", today() + timedelta(90), by=world.rep)
    followup = recorded(world.fresh, world.rep, [{"action": "寄样品", "due_on": today()}])
    assert not Task.get_by_id(pause.id).is_open
    followup.withdraw("记错了客户", by=world.rep)
    assert Task.get_by_id(pause.id).is_open and world.fresh.tasks.count() == 1
    followup = recorded(world.fresh, world.rep, [{"action": "寄样品", "due_on": today()}])
    Task.plan(world.fresh, "报价", today(), by=world.rep)
    followup.withdraw("记错了客户", by=world.rep)
    assert not Task.get_by_id(pause.id).is_open  # something else is to be done meanwhile


def recorded(customer, by, steps=(), **act) -> FollowUp:
    said = {"at": now(), "method": "电话", "content": CONTENT}
    return FollowUp.record(customer, said, steps, by=by, act=Act(**act))


def test_a_withdrawn_record_takes_off_whom_it_had_asked_on(world):
    """R-WITHDRAW, R-SYNC: on the wrong card nobody is left who has nothing to do there."""
    followup = recorded(world.fresh, world.rep, mentions=[world.service])
    assert fresh(world.service).works_on(world.fresh)
    followup.withdraw("记错了客户", by=world.rep)
    assert not fresh(world.service).works_on(world.fresh)


def test_who_has_worked_there_since_stays(world):
    followup = recorded(world.fresh, world.rep, mentions=[world.service])
    recorded(world.fresh, fresh(world.service))
    followup.withdraw("记错了客户", by=world.rep)
    assert fresh(world.service).works_on(world.fresh)


def fresh(user: User) -> User:
    return User.get_by_id(user.id)


@pytest.mark.parametrize(
    ("method", "at", "recorded_at", "is_late"),
    [
        ("电话", "2026-03-28T12:00", "2026-03-29T12:30", False),  # 23.5 hours
        ("电话", "2026-10-24T12:00", "2026-10-25T11:30", True),  # 24.5 hours
        ("面谈", "2026-03-29T00:10", "2026-03-29T23:50", False),
        ("面谈", "2026-10-24T23:50", "2026-10-25T00:10", True),
        ("面谈", "2026-10-25T00:10", "2026-10-25T22:50", False),  # the same day, of 25 hours
    ],
)
def test_a_day_on_which_the_clocks_change_is_a_day_and_24_hours_are_24_hours(method, at, recorded_at, is_late):
    """R-24H, where the office's clocks do so."""
    clock.use_timezone("Europe/Berlin")
    said, written = (from_local(datetime.fromisoformat(moment)) for moment in (at, recorded_at))
    assert (late_by(method, said, written) is not None) is is_late
