"""R-FU, R-24H, R-CONCRETE, R-WHO: one contact with a customer, put on record by whoever had it."""

from datetime import timedelta

import pytest

from tests.queries import count_queries
from tests.world import CONTENT
from webapp.clock import from_local, local, now, today
from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import Customer, FollowUp, FollowUpRevision
from webapp.models.followup import GOOD_EXAMPLE, Vague, refuse_vague
from webapp.models.settings import Settings


def record(world, by=None, steps=(), **values) -> FollowUp:
    return FollowUp.record(
        world.fresh, {"at": now(), "method": "电话", "content": CONTENT, **values}, steps, by=by or world.rep
    )


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
