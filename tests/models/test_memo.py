"""R-MEMO: notes, great changes and the manager's instructions."""

import pytest

from webapp.errors import DomainError, NotAllowed, Stale
from webapp.models import Acknowledgement, AuditEvent, Collaboration, Memo, MemoRevision, User


@pytest.mark.parametrize(("kind", "label"), [("note", "备忘"), ("change", "重大变更")])
def test_a_rep_writes_notes_and_changes(world, kind, label):
    memo = Memo.write(world.fresh, kind, " 年底搬迁 ", by=world.rep)
    assert (memo.label, memo.body, memo.by) == (label, "年底搬迁", world.rep)


def test_only_a_manager_instructs(world):
    assert Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager).label == "批示"
    for person in (world.rep, world.inspector, world.admin, world.service):
        with pytest.raises(NotAllowed):
            Memo.write(world.fresh, "instruction", "本周内上门", by=person)


def test_service_notes_no_great_change(world):
    """S-M9: whoever helps with complaints changes nothing of the file."""
    for kind in ("change", "instruction"):
        with pytest.raises(NotAllowed):
            Memo.write(world.helped, kind, "年底搬迁", by=world.service)
    Memo.write(world.helped, "note", "年底搬迁", by=world.service)


def test_only_people_who_work_on_it_write(world):
    for person in (world.outsider, world.other_manager, world.colleague, world.inspector):
        for kind in ("note", "instruction"):
            with pytest.raises(NotAllowed):
                Memo.write(world.fresh, kind, "年底搬迁", by=person)


@pytest.mark.parametrize(("kind", "body", "field"), [("note", "  ", "body"), ("poem", "床前明月光", "kind")])
def test_a_wrong_field_is_named(world, kind, body, field):
    with pytest.raises(DomainError) as refusal:
        Memo.write(world.fresh, kind, body, by=world.rep)
    assert refusal.value.field == field


def test_an_instruction_is_acknowledged_once(world):
    memo = Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager)
    assert memo.acknowledge(by=world.rep) == memo.acknowledge(by=world.rep)
    assert Acknowledgement.get().by == world.rep
    assert AuditEvent.select().where(AuditEvent.action == "memo.acknowledged").count() == 1


def test_nobody_acknowledges_their_own_or_what_is_no_instruction(world):
    """R-MEMO."""
    instruction = Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager)
    note = Memo.write(world.fresh, "note", "送货走东门", by=world.manager)
    for memo, person in ((instruction, world.manager), (note, world.rep)):
        with pytest.raises(NotAllowed):
            memo.acknowledge(by=person)
    assert not Acknowledgement.select().exists()


def test_an_instruction_is_acknowledged_by_whom_it_is_for_alone(world):
    """The customer's owner; who helps there, or leads the branch too, has not read it in their stead."""
    memo = Memo.write(world.helped, "instruction", "本周内上门", by=world.manager)
    for helper in (world.service, world.colleague):
        Collaboration.get_or_create(customer=world.helped, user=helper, defaults={"invited_by": world.rep})
        with pytest.raises(NotAllowed):
            memo.acknowledge(by=User.get_by_id(helper.id))
    memo.acknowledge(by=world.rep)
    assert Acknowledgement.get().by == world.rep


def test_an_outsider_cannot_acknowledge(world):
    memo = Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager)
    for person in (world.outsider, world.colleague, world.inspector):
        with pytest.raises(NotAllowed):
            memo.acknowledge(by=person)


def test_its_author_puts_it_right_and_the_earlier_text_is_kept(world):
    """R-WHO."""
    memo = Memo.write(world.fresh, "note", "送货走东门", by=world.rep)
    memo.correct(" 送货走西门 ", version=1, by=world.rep)
    memo.correct("送货走西门", by=world.rep)  # nothing changed
    assert (Memo.get_by_id(memo.id).body, memo.version) == ("送货走西门", 2)
    revision = MemoRevision.get()
    assert (revision.body, revision.by) == ("送货走东门", world.rep)
    assert AuditEvent.select().where(AuditEvent.action == "memo.corrected").count() == 1


def test_nobody_corrects_another_s_memo(world):
    memo = Memo.write(world.helped, "note", "送货走东门", by=world.rep)
    for person in (world.manager, world.service, world.colleague, world.outsider, world.inspector):
        with pytest.raises(NotAllowed):
            memo.correct("送货走西门", by=person)


def test_of_two_corrections_the_second_is_told(world):
    """R-EDIT-SAFE."""
    memo = Memo.write(world.fresh, "note", "送货走东门", by=world.rep)
    other = Memo.get_by_id(memo.id)
    memo.correct("送货走西门", version=1, by=world.rep)
    with pytest.raises(Stale):
        other.correct("送货走南门", version=1, by=world.rep)
    assert Memo.get_by_id(memo.id).body == "送货走西门"


@pytest.mark.parametrize("body", ["", "长" * 4001])
def test_a_correction_is_checked_as_what_is_written(world, body):
    memo = Memo.write(world.fresh, "note", "送货走东门", by=world.rep)
    with pytest.raises(DomainError) as refusal:
        memo.correct(body, by=world.rep)
    assert refusal.value.field == "body"


def test_a_corrected_instruction_is_to_be_read_again(world):
    """What was read was the earlier text."""
    memo = Memo.write(world.fresh, "instruction", "本周内上门", by=world.manager)
    memo.acknowledge(by=world.rep)
    memo.correct("本月内上门", by=world.manager)
    assert not Acknowledgement.select().exists()
    memo.acknowledge(by=world.rep)


def test_they_are_listed_as_the_sheet_prints_them(world):
    """By kind, oldest first."""
    for kind, body in (("instruction", "一"), ("note", "二"), ("change", "三"), ("note", "四")):
        Memo.write(world.fresh, kind, body, by=world.manager)
    assert [memo.body for memo in Memo.listed(world.fresh)] == ["二", "四", "三", "一"]
