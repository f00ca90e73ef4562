import io

import pikepdf
from PIL import ImageChops

from tests.paper.samples import Entry, filled, picture, texts
from webapp import paper
from webapp.paper.finishing import leaves


def test_copies_follow_each_other_per_customer():
    order = list(leaves([2, 4], copies=[0, 1], leaf=2, collate="copies"))
    assert order[:4] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert order[4:] == [(page, copy) for copy in (0, 1) for page in (2, 3, 4, 5)]


def test_sheets_follow_each_other_in_all_copies():
    order = list(leaves([4], copies=[0, 1], leaf=2, collate="sheets"))
    assert order == [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (3, 0), (2, 1), (3, 1)]


def test_on_paper_the_copies_differ_at_the_right_edge_and_in_the_foot_alone():
    pdf = paper.render("tracking-sheet", [filled()]).pdf
    first, second = picture(pdf, 0), picture(pdf, 2)
    width, height = first.size
    grid = (0, 0, round(width * 198 / 210), round(height * 285 / 297))
    assert ImageChops.difference(first, second).getbbox()
    assert not ImageChops.difference(first.crop(grid), second.crop(grid)).getbbox()


def test_three_copies_cost_hardly_more_than_one():
    one, three = (paper.render("tracking-sheet", [filled()], copies=copies).pdf for copies in (1, 3))
    assert len(three) < len(one) * 1.15 and len(three) < 170_000


def test_the_file_is_sound_and_always_the_same():
    pdf = paper.render("tracking-sheet", [filled(number="C1"), filled(number="C2")]).pdf
    assert paper.render("tracking-sheet", [filled(number="C1"), filled(number="C2")]).pdf == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []


def test_large_batches_are_set_in_parts_and_merged(monkeypatch):
    monkeypatch.setattr(paper, "CHUNK", 1)
    result = paper.render("tracking-sheet", [filled(number="C1"), filled(number="C2")])
    with pikepdf.open(io.BytesIO(result.pdf)) as opened:
        assert len(opened.pages) == result.pages == 12


def test_two_processes_print_what_one_prints(monkeypatch):
    sheets = [filled(number=f"C{number}", records=[Entry("拜访😀客户。")]) for number in range(26)]
    one, two = (paper.render("tracking-sheet", sheets, copies=1, processes=processes) for processes in (1, 2))
    assert (one.pages, one.missing, texts(one.pdf)) == (two.pages, two.missing, texts(two.pdf))
