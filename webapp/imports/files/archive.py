"""What an xlsx really unpacks to, found out without unpacking it into memory (R-SECURE).

Five ways to hurt a reader are closed here: a directory that declares gigabytes, entries that unpack to more than
they declare, a tiny sheet whose one cell in the far corner makes the reader allocate every cell before it, one long
text that thousands of cells refer to, and merged ranges that stand for millions of cells.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from webapp.imports.files.filled import Filled
from webapp.imports.files.limits import MAX_ENTRIES, MAX_UNPACKED_BYTES
from webapp.imports.files.refusals import ArchiveBomb, DamagedFile, NotATable, PasswordProtected
from webapp.imports.files.workbook import Part, Relations, SharedTexts, SheetExtent

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TEXTS = "xl/sharedstrings.xml"
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1


def check_archive(content: bytes) -> None:
    """Refuse an xlsx that is no workbook, is encrypted, or would unpack to more than the limits."""
    archive = _open(content)
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ArchiveBomb(f"压缩包内有 {len(entries)} 个文件，不是正常的 Excel 表格，已拒绝")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ArchiveBomb("文件解压后过大，可能是压缩炸弹，已拒绝")
    if "xl/workbook.xml" not in {_path(entry) for entry in entries}:
        raise NotATable("这不是 Excel 表格（xlsx），请在 Excel 或 WPS 中另存为 xlsx 或 CSV 再导入")
    _check_entries(content, entries)


def _path(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lower()


def _open(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise DamagedFile("xlsx 文件已损坏，请在 Excel 中重新保存后再导入") from error


def _check_entries(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    unpacked, filled, texts = 0, Filled(), SharedTexts()
    for entry in sorted(entries, key=lambda entry: _path(entry) != _TEXTS):  # what cells refer to comes first
        reader = _reader(_path(entry), texts, filled)
        for chunk in _inflate(content, entry):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise ArchiveBomb("文件实际解压后过大，可能是压缩炸弹，已拒绝")
            if reader:
                reader.feed(chunk)
        if reader:
            reader.end()


def _reader(path: str, texts: SharedTexts, filled: Filled) -> Part | None:
    if _SHEET.fullmatch(path):
        return SheetExtent(texts, filled)
    if path == _TEXTS:
        return texts
    return Relations() if path == "xl/_rels/workbook.xml.rels" else None


def _inflate(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's data piece by piece. `zipfile` itself stops at the declared size; other readers do not."""
    if entry.flag_bits & _ENCRYPTED:
        raise PasswordProtected("文件设有密码，请取消密码后再导入")
    packed = _packed(content, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate_deflated(packed)
    else:
        raise NotATable("xlsx 使用了不支持的压缩方式，请在 Excel 中重新保存后再导入")


def _packed(content: bytes, entry: zipfile.ZipInfo) -> memoryview:
    start = entry.header_offset
    local = content[start : start + 30]
    if len(local) < 30 or local[:4] != b"PK\x03\x04":
        raise DamagedFile("xlsx 文件已损坏，请在 Excel 中重新保存后再导入")
    name_length, extra_length = struct.unpack_from("<HH", local, 26)
    start += 30 + name_length + extra_length
    return memoryview(content)[start : start + entry.compress_size]


def _inflate_deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pending: bytes | memoryview = packed
    try:
        while pending and not inflater.eof:
            yield inflater.decompress(pending, _CHUNK)
            pending = inflater.unconsumed_tail
    except zlib.error as error:
        raise DamagedFile("xlsx 文件已损坏，请在 Excel 中重新保存后再导入") from error
