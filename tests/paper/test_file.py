"""The file: copies, their order, and that it is sound."""

import io

import pikepdf
from PIL import ImageChops

from tests.paper.samples import filled, picture, printed
from webapp.paper.press.file import leaves


def test_copies_follow_each_other_per_customer():
    order = list(leaves([2, 4], copies=[0, 1], leaf=2, collate="copies"))
    assert order[:4] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert order[4:] == [(page, copy) for copy in (0, 1) for page in (2, 3, 4, 5)]


def test_sheets_follow_each_other_in_all_copies():
    order = list(leaves([4], copies=[0, 1], leaf=2, collate="sheets"))
    assert order == [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (3, 0), (2, 1), (3, 1)]


def test_on_paper_the_copies_differ_at_the_right_edge_in_the_foot_and_in_the_code_alone():
    pdf = printed(filled()).pdf
    first, second = picture(pdf, 0), picture(pdf, 2)
    width, height = first.size
    grid = (0, 0, round(width * 198 / 210), round(height * 283 / 297))
    code = (round(width * 14 / 210), round(height * 9 / 297), round(width * 36 / 210), round(height * 31 / 297))
    assert ImageChops.difference(first.crop(code), second.crop(code)).getbbox()
    for side in (first, second):
        side.paste("white", code)
    assert ImageChops.difference(first, second).getbbox()
    assert not ImageChops.difference(first.crop(grid), second.crop(grid)).getbbox()


def test_three_copies_cost_hardly_more_than_one():
    one, three = (printed(filled(), copies=copies).pdf for copies in (1, 3))
    assert len(three) < len(one) * 1.15 and len(three) < 170_000


def test_the_file_is_sound_and_always_the_same():
    pdf = printed(filled(number="C1"), filled(number="C2")).pdf
    assert printed(filled(number="C1"), filled(number="C2")).pdf == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == [] and len(opened.pages) == 12
        assert str(opened.docinfo.Title) == "客户信息资料数据库（代跟踪服务表）"


def test_a_sheet_more_adds_little():
    two, twenty = (printed(*[filled(number=f"C{n}") for n in range(count)]).pdf for count in (2, 20))
    assert (len(twenty) - len(two)) / 18 < 8_000
