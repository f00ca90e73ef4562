"""跟进提纲: what to ask in a conversation, by phase (R-SCRIPT)."""

import pytest

from webapp.errors import DomainError, Several
from webapp.models import AuditEvent, Outline
from webapp.models.outline import PHASES
from webapp.models.written import LONGEST
from webapp.text.screening import ForbiddenContent

GOOD = {"phase": "初次", "title": "展会上认识的", "text": "在哪个展会见的："}


def test_an_office_starts_with_one_of_each_phase(world):
    assert [outline.phase for outline in Outline.offered()] == [*PHASES]


def test_they_are_offered_by_phase_then_by_place(world):
    late = Outline.add(phase="初次", title="登门之前", text="地址、停车：", by=world.admin)
    assert [outline.phase for outline in Outline.offered()] == ["初次", "初次", "中期", "后期"]
    assert Outline.offered()[1] == late


def test_it_is_written_anew(world):
    outline = Outline.listed()[0]
    outline.revise(phase="中期", title=" 推进 ", text=" 上次约定的事：\n ", by=world.admin)
    now = Outline.get_by_id(outline.id)
    assert (now.phase, now.title, now.text) == ("中期", "推进", "上次约定的事：")
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.subject) == ("outline.revised", "推进")
    assert event.details["before"]["title"] == "第一次联系" and event.details["after"]["phase"] == "中期"


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"phase": "末期"}, "phase", "请选择阶段"),
        ({"title": " "}, "title", "请填写标题"),
        ({"title": "长" * 31}, "title", "最多 30 个字，现在有 31 个"),
        ({"title": "第一次联系"}, "title", "初次已经有这个标题的提纲了"),
        ({"text": "\n"}, "text", "请写下提纲"),
        ({"text": "长" * (LONGEST + 1)}, "text", f"最多 {LONGEST} 个字"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, said, field, why):
    other = Outline.listed()[-1]
    for verb in (Outline.add, other.revise):
        with pytest.raises(DomainError, match=why) as refusal:
            verb(**{**GOOD, **said}, by=world.admin)
        assert refusal.value.field == field
    assert Outline.get_by_id(other.id).title == "回访与续约"


def test_all_that_is_wrong_is_said_at_once(world):
    with pytest.raises(Several) as refusal:
        Outline.add(phase="", title="", text="", by=world.admin)
    assert [one.field for one in refusal.value.refusals] == ["phase", "title", "text"]


@pytest.mark.parametrize("field", ["title", "text"])
def test_no_text_holds_identity_data(world, field):
    """R-NOID."""
    with pytest.raises(ForbiddenContent):
        Outline.add(**{**GOOD, field: "11010519491231002X"}, by=world.admin)


def test_one_title_may_stand_in_two_phases(world):
    assert Outline.add(phase="后期", title="第一次联系", text="问什么：", by=world.admin)


def test_one_that_is_retired_keeps_its_title_and_says_where_it_is(world):
    Outline.listed()[0].retire(by=world.admin)
    with pytest.raises(DomainError, match="在停用的里面，可以恢复"):
        Outline.add(phase="初次", title="第一次联系", text="问什么：", by=world.admin)
