"""WeasyPrint, shut in: no files, no network, one job at a time."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.paper.samples import LONG, Entry, filled, printed, run_on
from webapp.paper import press
from webapp.paper.forms import tracking_sheet
from webapp.paper.press import PrintingUnavailable, boxes, engine, fonts


def test_values_are_text_and_never_markup(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("绝密", encoding="utf-8")
    value = f'<img src="{secret.as_uri()}"><link rel="attachment" href="{secret.as_uri()}">'
    pdf = printed(filled(records=[Entry(value)]), copies=1).pdf
    assert "<imgsrc=" in run_on(pdf) and "绝密" not in run_on(pdf)


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "http://127.0.0.1:9/", "https://127.0.0.1:9/", "ftp://127.0.0.1/"]
)
def test_nothing_is_fetched(url):
    with pytest.raises(ValueError, match="disallowed protocol"):
        engine.weasyprint().fetcher.fetch(url)


def test_a_template_that_reached_for_a_file_would_print_without_it(tmp_path, caplog):
    target = tmp_path / "attached.txt"
    target.write_text("绝密", encoding="utf-8")
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        pdf = engine.lay_out(f'<link rel="attachment" href="{target.as_uri()}"><p>正文', []).write_pdf()
    assert "EmbeddedFile" not in pdf.decode("latin-1")


def test_threads_print_one_after_the_other():
    alone = printed(filled(), copies=1).pdf
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: printed(filled(), copies=1).pdf, range(4)))
    assert together == [alone] * 4


def test_threads_that_print_different_sheets_print_what_each_would_alone():
    sheets = [
        filled(number=f"C{place}", company="甲" * (place * 7), other="㐂" + LONG * place) for place in range(1, 9)
    ]
    alone, shared = replace(tracking_sheet.FORM), replace(tracking_sheet.FORM)  # each with pieces of its own
    one_by_one = [printed(sheet, form=alone).pdf for sheet in sheets]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda sheet: printed(sheet, form=shared).pdf, sheets))
    assert together == one_by_one


@pytest.mark.parametrize("times", range(3))
def test_what_is_made_once_is_made_once(times):
    barrier, made = threading.Barrier(6), []

    @engine.once
    def make(name):
        made.append(name)
        return object()

    def get(_turn):
        barrier.wait()
        return make("face")

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(get, range(6)))) == len(made) == 1


def test_all_is_well_here():
    assert press.diagnose() == []


def test_a_missing_fallback_is_diagnosed(monkeypatch):
    monkeypatch.setattr(fonts, "fallback_files", lambda: ())
    assert any("fonts-noto-cjk" in problem for problem in press.diagnose())


def test_a_missing_subsetter_is_diagnosed(monkeypatch):
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    assert any("libharfbuzz-subset0" in problem for problem in press.diagnose())


def test_without_the_core_fonts_printing_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "CORE", (tmp_path / "GenjinbuSong-Regular.ttf",))
    with pytest.raises(PrintingUnavailable, match="缺少打印字体"):
        engine.weasyprint.__wrapped__()


def test_without_its_library_printing_is_refused(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(PrintingUnavailable, match="bin/system-deps"):
        engine.weasyprint.__wrapped__()


def test_this_weasyprint_has_all_that_we_read_of_it():
    """After an upgrade: what it names has moved, and webapp/paper/press/boxes.py is where it is read."""
    assert boxes.problems() == []


def test_an_upgrade_that_renames_something_is_named(monkeypatch):
    monkeypatch.setattr(
        boxes,
        "RELIED_ON",
        (*boxes.RELIED_ON, ("weasyprint.pdf.fonts", "Font", ("glyphs_of_tomorrow",)), ("pydyf", "Parcel", ())),
    )
    assert boxes.problems() == ["weasyprint.pdf.fonts.Font.glyphs_of_tomorrow", "pydyf.Parcel"]
    assert [problem for problem in press.diagnose() if "pydyf.Parcel" in problem]
