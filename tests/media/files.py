"""Files of all kinds, made on the spot."""

import io
import zipfile

import pikepdf
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ALIKE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1, **root) -> bytes:
    """One of empty pages; `root` are further entries of its catalogue."""
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    document, out = pikepdf.open(io.BytesIO(pdf())), io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def with_script() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def flooded_pdf() -> bytes:
    """A script behind more things than anybody looks at."""
    things = pikepdf.Array([pikepdf.Dictionary() for _ in range(200_100)])
    return pdf(Things=things, OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def archive(*names: str, said: str = "<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, said)
    return out.getvalue()


def office(kind: str, *more: str, said: str = "<x/>") -> bytes:
    """As much of a document of today as tells what it is; each part says the same."""
    return archive("[Content_Types].xml", ALIKE[kind], *more, said=said)


def streams(*names: str) -> bytes:
    """As much of a document of before 2007."""
    return OLE + b"".join(f"{name}\0".encode("utf-16-le") for name in names)
