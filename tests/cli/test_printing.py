"""`print`: the forms from the command line (R-PRINT, R-TRIPLE, R-PRINTLOG)."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdfium2 import PdfDocument

from webapp.models import AuditEvent, Customer, NumberSequence, Print
from webapp.paper.forms import FORMS

WHY = ("--reason", "督察来查")
FORM = ("print", "tracking-sheet")


@pytest.fixture
def office(peopled_office):
    peopled_office.done("audit", "verify")  # binds the models, so that the test may look at the tables
    return peopled_office


@pytest.fixture
def output(tmp_path):
    return tmp_path / "sheet.pdf"


def number_of(name: str) -> str:
    return Customer.get(Customer.name == name).number


def text_of(path) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(path))


def test_a_blank_form_is_printed_in_triplicate_and_not_logged(office, output):
    assert "共 6 页" in office.done(*FORM, "--blank", "-o", str(output))
    assert len(PdfDocument(output)) == 6
    assert Print.select().count() == 0


def test_a_customer_is_printed_masked_by_the_system(office, output):
    number = number_of("逾期三天有限公司")
    office.done(*FORM, "--customer", number, "-o", str(output))
    text = text_of(output)
    assert number in text and "逾期三天有限公司" in text
    assert "139****0003" in text and "13912340003" not in text
    row = Print.get()
    assert (row.by.name, row.copies, row.is_unmasked) == ("系统", "123", False)


def test_copies_say_how_many(office, output):
    office.done(*FORM, "--customer", number_of("逾期三天有限公司"), "--copies", "1", "-o", str(output))
    assert len(PdfDocument(output)) == 2
    assert Print.get().copies == "1"


def test_an_unmasked_print_is_on_record(office, output):
    office.done(*FORM, "--customer", number_of("逾期三天有限公司"), "--unmasked", *WHY, "-o", str(output))
    assert "13912340003" in text_of(output)
    event = AuditEvent.get(AuditEvent.action == "print.made")
    assert event.origin.startswith("命令行（")
    assert (event.details["unmasked"], event.details["reason"]) == (True, "督察来查")
    assert output.stat().st_mode & 0o777 == 0o600


def test_an_unmasked_print_needs_a_reason(office, output):
    complaint = office.refused(*FORM, "--customer", number_of("逾期三天有限公司"), "--unmasked", "-o", str(output))
    assert "写明原因" in complaint and not output.exists()


def test_all_are_printed_each_under_its_number(office, output):
    office.done(*FORM, "--all", "--collate", "-o", str(output))
    assert Print.select().count() == Customer.select().count()
    assert len(PdfDocument(output)) == 6 * Customer.select().count()


def test_somebodys_prints_show_only_their_customers(office, output):
    elsewhere = number_of("别家分站有限公司")
    words = (*FORM, "--customer", elsewhere, "--by", "limin", "-o", str(output))
    assert office.refused(*words) == f"没有编号为“{elsewhere}”的客户"
    office.done(*FORM, "--customer", number_of("逾期三天有限公司"), "--by", "limin", "-o", str(output))
    event = AuditEvent.get(AuditEvent.action == "print.made")
    assert (Print.get().by.username, event.actor_name, event.details["viewer"]) == ("system", "系统", "李敏")


@pytest.mark.parametrize("chosen", [[], ["--all", "--blank"], ["--all", "--customer", "C1"]])
def test_what_to_print_is_said_once(office, output, chosen):
    result = office(*FORM, *chosen, "-o", str(output))
    assert result.exit_code == 2
    assert "须选一样" in result.stderr


def test_an_unknown_form_is_refused(office, output):
    assert "没有“nonsense”这种表" in office.refused("print", "nonsense", "--all", "-o", str(output))
    assert "没有“nonsense”这种表" in office.refused("print", "nonsense", "--blank", "-o", str(output))


def test_every_form_is_printed(office, output):
    for slug, form in FORMS.items():
        if form.fill:
            office.done("print", slug, "--all", "-o", str(output))
            assert "逾期三天有限公司" in "".join(text_of(output).split()), slug
        office.done("print", slug, "--blank", "-o", str(output))
        assert "空白表" in text_of(output), slug


def test_another_way_to_fill_a_form(office, output):
    office.done("print", "classified-followup", "--all", "--variant", "each", "-o", str(output))
    assert "没有“x”这种印法" in office.refused(
        "print", "classified-followup", "--all", "--variant", "x", "-o", str(output)
    )


def test_a_folder_that_is_not_there_is_named_before_anything_is_logged(office, tmp_path):
    assert office.refused(*FORM, "--all", "-o", str(tmp_path / "nowhere" / "x.pdf")).startswith("没有这个文件夹：")
    assert Print.select().count() == 0


@pytest.fixture
def full_disk(monkeypatch):
    def full(*_anything):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("webapp.storing.os.fsync", full)


def test_a_full_disk_leaves_the_old_file_no_half_one_and_no_number_spent(office, output, full_disk):
    output.write_bytes(b"the one before")
    said = office.refused(*FORM, "--customer", number_of("逾期三天有限公司"), "-o", str(output))
    assert said.startswith(f"存不下 {output}：") and "什么也没有打印" in said
    assert [path.name for path in output.parent.iterdir() if path.suffix in (".pdf", ".part")] == ["sheet.pdf"]
    assert output.read_bytes() == b"the one before"
    assert (
        Print.select().count() == 0 and not NumberSequence.select().where(NumberSequence.scope.startswith("P")).exists()
    )


def test_a_sheet_is_for_its_owner_alone(office, output):
    office.done(*FORM, "--blank", "-o", str(output))
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(office, output, tmp_path):
    target = tmp_path / "behind.pdf"
    target.write_bytes(b"the one before")
    output.symlink_to(target)
    office.done(*FORM, "--blank", "-o", str(output))
    assert output.is_symlink() and target.read_bytes().startswith(b"%PDF")


def test_a_pipe_takes_what_comes(office, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        office.done(*FORM, "--blank", "-o", str(pipe))
        assert read.result().startswith(b"%PDF")
