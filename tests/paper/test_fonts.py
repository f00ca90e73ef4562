import hashlib

import pytest
from fontTools.ttLib import TTFont

from tests.paper.samples import Entry, filled, run_on, wrong_glyphs
from webapp import paper
from webapp.paper import PrintingUnavailable, fonts, renderer


@pytest.fixture(scope="module")
def core() -> dict[str, TTFont]:
    return {path.stem.removesuffix("-Regular"): TTFont(path) for path in fonts.CORE}


def test_the_fonts_are_the_ones_in_the_manifest():
    manifest = (fonts.FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = {line.split("  ")[1] for line in manifest}
    assert {path.name for path in fonts.CORE} <= names
    for line in manifest:
        digest, name = line.split("  ")
        assert hashlib.sha256((fonts.FOLDER / name).read_bytes()).hexdigest() == digest


def test_the_core_fonts_have_gb2312_and_the_signs_of_forms(core):
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    wanted = "".join(row.decode("gb2312", "ignore") for row in rows) + "□○√×✓①⑳㈠℃㎡¥￥·—…“”（）《》喆堃镕"
    for font in core.values():
        assert not set(map(ord, wanted)) - font.getBestCmap().keys()


def test_every_glyph_in_the_pdf_is_the_glyph_of_its_character(core):
    pdf = paper.render("tracking-sheet", [filled()], copies=1).pdf
    assert wrong_glyphs(pdf, core) == []


def test_the_glyph_check_sees_glyphs_of_another_font(core):
    pdf = paper.render("tracking-sheet", [filled()], copies=1).pdf
    swapped = dict(zip(core, reversed(core.values())))
    assert len(wrong_glyphs(pdf, swapped)) > 100


def test_rare_characters_come_from_the_fallback():
    result = paper.render("tracking-sheet", [filled(company="𠮷䶮㛃置业有限公司")], copies=1)
    assert result.missing == ()
    assert "𠮷䶮㛃置业有限公司" in run_on(result.pdf)


def test_characters_that_no_font_has_are_named():
    result = paper.render("tracking-sheet", [filled(records=[Entry("回访😀，确认\U0010fffd。")])], copies=1)
    assert result.missing == ("😀", "\U0010fffd")
    assert paper.render("tracking-sheet", [filled()], copies=1).missing == ()


def test_all_is_well_here():
    assert paper.diagnose() == []


def test_a_missing_fallback_is_diagnosed(monkeypatch):
    monkeypatch.setattr(fonts, "fallback_files", lambda: ())
    assert any("fonts-noto-cjk" in problem for problem in paper.diagnose())


def test_a_missing_subsetter_is_diagnosed(monkeypatch):
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    assert any("libharfbuzz-subset0" in problem for problem in paper.diagnose())


def test_without_the_core_fonts_printing_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "CORE", (tmp_path / "GenjinbuSong-Regular.ttf",))
    with pytest.raises(PrintingUnavailable, match="缺少打印字体"):
        renderer._engine.__wrapped__()


def test_a_child_process_shares_the_configuration(monkeypatch, tmp_path):
    own = fonts.install()
    assert fonts.install() == own
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    other = fonts.install()
    assert other != own and str(fonts.CORE[0]) in other.read_text(encoding="utf-8")
