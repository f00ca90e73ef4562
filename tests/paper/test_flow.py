"""How bands share pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paper.samples import CONTACTED, LONG, ROW, Entry, filled, printed
from webapp.paper.forms import classified_followup, sales_record, tracking_sheet
from webapp.paper.forms.classified_followup import ClassifiedFollowUps
from webapp.paper.forms.sales_record import SalesRecord
from webapp.paper.press import MM, TooLong, flow

KIT = tracking_sheet.FORM.kit


def written(pages, macro: str, place: str) -> str:
    """What stands in a place, page after page."""
    return "".join("".join(band.lines.get(place, ())) for page in pages for band in page if band.piece.macro == macro)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 60))
def test_levelled_rows_fill_the_room_and_none_is_cut(lines, spare):
    rows = [KIT.band("record", {"text": "\n".join("跟" * count)}) for count in lines]
    room = flow.height(rows) + spare * MM
    levelled = flow.level(KIT, rows, room)
    assert flow.height(levelled) == pytest.approx(room, abs=0.05)
    assert all(after.height >= before.height - 0.01 for after, before in zip(levelled, rows))


def test_the_head_of_a_list_is_repeated():
    pages = classified_followup.pages(ClassifiedFollowUps([ROW] * 40), classified_followup.FORM.kit)
    assert len(pages) > 2
    assert [page[0].piece.macro for page in pages] == ["head", *["head_again"] * (len(pages) - 1)]
    assert all(page[1].piece.macro == "heads" for page in pages)


def test_a_row_never_splits_unless_it_is_taller_than_a_page():
    tall = ROW | {"content": LONG * 5}
    pages = classified_followup.pages(ClassifiedFollowUps([ROW, tall] * 8), classified_followup.FORM.kit)
    assert sum(band.piece.macro == "row" for page in pages for band in page) == 16


def test_a_row_taller_than_a_page_is_parted_and_nothing_is_lost():
    long = "".join(f"（{number}）{LONG}" for number in range(80))
    pages = classified_followup.pages(
        ClassifiedFollowUps([ROW, ROW | {"content": long}, ROW]), classified_followup.FORM.kit
    )
    assert written(pages, "row", "content") == LONG + long + LONG
    assert 3 < len(pages) < 12
    parts = [band for page in pages for band in page if band.from_top]
    assert [band.lines["number"] for band in parts] == [(ROW["number"],), *[(ROW["number"], "续")] * (len(parts) - 1)]


def test_a_row_that_fits_overleaf_is_not_parted_under_a_tall_head():
    kit = classified_followup.FORM.kit
    head, row = (
        kit.band("head", {"branch": "名" * 400}, title="表", facts=(("branch", "分站"),)),
        kit.band("row", {"content": LONG * 6}),
    )
    assert flow.height([head, row]) > flow.room(head) > row.height
    again = kit.band("head_again", title="表")
    assert flow.pages(kit, [[row]], first=[head], again=[again]) == [[head], [again, row]]


def test_a_head_taller_than_the_page_is_refused():
    kit = classified_followup.FORM.kit
    head = kit.band("head", {"branch": "名" * 1500}, title="表", facts=(("branch", "分站"),))
    with pytest.raises(TooLong, match="“名名名"):
        flow.pages(kit, [[kit.band("row")]], first=[head], again=[head])


def test_a_place_there_is_not_is_named():
    with pytest.raises(LookupError, match="no places {'zz'} in “row”; it has number, name"):
        classified_followup.FORM.kit.band("row", {"zz": ""})


def test_nought_is_a_value():
    assert classified_followup.FORM.kit.band("row", {"content": 0, "remarks": None}).lines == {"content": ("0",)}


def test_a_list_within_a_form_repeats_its_head_where_it_goes_on():
    pages = sales_record.pages(SalesRecord("C1", {}, CONTACTED, [CONTACTED] * 40), sales_record.FORM.kit)
    opened = [page[1].piece.macro for page in pages[1:]]
    assert opened.count("contact_heads") > 1 and set(opened) <= {"contact_heads", "section"}


def test_a_section_moves_on_whole():
    pages = sales_record.pages(SalesRecord("C1", {}, CONTACTED, [CONTACTED] * 9), sales_record.FORM.kit)
    for page in pages:
        assert page[-1].piece.macro not in ("section", "contact_heads")


@pytest.mark.parametrize(
    ("form", "sheet"),
    [
        (tracking_sheet.FORM, filled(records=[Entry("长" * 100_000)])),
        (classified_followup.FORM, ClassifiedFollowUps([ROW | {"content": "长" * 100_000}])),
        (sales_record.FORM, SalesRecord("C1", {"pains": "长" * 100_000})),
    ],
    ids=lambda value: getattr(value, "slug", ""),
)
def test_a_text_that_would_fill_page_after_page_is_refused_with_its_first_words(form, sheet):
    with pytest.raises(TooLong, match="“长长长长"):
        printed(sheet, form=form)


def test_whatever_a_file_says_the_front_holds_it():
    person = tracking_sheet.Person("王" * 40, "副总经理" * 10, "0" * 30, "1" * 20)
    sheet = filled(
        company="甲" * 80,
        address="乙" * 180,
        project="丙" * 80,
        status="丁" * 40,
        linkage="戊" * 900,
        other="己" * 900,
        contact=person,
        agent=person,
        core=person,
        memos=[Entry("备" * 400)] * 3,
        notes="注" * 900,
    )
    for page in tracking_sheet.pages(sheet, KIT):
        assert flow.height(page) <= flow.room(page[0]) + 0.1
