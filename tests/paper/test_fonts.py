import hashlib

import pytest
from fontTools.ttLib import TTFont

from webapp.paper.press import fonts


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
    wanted = "".join(row.decode("gb2312", "ignore") for row in rows) + "□○√×✓〓①⑳㈠℃㎡¥￥·—…“”（）《》喆堃镕"
    for font in core.values():
        assert not set(map(ord, wanted)) - font.getBestCmap().keys()


def test_a_child_process_shares_the_configuration(monkeypatch, tmp_path):
    own = fonts.install()
    assert fonts.install() == own
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    other = fonts.install()
    assert other != own and str(fonts.CORE[0]) in other.read_text(encoding="utf-8")
