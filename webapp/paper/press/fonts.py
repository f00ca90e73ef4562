"""Which fonts paper is set in, and a private fontconfig that knows no others."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parents[3] / "static" / "fonts"
CORE = (FOLDER / "GenjinbuSong-Regular.ttf", FOLDER / "GenjinbuHei-Regular.ttf")
FAMILIES = {"Genjinbu Song": CORE[0], "Genjinbu Hei": CORE[1]}

# The last resort for rare characters (𠮷, 䶮): installed by bin/system-deps, found by name
# because distributions keep it in different folders.
FALLBACK_NAMES = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
FONT_ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")

PREFIX = "genjinbu-paper-"

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <selectfont>
    <rejectfont><glob>*</glob></rejectfont>
    <acceptfont>
{accepted}
    </acceptfont>
  </selectfont>
</fontconfig>
"""


@cache
def fallback_files() -> tuple[Path, ...]:
    """The installed fallback fonts, at most one file of each name."""
    found = (next(_search(name), None) for name in FALLBACK_NAMES)
    return tuple(path for path in found if path)


def _search(name: str) -> Iterable[Path]:
    return (path for root in FONT_ROOTS if root.is_dir() for path in sorted(root.rglob(name)))


def install() -> Path:
    """Point fontconfig at a private configuration and return its path.

    Has to happen before WeasyPrint is imported. A process started by one that did this already
    uses the same file; the one that wrote it removes it at exit.
    """
    inherited = Path(os.environ.get("FONTCONFIG_FILE", ""))
    if inherited.parent.name.startswith(PREFIX) and inherited.is_file():
        return inherited
    path = _private_folder() / "fonts.conf"
    path.write_text(configuration(path.parent / "cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)
    return path


def _private_folder() -> Path:
    folder = tempfile.mkdtemp(prefix=PREFIX)
    atexit.register(_remove, folder, os.getpid())
    return Path(folder)


def _remove(folder: str, owner: int) -> None:
    """Clear up, unless this is a fork of the process that made the folder."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def configuration(cache_folder: Path) -> str:
    """The text of fonts.conf: our files and the fallback files, nothing else of the system."""
    files = [*CORE, *fallback_files()]
    return CONFIGURATION.format(
        folders="\n".join(f"  <dir>{escape(str(path))}</dir>" for path in sorted({file.parent for file in files})),
        cache=escape(str(cache_folder)),
        accepted="\n".join(f"      <glob>{escape(str(file))}</glob>" for file in files),
    )


def slug(family: str) -> str:
    """The name of the font a family begins with, for a file: song, hei."""
    return FAMILIES[family.split(", ")[0]].stem.removeprefix("Genjinbu").removesuffix("-Regular").lower()


def letters(family: str) -> dict[str, tuple[float, str]]:
    """Every letter of one of our own families: its width in em and the name of its shape.

    Widths are to a thousandth, as the PDF has them.
    """
    from fontTools.ttLib import TTFont  # as slow to load as a page to print: not at every start

    font = TTFont(FAMILIES[family], lazy=True)
    em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
    return {
        chr(code): (round(metrics[glyph][0] * 1000 / em) / 1000, glyph) for code, glyph in font.getBestCmap().items()
    }


def problems() -> list[str]:
    """What is wrong with the fonts, in the words of `doctor`; empty when all is well."""
    missing = [f"缺少打印字体 {path.name}，请运行 bin/vendor-fonts" for path in CORE if not path.is_file()]
    if len(fallback_files()) < len(FALLBACK_NAMES):
        missing.append("缺少生僻字字体（Noto CJK），“𠮷”这类字印不出来，请安装 fonts-noto-cjk")
    return missing
