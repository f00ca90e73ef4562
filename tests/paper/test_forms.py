"""What holds for every form, filled and blank."""

import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont

from tests.paper.reference import reference, unlike
from tests.paper.samples import IMPRINT, LABELS, SHEETS, URL, blank, picture, printed, run_on, wrong_glyphs
from webapp.paper.forms import FORMS
from webapp.paper.press import PaperForm, faces, file, fonts
from webapp.paper.press.form import finished

every_form = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.slug)


def sides(form: PaperForm) -> list[file.Side]:
    return finished(form, form.pages(SHEETS[form], form.kit), IMPRINT, "C20240501001")


@every_form
def test_the_press_prints_what_weasyprint_would(form):
    placed = sides(form)
    pdf = file.press(placed, [(number, 0) for number in range(len(placed))])
    assert max(unlike(reference(form.kit, placed), pdf)) < 0.0001


def test_a_picture_that_is_not_alike_is_seen():
    form = FORMS["sales-record"]
    placed = sides(form)
    moved = [[(top + 3, band) for top, band in side] for side in placed]
    assert (
        min(unlike(reference(form.kit, moved), file.press(placed, [(number, 0) for number in range(len(placed))])))
        > 0.001
    )


@every_form
def test_every_value_stands_within_its_place(form):
    for side in sides(form):
        for _, band in side:
            for name, lines in band.lines.items():
                place = band.piece.places[name]
                widest = max(faces.face(place.type.family).width(line.rstrip()) for line in lines) * place.type.size
                assert widest <= place.width + 0.01 and len(lines) * place.type.leading <= place.height + 0.1, (
                    name,
                    lines,
                )


@every_form
def test_nothing_reaches_the_foot(form):
    for side in sides(form):
        *grid, (foot, _) = side
        assert max(top + band.height for top, band in grid) <= foot + 0.1


@every_form
def test_it_prints_blank(form):
    result = blank(form, copies=1)
    assert result.pages and not result.missing
    text = run_on(result.pdf)
    assert "空白表" in text and "None" not in text and "打印号" not in text


@every_form
def test_the_labels_of_the_office_s_sheet_are_all_there_in_their_order(form):
    text, place = run_on(blank(form, copies=1).pdf), 0
    for label in LABELS[form.slug].split():
        place = text.find(label, place)
        assert place >= 0, label
        place += len(label)


@every_form
def test_it_is_on_a4(form):
    for page in pypdfium2.PdfDocument(printed(SHEETS[form], form=form).pdf):
        assert sorted(round(side / 72 * 25.4) for side in page.get_size()) == [210, 297]


@every_form
def test_fonts_are_embedded_and_every_glyph_is_that_of_its_character(form):
    core = {path.stem.removesuffix("-Regular"): TTFont(path) for path in fonts.CORE}
    pdf = printed(SHEETS[form], form=form, copies=1).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
    assert wrong_glyphs(pdf, core) == []
    assert (
        len(wrong_glyphs(pdf, dict(zip(core, reversed(core.values()))))) > 50
    )  # the check sees letters of another font


@every_form
def test_its_code_is_read(form):
    """And says which copy it is on."""
    copies = len(form.copy_labels)
    pdf = printed(SHEETS[form], form=form, copies=max(copies, 1)).pdf
    sides = len(pypdfium2.PdfDocument(pdf)) // max(copies, 1)
    for copy in range(max(copies, 1)):
        (code,) = zxingcpp.read_barcodes(picture(pdf, copy * sides, scale=150 / 72))
        assert code.text == (f"{URL}?copy={copy + 1}" if copies else URL)


@every_form
def test_it_has_its_line_in_the_samples(form):
    assert form in SHEETS and form.slug in LABELS


@pytest.mark.parametrize("form", [form for form in SHEETS if form.slug != "greeting-card"], ids=lambda form: form.slug)
def test_the_thick_lines_around_the_grid_are_whole(form):
    """Tints and grid lines stop at them: so many dark pixels above each other wherever the upper line is cut."""
    page = picture(printed(SHEETS[form], form=form, copies=1).pdf, 0, scale=600 / 72).convert("L")
    (top, edge), *_ = [placed for placed in sides(form)[0] if placed[1].piece.macro == "edge"]
    first = round((top + edge.piece.drawing.above - 2) / 96 * 600)
    depths = set()
    for x in range(page.width // 8, page.width * 7 // 8, 97):
        column = [page.getpixel((x, y)) < 60 for y in range(first, first + 40)]
        depths.add(sum(column[: column.index(False, column.index(True))] if True in column else column))
    assert max(depths) - min(depths) <= 3 and min(depths) >= 10
