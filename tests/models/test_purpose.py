"""跟进目的: what a record is for, and which fields that asks for first (R-PURPOSE)."""

import pytest

from tests.world import CONTENT
from webapp.clock import now
from webapp.errors import DomainError, Several
from webapp.models import AuditEvent, FollowUp, Purpose
from webapp.models.purpose import MOST_ASKED, OFFERED
from webapp.text.screening import ForbiddenContent


@pytest.fixture
def purpose(world):
    return Purpose.get(Purpose.label == "定期回访")


def test_an_office_starts_with_those_of_the_spec(world):
    offered = Purpose.offered()
    assert [choice.label for choice in offered][:2] == ["新客户对接", "定期回访"]
    assert {choice.label: choice.fields for choice in offered}["售后处理"] == ("problem", "solution", "result")
    assert all(set(choice.fields) <= set(OFFERED) and len(choice.fields) <= MOST_ASKED for choice in offered)


def test_fields_are_asked_in_the_order_of_the_form_and_unknown_ones_are_none(world):
    purpose = Purpose.add(label=" 样品寄送 ", fields=["result", "topic", "nonsense", "result"], by=world.admin)
    assert (purpose.label, purpose.fields) == ("样品寄送", ["topic", "result"])
    assert Purpose.offered()[-1] == (purpose.id, "样品寄送", ("topic", "result"))


def test_it_is_named_otherwise_and_asks_for_others(world, purpose):
    purpose.revise(label="季度回访", fields=["satisfaction"], by=world.admin)
    assert Purpose.get_by_id(purpose.id).label == "季度回访"
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.subject, event.actor_name) == ("purpose.revised", "季度回访", world.admin.name)
    assert event.details["before"] == {"label": "定期回访", "fields": ["satisfaction", "coming_needs"]}
    assert event.details["after"] == {"label": "季度回访", "fields": ["satisfaction"]}


@pytest.mark.parametrize(
    ("label", "fields", "field", "why"),
    [
        (" ", [], "label", "请填写名称"),
        ("长" * 21, [], "label", "最多 20 个字，现在有 21 个"),
        ("投诉", [], "label", "已经有这个目的了"),
        ("样品寄送", OFFERED[: MOST_ASKED + 1], "fields", "最多选 4 项，现在选了 5 项"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, purpose, label, fields, field, why):
    for verb in (Purpose.add, purpose.revise):
        with pytest.raises(DomainError, match=why) as refusal:
            verb(label=label, fields=list(fields), by=world.admin)
        assert refusal.value.field == field
    assert Purpose.get_by_id(purpose.id).label == "定期回访"


def test_all_that_is_wrong_is_said_at_once(world):
    with pytest.raises(Several) as refusal:
        Purpose.add(label="", fields=list(OFFERED), by=world.admin)
    assert [one.field for one in refusal.value.refusals] == ["label", "fields"]


def test_a_name_holds_no_identity_data(world):
    """R-NOID."""
    with pytest.raises(ForbiddenContent):
        Purpose.add(label="11010519491231002X", fields=[], by=world.admin)


def test_one_that_is_retired_keeps_its_name_and_says_where_it_is(world, purpose):
    purpose.retire(by=world.admin)
    with pytest.raises(DomainError, match="在停用的里面，可以恢复"):
        Purpose.add(label="定期回访", fields=[], by=world.admin)


def test_records_keep_one_that_is_retired(world, purpose):
    """R-PURPOSE: it is offered no more, and what was recorded is as it was, also after a correction."""
    said = {"at": now(), "method": "电话", "content": CONTENT, "purpose": purpose.id}
    record = FollowUp.record(world.overdue, said, by=world.rep)
    purpose.retire(by=world.admin)
    assert purpose.id not in [choice.id for choice in Purpose.offered()]
    FollowUp.get_by_id(record.id).correct({"content": f"{CONTENT}。"}, by=world.rep)
    assert FollowUp.get_by_id(record.id).purpose == purpose
