"""What a file is, told by its content and never by its name alone (R-FILES)."""

import io
import zipfile
import zlib
from typing import NamedTuple

from webapp.errors import DomainError

MOST_ENTRIES = 5_000  # of an Office document
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "vbaproject", "_VBA_PROJECT".encode("utf-16-le")
UNKNOWN = "是认不出的文件；可以传 PDF、图片（JPG、PNG、WebP）和 Word、Excel、PPT"
WITH_MACROS = "里面带有宏，不能收；请另存为不带宏的格式"


class Kind(NamedTuple):
    """`extensions` begins with the usual one; `label` is what people call it; a `looked_at` one is opened, and a small
    picture of it is made."""

    name: str
    label: str
    mime: str
    extensions: tuple[str, ...]
    looked_at: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", ("pdf",), True),
        Kind("jpeg", "JPG 图片", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), True),
        Kind("png", "PNG 图片", "image/png", ("png",), True),
        Kind("webp", "WebP 图片", "image/webp", ("webp",), True),
        Kind("docx", "Word 文档", f"{_OFFICE}.wordprocessingml.document", ("docx",)),
        Kind("xlsx", "Excel 表格", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", "PPT 演示", f"{_OFFICE}.presentationml.presentation", ("pptx",)),
        Kind("doc", "Word 文档（97–2003）", "application/msword", ("doc", "wps")),
        Kind("xls", "Excel 表格（97–2003）", "application/vnd.ms-excel", ("xls", "et")),
        Kind("ppt", "PPT 演示（97–2003）", "application/vnd.ms-powerpoint", ("ppt", "dps")),
    )
}
ACCEPTED = ",".join(f".{extension}" for kind in KINDS.values() for extension in kind.extensions)
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
# which part is of what kind, and which goes with which
_DIRECTORIES = {
    "[content_types].xml",
    "word/_rels/document.xml.rels",
    "xl/_rels/workbook.xml.rels",
    "ppt/_rels/presentation.xml.rels",
}
LONGEST_DIRECTORY = 1_000_000
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}


def kind_of(name: str, content: bytes) -> Kind:
    """What it is. DomainError for what is none of KINDS, holds macros, or is not what its name says."""
    found = _found(content)
    _, dot, extension = name.rpartition(".")
    if dot and extension.lower() not in found.extensions:
        raise DomainError(f"名字是 .{extension[:10]}，内容却是{found.label}；请另存为正确的格式再传")
    return found


def _found(content: bytes) -> Kind:
    if content.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if content.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return KINDS["webp"]
    if content.startswith(ZIP):
        return _of_archive(content)
    if content.startswith(OLE):
        return _of_streams(content)
    raise DomainError(UNKNOWN)


def _of_archive(content: bytes) -> Kind:
    """An Office document of today is an archive; any other is not taken in."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if len(archive.infolist()) > MOST_ENTRIES:
            raise DomainError("里面的部分太多，不能收")
        entries = [(entry.filename.lower().replace("\\", "/"), entry) for entry in archive.infolist()]
        told = b"".join(_beginning(archive, entry) for name, entry in entries if name in _DIRECTORIES)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, zlib.error) as error:
        raise DomainError("打不开，可能没有传完整") from error
    names = {name for name, _ in entries}
    if any(MACROS[0] in name for name in names) or MACROS[0].encode() in told.lower():
        raise DomainError(WITH_MACROS)
    found = next((kind for part, kind in _PARTS.items() if part in names), "")
    if not found or "[content_types].xml" not in names:
        raise DomainError("是压缩包，不能收；请解开以后传里面的文件")
    return KINDS[found]


def _beginning(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as part:
        return part.read(LONGEST_DIRECTORY)


def _of_streams(content: bytes) -> Kind:
    """One of before 2007 names its streams in a directory."""
    if MACROS[1] in content:
        raise DomainError(WITH_MACROS)
    found = next((kind for stream, kind in _STREAMS.items() if f"{stream}\0".encode("utf-16-le") in content), "")
    if not found:
        raise DomainError(UNKNOWN)
    return KINDS[found]
