"""Pieces worked out from two settings are what WeasyPrint would set."""

import pytest

from tests.paper.samples import SHEETS
from webapp.paper.forms import FORMS
from webapp.paper.press.boxes import Drawing
from webapp.paper.press.pieces import Kit
from webapp.paper.press.stretch import _NUMBER, slope


def numbers(drawing: Drawing) -> list[float]:
    return [float(number) for number in _NUMBER.findall(drawing.content)]


def alike(one: Drawing, other: Drawing) -> bool:
    """The same strokes and letters within a fiftieth of a pixel, and the same places."""
    places = [(name, place.top, place.height) for name, place in one.places.items()]
    return (
        numbers(one) == pytest.approx(numbers(other), abs=0.02)
        and _NUMBER.split(one.content)[::2] == _NUMBER.split(other.content)[::2]
        and one.height == pytest.approx(other.height, abs=0.02)
        and [place for name, top, height in places for place in (top, height)]
        == pytest.approx(
            [number for name, _, _ in places for number in (other.places[name].top, other.places[name].height)],
            abs=0.02,
        )
    )


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.slug)
def test_a_stretched_piece_is_the_piece_set_so_tall(form):
    pages = form.pages(SHEETS[form], form.kit)
    pieces = {band.piece.macro: band.piece for page in pages for band in page if band.piece.drawing.heights}
    for macro, piece in pieces.items():
        for row, height in piece.drawing.heights.items():
            grown = tuple(sorted((dict(piece.grown) | {row: height + 37.5}).items()))
            taller = form.kit.piece(macro, grown, **piece.arguments)
            assert alike(taller.drawing, Kit(form.slug)._typeset(macro, dict(grown), piece.arguments).drawing), (
                macro,
                row,
            )


def test_rows_grow_each_by_itself():
    kit = FORMS["tracking-sheet"].kit
    heights = kit.piece("info").drawing.heights
    for more in ({"company": 13.0}, {"company": 13.0, "agent_name": 71.5, "core_name": 40.25, "other": 9.0}):
        grown = tuple(sorted((row, heights[row] + extra) for row, extra in more.items()))
        piece = kit.piece("info", grown)
        assert alike(piece.drawing, Kit(kit.slug)._typeset("info", dict(grown), {}).drawing)
        assert piece.height == pytest.approx(
            kit.piece("info").height + sum(height - heights[row] for row, height in grown), abs=0.05
        )


def test_what_differs_in_more_than_numbers_is_set_anew(monkeypatch):
    kit = Kit("tracking-sheet")
    monkeypatch.setattr("webapp.paper.press.pieces.slope", lambda *_drawings: None)
    tall = kit.piece("record", (("number", 100.0),))
    assert tall in kit._originals.values() and tall not in kit._stretched.values()


def test_rows_of_lists_are_worked_out_and_facts_beside_a_title_are_set():
    """The facts have slack to grow into before the head does."""
    facts = {"title": "表", "facts": (("writer", "填表人"),)}
    for slug, macro, arguments, is_worked_out in (
        ("tracking-sheet", "record", {}, True),
        ("classified-followup", "row", {}, True),
        ("sales-record", "head", facts, False),
    ):
        kit = Kit(slug)
        row, height = list(kit.piece(macro, **arguments).drawing.heights.items())[-1]
        piece = kit.piece(macro, ((row, height + 20),), **arguments)
        found = (piece in kit._stretched.values(), piece in kit._originals.values())
        assert found == (is_worked_out, not is_worked_out)


def test_another_drawing_has_no_slope():
    kit = FORMS["tracking-sheet"].kit
    assert slope(kit.piece("record").drawing, kit.piece("notes").drawing, "number") is None
