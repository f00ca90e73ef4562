"""What stands where: on the commonest laptop, at 200 %, on a phone, and on paper by Ctrl-P."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.crowd import fill_branch
from tests.journeys.conftest import PHONE
from webapp.models import Classification

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LAPTOP = {"viewport": {"width": 1092, "height": 614}}  # 1366 × 768, Windows at 125 %
DOUBLED = {"viewport": {"width": 683, "height": 384}}  # 1366 × 768 at 200 %


def top(page, selector: str) -> float:
    return page.locator(selector).first.evaluate("it => it.getBoundingClientRect().top + scrollY")


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_whom_to_reach_and_what_was_promised_come_before_what_is_on_file(desk, office, screen):
    page = desk(office.rep, **screen)
    page.goto(f"/customers/{office.overdue.number}")
    assert top(page, ".people") < top(page, "#steps") < top(page, ".file")
    if screen is PHONE:
        assert top(page, "#steps") < top(page, "#composer") < top(page, "#timeline") < top(page, ".file")
    else:
        assert top(page, ".main") == top(page, ".people")


def test_the_file_does_not_scroll_inside_itself(desk, office):
    page = desk(office.rep, viewport={"width": 1366, "height": 400})
    page.goto(f"/customers/{office.overdue.number}")
    assert page.locator(".file").evaluate("it => it.scrollHeight <= it.clientHeight + 1")


def test_at_200_percent_the_first_screen_holds_work(desk, office):
    page = desk(office.rep, **DOUBLED)
    page.goto("/")
    expect(page.locator("#overdue .who a")).to_be_in_viewport()
    page.mouse.wheel(0, 600)
    for bar in (".top", ".rail"):
        expect(page.locator(bar)).not_to_be_in_viewport()


def test_a_phones_board_begins_on_its_first_screen(desk, office):
    page = desk(office.rep, **PHONE)
    page.goto("/boards/stage")
    assert top(page, ".board") < 200
    page.goto("/customers")
    assert top(page, "tbody tr") < 320


def test_the_list_printed_by_ctrl_p_is_a_table_from_its_first_page_on(desk, office):
    fill_branch(office.rep, 60)
    page = desk(office.rep)
    page.goto("/customers?sort=name")
    names = page.locator("tbody .who a").all_inner_texts()
    first, second, *_ = (
        "".join(sheet.get_textpage().get_text_range().split()) for sheet in pypdfium2.PdfDocument(page.pdf(format="A4"))
    )
    assert names[0] in first and "联系人" in first
    assert "联系人" in second  # the heading is repeated


def test_a_card_and_a_board_printed_by_ctrl_p_lose_nothing(desk, office):
    page = desk(office.rep, viewport={"width": 718, "height": 1000})  # what is printable of A4
    page.emulate_media(media="print")
    Classification.delete().where(Classification.customer == office.lost).execute()
    page.goto("/boards/stage")
    for column in page.locator(".column").all():
        right = column.evaluate("it => it.getBoundingClientRect().right")
        assert right <= 718
    expect(page.locator(".move").first).to_be_hidden()
    empty = page.locator(".cards:not(:has(.card))").first
    assert "按 m" not in empty.evaluate("it => getComputedStyle(it, '::before').content")
    expect(page.locator(".page-head .seg a:not([aria-current])").first).to_be_hidden()
    page.goto(f"/customers/{office.overdue.number}")
    expect(page.locator("#composer")).to_be_hidden()
    expect(page.locator("#timeline .entry").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_the_filters_stand_in_one_row_and_the_heading_stays_in_sight(desk, office):
    fill_branch(office.rep, 60)
    page = desk(office.rep)
    page.goto("/customers")
    middles = page.locator(".filters .input").evaluate_all(
        "all => all.map(it => it.getBoundingClientRect()).map(box => Math.round((box.top + box.bottom) / 2))"
    )
    assert len(middles) > 3 and max(middles) - min(middles) <= 1
    page.mouse.wheel(0, 1500)
    expect(page.locator("thead th").first).to_be_in_viewport()


def test_on_a_wide_screen_the_bar_ends_where_the_page_ends(desk, office):
    """U53."""
    page = desk(office.rep, viewport={"width": 1920, "height": 1000})
    page.goto("/customers")
    right = "it => it.getBoundingClientRect().right"
    bar, content = (page.locator(place).last.evaluate(right) for place in (".top > *", "main .sheet"))
    assert abs(bar - content) < 40


def test_paper_stays_paper_in_the_dark(desk, office):
    """U56: white, pink, yellow."""
    papers = []
    for scheme in ("light", "dark"):
        page = desk(office.rep, color_scheme=scheme)
        page.goto(f"/customers/{office.overdue.number}")
        papers.append(page.locator(".copy").evaluate_all("all => all.map(it => getComputedStyle(it).backgroundColor)"))
    for shown in papers:
        assert len(set(shown)) == 3
        assert min(int(part) for colour in shown for part in re.findall(r"\d+", colour)) > 160


def test_a_placeholder_is_not_cut(desk, office):
    """U46."""
    page = desk(office.rep, **PHONE)
    page.goto("/")
    fits = """it => {
        const context = document.createElement("canvas").getContext("2d"), style = getComputedStyle(it);
        context.font = style.font;
        const room = it.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return context.measureText(it.placeholder).width <= room || style.textOverflow === "ellipsis";
    }"""
    assert page.locator("#search").evaluate(fits)
