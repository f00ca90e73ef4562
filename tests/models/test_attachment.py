"""附件 (R-FILES): who attaches what, to what, and what becomes of it."""

from datetime import timedelta

import pytest

from tests.media import files
from tests.world import CONTENT
from webapp.clock import now
from webapp.errors import DomainError, NotAllowed
from webapp.models import Attachment, AuditEvent, FollowUp, StoredFile, Withdrawal
from webapp.models.attachment import LONGEST_NAME, Upload
from webapp.models.settings import Settings
from webapp.rules.housekeeping import STORED_FILES
from webapp.rules.job import Turn

PDF = Upload("签字表.pdf", files.pdf())
PHOTO = Upload("现场.jpg", files.picture())


def refused(customer, uploads, by) -> list[str]:
    with pytest.raises(DomainError) as refusal:
        Attachment.put(customer, uploads, by=by)
    found = getattr(refusal.value, "refusals", [refusal.value])
    assert {one.field for one in found} == {"files"}
    return [one.message for one in found]


def test_r_files_files_are_kept_whole_with_who_and_when(world):
    first, second = Attachment.put(world.won, [PDF, PHOTO], by=world.rep)
    assert bytes(Attachment.get_by_id(first.id).content.content) == PDF.content
    assert (first.kind, first.pages, first.size, second.kind) == ("pdf", 1, len(PDF.content), "jpeg")
    assert first.small and second.small and first.by == world.rep
    assert AuditEvent.select().where(AuditEvent.action == "attachment.put").count() == 2


def test_all_or_none(world):
    wrong = [PDF, Upload("假.jpg", PDF.content), Upload("大.png", files.picture("PNG", (10_000, 10_000), "1"))]
    said = refused(world.won, wrong, world.rep)
    assert [text[:4] for text in said] == ["“假.j", "“大.p"]
    assert not Attachment.select().exists() and not StoredFile.select().exists()


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "请选择文件"),
        ([PDF] * 21, "一次最多传 20 个"),
        ([PDF, Upload("11010519491231002X.pdf", PDF.content)], "第 2 个文件的名字：这里含有身份证"),
        ([Upload("长" * (LONGEST_NAME + 1), PDF.content)], "最多 120 个字"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_files(world, uploads, said):
    assert said in refused(world.won, uploads, world.rep)[0]


def test_a_file_may_have_the_size_the_office_allows(world):
    Settings.write("attachment_mb", 1, by=world.admin)
    assert "最大 1 MB" in refused(world.won, [Upload("大.pdf", PDF.content + bytes(1024 * 1024))], world.rep)[0]


def test_a_name_is_the_last_part_of_a_path(world):
    (found,) = Attachment.put(world.won, [Upload("C:\\桌面\\..\\签字\u202e表.pdf", PDF.content)], by=world.rep)
    assert found.name == "签字表.pdf"


def test_the_same_file_hangs_there_once_and_is_kept_once(world):
    for customer in (world.won, world.won, world.overdue):
        Attachment.put(customer, [PDF], by=world.rep)
    assert (
        Attachment.select().count() == 2 and StoredFile.select().where(StoredFile.size == len(PDF.content)).count() == 1
    )


def test_it_hangs_on_what_is_the_customers_and_on_nothing_else(world):
    mine, other = FollowUp.get(FollowUp.customer == world.won), FollowUp.get(FollowUp.customer == world.overdue)
    (found,) = Attachment.put(world.won, [PDF], on=("followup", mine.id), by=world.rep)
    assert (found.noun_of_holder, found.row_of_holder) == ("followup", mine.id)
    for on in (("followup", other.id), ("memo", 1), ("order", 999)):
        with pytest.raises(DomainError):
            Attachment.put(world.won, [PHOTO], on=on, by=world.rep)


def test_what_hung_on_something_taken_back_hangs_on_the_customer(world):
    said = {"at": now(), "method": "电话", "content": CONTENT}
    followup = FollowUp.record(world.won, said, by=world.rep)
    (found,) = Attachment.put(world.won, [PDF], on=("followup", followup.id), by=world.rep)
    followup.withdraw("记错了", by=world.rep)
    found = Attachment.get_by_id(found.id)
    assert (found.noun_of_holder, found.row_of_holder) == ("", None)


@pytest.mark.parametrize("who", ["colleague", "inspector", "admin", "outsider", "service"])
def test_strangers_attach_nothing(world, who):
    with pytest.raises(NotAllowed):
        Attachment.put(world.won, [PDF], by=getattr(world, who))


def test_one_taken_back_leaves_its_name_and_in_the_night_its_content_goes(world):
    (found,) = Attachment.put(world.won, [PDF], by=world.rep)
    Attachment.put(world.won, [PHOTO], by=world.rep)
    found.withdraw("传错了", by=world.rep)
    assert Withdrawal.get().said[0][1] == PDF.name
    turn = Turn(None, None, world.admin, None)
    assert STORED_FILES.work(turn).done == 0  # somebody may be about to attach it
    StoredFile.update(at=now() - timedelta(days=2)).execute()
    assert STORED_FILES.work(turn).done == 2  # with the small picture
    assert StoredFile.select().count() == 2
