"""From the customer's file to the sheet."""

import io

import pikepdf
import pypdfium2
import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Print
from webapp.paper import office


def text_of(result) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(result.pdf))


def printed(customer, by, **options):
    return office.print_customers("tracking-sheet", [customer], by=by, base_url="http://book.example", **options)


def test_a_print_gets_a_number_and_is_kept(world):
    printed(world.overdue, world.rep)
    again = printed(world.overdue, world.rep)
    first, second = Print.select().where(Print.customer == world.overdue).order_by(Print.id)
    assert (first.times, second.times) == (1, 2)
    assert second.number in text_of(again)
    assert first.digest == second.digest
    assert AuditEvent.select().where(AuditEvent.action == "print.made").count() == 2


def test_contacts_and_colleagues_are_masked(world):
    contact = world.overdue.contacts.get()
    text = text_of(printed(world.overdue, world.rep))
    assert contact.name not in text
    assert contact.phone not in text
    assert world.rep.name not in text.replace(f"{world.rep.name}\r", "").split("打印号")[0]


def test_unmasked_it_carries_the_printer_in_a_watermark(world):
    contact = world.overdue.contacts.get()
    text = text_of(printed(world.overdue, world.rep, unmasked=True))
    assert contact.phone in text
    assert text.count(world.rep.name) > 6
    assert f"对接业务员：{world.rep.name}" in text.replace("\r\n", "")
    assert Print.get().is_unmasked


def test_only_those_who_work_on_the_customer_print_unmasked(world):
    with pytest.raises(NotAllowed):
        printed(world.overdue, world.inspector, unmasked=True)
    assert not Print.select().exists()


def test_a_character_in_no_font_is_named_on_the_sheet(world):
    world.overdue.name = "祥\U00030000科技有限公司"
    result = printed(world.overdue, world.rep)
    assert result.missing == ("\U00030000",)
    assert "U+30000" in text_of(result)


def test_a_sheet_that_cannot_be_set_leaves_no_print(world, monkeypatch):
    monkeypatch.setattr(office, "render", lambda *_args, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        printed(world.overdue, world.rep)
    assert not Print.select().exists()
    assert AuditEvent.select().where(AuditEvent.action == "print.voided").exists()


def test_an_unknown_form_and_nobody_to_print_are_refused(world):
    with pytest.raises(DomainError, match="没有“nonsense”这种表"):
        office.print_customers("nonsense", [world.overdue], by=world.rep, base_url="")
    with pytest.raises(DomainError, match="没有要打印的客户"):
        office.print_customers("tracking-sheet", [], by=world.rep, base_url="")


def test_chosen_copies_only(world):
    result = printed(world.overdue, world.rep, copies="2")
    assert len(pikepdf.open(io.BytesIO(result.pdf)).pages) == 2
    assert "第二联 分站负责人存" in text_of(result)
    assert "第一联 业务人员存" not in text_of(result)
