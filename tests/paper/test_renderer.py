import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
import zxingcpp

from tests.paper.samples import URL, Entry, filled, picture, run_on
from webapp import paper
from webapp.paper import renderer


def test_the_qr_code_opens_the_customer():
    pdf = paper.render("tracking-sheet", [filled()], copies=1).pdf
    for page in (0, 1):
        codes = zxingcpp.read_barcodes(picture(pdf, page, scale=150 / 72))
        assert [code.text for code in codes] == [URL]


def test_values_are_text_and_never_markup(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("绝密", encoding="utf-8")
    value = f'<img src="{secret.as_uri()}"><link rel="attachment" href="{secret.as_uri()}">'
    pdf = paper.render("tracking-sheet", [filled(records=[Entry(value)])], copies=1).pdf
    assert "<imgsrc=" in run_on(pdf) and "绝密" not in run_on(pdf)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/", "https://127.0.0.1:9/", "ftp://127.0.0.1/"])
def test_nothing_is_fetched(url):
    with pytest.raises(ValueError, match="disallowed protocol"):
        renderer._engine().fetcher.fetch(url)


def test_a_template_that_reached_for_a_file_would_print_without_it(tmp_path, caplog):
    target = tmp_path / "attached.txt"
    target.write_text("绝密", encoding="utf-8")
    engine = renderer._engine()
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        html = f'<link rel="attachment" href="{target.as_uri()}"><p>正文'
        pdf = engine.HTML(string=html, url_fetcher=engine.fetcher).write_pdf(font_config=engine.font_config)
    assert "EmbeddedFile" not in pdf.decode("latin-1")


def test_control_characters_are_left_out_and_nothing_is_printed_for_none():
    assert renderer.printable("一\x00二\x0b三\ud800\n四") == "一二三\n四"
    assert renderer.printable(None) == ""
    assert "一二三" in run_on(paper.render("tracking-sheet", [filled(company="一\x00二\x1f三")], copies=1).pdf)


def test_threads_print_one_after_the_other():
    alone = paper.render("tracking-sheet", [filled()], copies=1).pdf
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: paper.render("tracking-sheet", [filled()], copies=1).pdf, range(4)))
    assert together == [alone] * 4


def test_what_cannot_be_fitted_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(renderer, "_spilled", lambda document, plans: {0})
    with pytest.raises(paper.DoesNotFit, match="排不下"):
        paper.render("tracking-sheet", [filled()], copies=1)
