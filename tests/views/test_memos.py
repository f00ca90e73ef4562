"""备忘, 变更 and 批示: written by those who work on the customer, read once (R-MEMO)."""

import pytest

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
