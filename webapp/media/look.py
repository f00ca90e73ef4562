"""Run as a process of its own, for it opens what strangers made: the picture or PDF that comes in, looked at; what is
found goes out as a line of JSON (`fault`, `pages`), and behind it a small picture.

    python -I look.py pdf <signed.pdf

It knows nothing of the app.
"""

import io
import json
import sys
from contextlib import suppress

SIDE = 320  # pixels of the small picture
MOST_PIXELS = 50_000_000
MEMORY, SECONDS = 1_200_000_000, 10
MOST_OBJECTS = 200_000  # of a PDF
ACTIVE = {"/JS", "/JavaScript", "/Launch", "/RichMedia", "/EmbeddedFiles", "/EF", "/XFA"}
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"}  # by itself, or on a click
CANNOT = "打不开，可能损坏了或没有传完整"


class Fault(Exception):
    """Why it may not come in, in Chinese."""


def main(kind: str) -> None:
    _limit()
    content = sys.stdin.buffer.read()
    pages, small = None, b""
    try:
        pages, small = _pdf(content) if kind == "pdf" else (None, _picture(content, kind))
        found = {"fault": "", "pages": pages}
    except Fault as fault:
        found = {"fault": str(fault), "pages": None}
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + small)


def _limit() -> None:
    """What a hostile file may take at most; Windows knows no such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _picture(content: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # we say it ourselves
    try:
        image = Image.open(io.BytesIO(content), formats=[kind.upper()])
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise Fault(f"有 {width} × {height} 像素，太大了；请缩小到 {MOST_PIXELS // 10_000} 万像素以内")
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        return _small(ImageOps.exif_transpose(image))
    except Fault:
        raise
    except Exception as error:
        raise Fault(CANNOT) from error


def _small(image) -> bytes:
    from PIL import Image

    image.thumbnail((SIDE, SIDE))
    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _pdf(content: bytes) -> tuple[int, bytes]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
            if pdf.is_encrypted:
                raise Fault("设了密码或限制，请去掉以后再传")
            if pages == 0:
                raise Fault(CANNOT)
            if any(_is_active(found) for found in _dictionaries(pdf)):
                raise Fault("里面带有脚本或嵌入的文件，不能收；请另外打印成 PDF 再传")
    except Fault:
        raise
    except pikepdf.PasswordError as error:
        raise Fault("设了密码，请去掉以后再传") from error
    except Exception as error:
        raise Fault(CANNOT) from error
    return pages, _first_page(content)


def _dictionaries(pdf):
    """Those of all objects, and what stands in them."""
    import pikepdf

    left, seen = list(pdf.objects), 0
    while left:
        seen += 1
        if seen > MOST_OBJECTS:
            raise Fault("太复杂了，不能收；请另外打印成 PDF 再传")
        found = left.pop()
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            left += [value for value in dict(found.items()).values() if _is_inline(value)]
        elif isinstance(found, pikepdf.Array):
            left += [value for value in found if _is_inline(value)]


def _is_inline(value) -> bool:
    import pikepdf

    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _is_active(found) -> bool:
    names = set(found.keys())
    return bool(ACTIVE & names) or str(found.get("/S", "")) in ACTS


def _first_page(content: bytes) -> bytes:
    """Without a picture of it a PDF is taken in all the same."""
    import pypdfium2

    with suppress(Exception):
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        scale = min(2.0, SIDE * 2 / max(page.get_size()))
        return _small(page.render(scale=scale).to_pil())
    return b""


if __name__ == "__main__":
    main(sys.argv[1])
