"""Pieces kept from one process to the next."""

import json
import stat

import pytest

from tests.paper.samples import filled
from webapp.paper import press
from webapp.paper.forms import tracking_sheet
from webapp.paper.press import Imprint, boxes, faces, fonts, kept
from webapp.paper.press.form import PaperForm


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "_folder", tmp_path / "paper")
    return tmp_path / "paper"


def form() -> PaperForm:
    """The tracking sheet in a process of its own."""
    known = tracking_sheet.FORM
    return PaperForm(
        known.slug, known.title, known.name, known.pages, known.blank, known.fill, False, known.copy_labels, True
    )


def pdf(of: PaperForm, **values) -> bytes:
    made = press.compose(of, [filled(**values)]).print([Imprint()]).pdf
    of.kit.keep()
    return made


def test_the_next_process_sets_nothing_anew_and_prints_the_same(folder, monkeypatch):
    first = pdf(form())
    monkeypatch.setattr(boxes, "drawing", lambda *_piece: 1 / 0)
    assert pdf(form()) == first


def test_the_file_is_for_its_owner_alone(folder):
    pdf(form())
    assert stat.S_IMODE((folder / "tracking-sheet.json").stat().st_mode) == 0o600


def test_pieces_of_another_style_are_not_used(folder, monkeypatch):
    pdf(form())
    monkeypatch.setattr(kept, "_made_of", lambda _files: "another")
    assert kept.Shelf("tracking-sheet", []).load() == []


def test_what_was_set_before_an_upgrade_is_not_left_for_after_it(folder, monkeypatch):
    old = form()
    assert old.kit
    monkeypatch.setattr(kept, "_made_of", lambda _files: "the next release")
    pdf(old)
    assert not folder.exists()


def test_letters_are_kept_too(folder, monkeypatch):
    first = faces.Face("Genjinbu Song, Noto Serif CJK SC")
    monkeypatch.setattr(fonts, "letters", lambda _family: 1 / 0)
    again = faces.Face("Genjinbu Song, Noto Serif CJK SC")
    assert (again.widths, again.spelt, again.height, again.ascent) == (
        first.widths,
        first.spelt,
        first.height,
        first.ascent,
    )
    assert again.spelled("〜😀") == "～〓"


def test_nothing_of_a_person_is_kept(folder):
    mine = form()
    press.compose(mine, [filled()]).print([Imprint(printed_by="李敏", watermark="李敏 2024-05-12")])
    mine.kit.keep()
    left = (folder / "tracking-sheet.json").read_text(encoding="utf-8")
    assert "李敏" not in left and "阿克雅" not in left and "开发单位" not in left.split('"characters"')[0]


@pytest.mark.parametrize(
    "left",
    [
        "",
        "{",
        "[]",
        '{"made_of": "x", "left": [["row", [], [], {}]]}',
        '{"made_of": 1}',
        '{"made_of": "x", "left": [[1]]}',
    ],
)
def test_a_file_that_is_damaged_is_written_anew(folder, monkeypatch, left):
    folder.mkdir()
    (folder / "tracking-sheet.json").write_text(left)
    monkeypatch.setattr(kept, "_made_of", lambda _files: "x")
    assert pdf(form())
    assert json.loads((folder / "tracking-sheet.json").read_text())["left"]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(folder):
    folder.write_text("a file")
    assert pdf(form())


def test_a_few_pieces_more_are_not_worth_a_file(folder):
    mine = form()
    pdf(mine)
    before = (folder / "tracking-sheet.json").stat().st_mtime_ns
    pdf(mine, company="甲" * 60)
    assert (folder / "tracking-sheet.json").stat().st_mtime_ns == before
