"""备忘, 变更 and 批示: written by those who work on the customer, read once (R-MEMO)."""

import pytest

from tests.queries import count_queries
from webapp.models import Acknowledgement, AuditEvent, Memo


def write(client, customer, *, status=303, **fields):
    form = client.get(f"/customers/{customer.number}/memos/new").form("main form")
    return form.submit(status=status, **{"kind": "note", "body": "客户要求月底前交付", **fields})


@pytest.fixture
def instruction(world):
    return Memo.write(world.overdue, "instruction", "请本周内约一次面谈", by=world.manager)


@pytest.mark.parametrize(("kind", "label"), [("note", "备忘"), ("change", "重大变更")])
def test_it_stands_on_the_timeline(client, world, kind, label):
    page = write(client.log_in(world.rep), world.overdue, kind=kind).follow()
    entry = page.css("#timeline [id^=memo-]")[0]
    assert label in entry.text and "月底前交付" in entry.text


def test_the_dialog_writes_it_too(client, world):
    dialog = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/memos/new", htmx=True)
    assert (
        dialog.form("form").submit(htmx=True, status=204, body="客户要求月底前交付").location.startswith("/customers/")
    )


@pytest.mark.parametrize("body", ["", "长" * 1001, "证件 11010519491231002X"])
def test_a_wrong_text_is_refused_beside_the_field(client, world, body):
    page = write(client.log_in(world.rep), world.overdue, status=422, body=body, kind="change")
    assert page.one("#body-error") and page.form("main form").fields["kind"] == "change"
    assert page.form("main form").fields["body"] == body


def test_only_a_manager_instructs(client, world):
    form = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/memos/new")
    assert not form.css("input[value=instruction]")
    client.post(
        f"/customers/{world.overdue.number}/memos", {"kind": "instruction", "body": "请本周内约一次面谈"}, status=403
    )
    assert (
        "批示" in write(client.log_in(world.manager), world.overdue, kind="instruction").follow().one("#timeline").text
    )


def test_a_kind_that_is_none_is_refused(client, world):
    client.log_in(world.rep).post(
        f"/customers/{world.overdue.number}/memos", {"kind": "poem", "body": "客户要求月底前交付"}, status=422
    )


@pytest.mark.parametrize("who", ["inspector", "admin"])
def test_those_who_may_only_look_write_nothing(client, world, instruction, who):
    client.log_in(getattr(world, who)).get(f"/customers/{world.overdue.number}/memos/new", status=403)
    client.post(f"/customers/{world.overdue.number}/memos", {"kind": "note", "body": "客户要求月底前交付"}, status=403)
    client.post(f"/memos/{instruction.id}/acknowledgement", status=403)
    assert Memo.select().count() == 1 and not Acknowledgement.select().exists()


def test_an_instruction_is_read_once(client, world, instruction):
    page = client.log_in(world.rep).get(f"/customers/{world.overdue.number}")
    for _ in range(2):
        assert "已阅" in page.press(f"#memo-{instruction.id} button").follow().one(f"#memo-{instruction.id}").text
    assert Acknowledgement.get().by == world.rep
    assert AuditEvent.select().where(AuditEvent.action == "memo.acknowledged").count() == 1


def test_the_manager_does_not_read_his_own(client, world, instruction):
    page = client.log_in(world.manager).get(f"/customers/{world.overdue.number}")
    assert "未阅" in page.one(f"#memo-{instruction.id}").text and not page.css(f"#memo-{instruction.id} button")


def test_who_may_not_say_that_it_was_read_is_not_asked(client, world):
    """R-MEMO: helpers and another manager read along; it is the owner's to say."""
    memo = Memo.write(world.helped, "instruction", "请本周内约一次面谈", by=world.manager)
    for person, is_theirs in ((world.rep, True), (world.service, False), (world.manager, False)):
        page = client.log_in(person).get(f"/customers/{world.helped.number}")
        assert bool(page.css(f"#memo-{memo.id} button")) is is_theirs
        assert is_theirs or "未阅" in page.one(f"#memo-{memo.id}").text


