"""What an xlsx really unpacks to, found out without unpacking it into memory (R-SECURE).

Three ways to hurt a reader are closed here: a directory that declares gigabytes, entries that unpack to more than
they declare, and a tiny sheet whose one cell in the far corner makes the reader allocate every cell before it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from webapp.imports.files.limits import MAX_COLUMNS, MAX_ENTRIES, MAX_ROWS, MAX_SHEET_ROWS, MAX_UNPACKED_BYTES
from webapp.imports.files.refusals import (
    ArchiveBomb,
    DamagedFile,
    NotATable,
    PasswordProtected,
    TooManyColumns,
    TooManyRows,
)

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET_TARGET = re.compile(r"(/?xl/)?worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")
_ROW_NUMBER = re.compile(r"[0-9]{1,9}")
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
    unpacked = 0
    for entry in entries:
        reader = _reader(_path(entry))
        for chunk in _inflate(content, entry):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise ArchiveBomb("文件实际解压后过大，可能是压缩炸弹，已拒绝")
            if reader:
                reader.feed(chunk)


def _reader(path: str) -> "Part | None":
    if _SHEET.fullmatch(path):
        return SheetExtent()
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


class Part:
    """One XML file of the workbook, read as a stream."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise DamagedFile("xlsx 内容已损坏，请在 Excel 中重新保存后再导入") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    @staticmethod
    def _refuse_doctype(*_) -> None:
        raise NotATable("xlsx 内含不允许的文档声明，已拒绝")


class Relations(Part):
    """Refuses a workbook whose sheets lie where `SheetExtent` would not look."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        is_sheet = attributes.get("Type", "").endswith("/worksheet")
        if is_sheet and not _SHEET_TARGET.fullmatch(attributes.get("Target", "")):
            raise NotATable("xlsx 的内部结构不寻常，请在 Excel 中另存后再导入")


class SheetExtent(Part):
    """Refuses a worksheet whose filled cells reach beyond the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = -1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._enter_row(attributes.get("r", ""))
        elif tag == "c":
            self._enter_cell(attributes.get("r", ""))
        elif tag in ("v", "is"):
            check_cell(self._row, self._column)

    def _enter_row(self, number: str) -> None:
        self._row = int(number) - 1 if _ROW_NUMBER.fullmatch(number) else self._row + 1
        self._column = -1

    def _enter_cell(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference.upper())
        if match:
            self._row, self._column = int(match[2]) - 1, _column_index(match[1])
        else:
            self._column += 1


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def check_cell(row: int, column: int) -> None:
    """Refuse a filled cell beyond the limits; `row` and `column` count from 0."""
    if row >= MAX_SHEET_ROWS:
        raise TooManyRows(f"第 {row + 1} 行仍有内容，一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
    if column >= MAX_COLUMNS:
        raise TooManyColumns(f"第 {column + 1} 列仍有内容，最多 {MAX_COLUMNS} 列，请删去多余的列")