def test_the_box_lists_what_the_sheet_prints(client, world):
    """R-MEMO, U17: three groups, numbered as on the tracking sheet."""
    for kind, body in (
        ("note", "送货走东门"),
        ("note", "逢周一不收货"),
        ("change", "搬到吴江"),
        ("instruction", "上门"),
    ):
        Memo.write(world.overdue, kind, body, by=world.manager)
    box = client.log_in(world.rep).get(f"/customers/{world.overdue.number}").one("#memos")
    assert [item.text for item in box.css("h3")] == ["重要事宜备忘", "客户资料重大变更", "批示"]
    assert [item.text for item in box.css("li b")] == ["重要事宜备忘 1", "重要事宜备忘 2", "变更一", "批示一"]
    assert "逢周一不收货" in box.css("li")[1].text and "未阅" in box.css("li")[3].text and not box.css("details")
    assert not box.css("li a")


def test_an_empty_box_says_what_will_print(client, world):
    box = client.log_in(world.rep).get(f"/customers/{world.fresh.number}").one("#memos")
    assert "会印在代跟踪服务表上" in box.text


@pytest.fixture
def note(world):
    return Memo.write(world.helped, "note", "送货走东门", by=world.rep)


def test_its_history_is_one_query(world, note):
    for body in ("送货走西门", "送货走南门", "送货走北门"):
        note.correct(body, by=world.rep)
    with count_queries() as queries:
        assert [said for earlier in note.history() for said in earlier.said] == [
            (note.label, body, "text") for body in ("送货走南门", "送货走西门", "送货走东门")
        ]
    assert len(queries) == 1


def test_its_author_puts_a_memo_right(client, world, note):
    """R-WHO: the earlier text is kept for those who work on the customer."""
    card = client.log_in(world.rep).get(f"/customers/{world.helped.number}")
    form = client.get(card.one(f"#memo-box-{note.id}-edit")["href"]).form("main form")
    assert form.fields["body"] == "送货走东门"
    page = form.submit(body="送货走西门").follow()
    assert "送货走西门" in page.one("#memos").text and "更正过" in page.one(f"#memo-{note.id}").text
    assert "送货走东门" in client.get(f"/memos/{note.id}/history").text
    assert "送货走东门" in client.log_in(world.service).get(f"/memos/{note.id}/history").text
    client.log_in(world.inspector).get(f"/memos/{note.id}/history", status=403)
    client.log_in(world.outsider).get(f"/memos/{note.id}/history", status=404)


def test_a_correction_mends_the_card_in_place(client, world, note):
    said = {"body": "送货走西门", "version": "1", "pages": "1"}
    page = client.log_in(world.rep).post(f"/memos/{note.id}", said, htmx=True)
    assert "送货走西门" in page.one("hx-partial[hx-target='#memos']").text


@pytest.mark.parametrize("body", ["", "长" * 1001, "证件 11010519491231002X"])
def test_a_wrong_correction_is_refused_beside_the_field(client, world, note, body):
    form = client.log_in(world.rep).get(f"/memos/{note.id}/edit").form("main form")
    page = form.submit(status=422, body=body)
    assert page.one("#body-error") and page.form("main form").fields["body"] == body


@pytest.mark.parametrize("who", ["manager", "service", "inspector", "admin"])
def test_nobody_else_corrects_it(client, world, note, who):
    client.log_in(getattr(world, who)).get(f"/memos/{note.id}/edit", status=403)
    client.post(f"/memos/{note.id}", {"body": "送货走西门", "version": "1"}, status=403)
    assert not client.get(f"/customers/{world.helped.number}").css(f"#memo-box-{note.id}-edit")


def test_of_two_corrections_the_second_is_told(client, world, note):
    """R-EDIT-SAFE: what they typed stays, and the next try is about the text of now."""
    client.log_in(world.rep)
    note.correct("送货走南门", by=world.rep)
    page = client.post(f"/memos/{note.id}", {"body": "送货走西门", "version": "1"}, status=409)
    form = page.form("main form")
    assert (form.fields["body"], form.fields["version"]) == ("送货走西门", "2")
    assert any("刚被改过" in error for error in page.errors)
