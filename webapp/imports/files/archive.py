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
from array import array
from collections.abc import Iterator
from xml.parsers import expat

from webapp.imports.files.limits import (
    MAX_AREA,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ENTRIES,
    MAX_MERGED,
    MAX_ROWS,
    MAX_SHEET_ROWS,
    MAX_TEXT,
    MAX_UNPACKED_BYTES,
)
from webapp.imports.files.refusals import (
    ArchiveBomb,
    CellTooLong,
    DamagedFile,
    NotATable,
    PasswordProtected,
    TooManyColumns,
    TooManyRows,
    TooMuchText,
)

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET_TARGET = re.compile(r"(/?xl/)?worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")
_ROW_NUMBER = re.compile(r"[0-9]{1,9}")
_TEXTS = "xl/sharedstrings.xml"
ROOM = 1_000  # for what stands between the tags of one text
MAX_PIECES = 1_000  # expat hands over a long text in such, and none of a name or a remark
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


def _reader(path: str, texts: "SharedTexts", filled: "Filled") -> "Part | None":
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


class Part:
    """One XML file of the workbook, read as a stream."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._tags: dict[str, str] = {}

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise DamagedFile("xlsx 内容已损坏，请在 Excel 中重新保存后再导入") from error

    def end(self) -> None:
        """All of it has been fed."""

    def _tag(self, name: str) -> str:
        """The element's name without its namespace."""
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.rpartition(" ")[2]
        return tag

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


class Filled:
    """What all cells of a workbook come to so far."""

    def __init__(self) -> None:
        self.cells = self.text = self.merged = self.area = 0

    def take(self, length: int) -> None:
        """One more cell with so many characters."""
        self.cells += 1
        self.text += length
        if length > MAX_CELL:
            raise CellTooLong
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise TooMuchText

    def reach(self, more: int) -> None:
        """The rectangle around a sheet's cells has grown by so many."""
        self.area += more
        if self.area > MAX_AREA:
            raise TooMuchText("格子")

    def merge(self, cells: int) -> None:
        self.merged += cells
        if self.merged > MAX_MERGED:
            raise TooMuchText("合并单元格")


class SharedTexts(Part):
    """How long each of the texts is that cells refer to, phonetics and all."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths = array("I")
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self._read

    def of(self, place: str) -> int:
        """The length of the text at this place, 0 where there is none."""
        try:
            return self.lengths[int(place)]
        except (ValueError, IndexError):
            return 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._tag(name) == "si":
            if len(self.lengths) == MAX_CELLS:
                raise TooMuchText
            self.lengths.append(0)

    def _read(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)
            if self.lengths[-1] > MAX_CELL + ROOM:
                raise CellTooLong


class SheetExtent(Part):
    """Refuses a worksheet whose filled cells reach beyond the limits, or hold more than they may. A cell is counted
    once the next one begins, or the sheet ends."""

    def __init__(self, texts: SharedTexts, filled: Filled) -> None:
        super().__init__()
        self._texts, self._filled = texts, filled
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self._read
        self._row = self._column = -1
        self._extent = Extent(filled)
        self._value: list[str] | None = None
        self._is_shared = False
        self._is_plain = False  # inside a v, which holds text alone
        self._parser.EndElementHandler = self._end

    def _end(self, name: str) -> None:
        self._is_plain = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tag(name)
        if self._is_plain:
            raise NotATable("xlsx 的内部结构不寻常，请在 Excel 中另存后再导入")  # readers disagree on what it says
        if tag == "c":
            self._leave_cell()
            self._enter_cell(attributes.get("r", ""))
            self._is_shared = attributes.get("t") == "s"
        elif tag == "v" or tag == "is":
            self._extent.take(self._row, self._column)
            self._value = [] if self._value is None else self._value
            self._is_plain = tag == "v"
        elif tag == "row":
            self._enter_row(attributes.get("r", ""))
        elif tag == "mergeCell":
            self._leave_cell()
            self._filled.merge(_cells_of(attributes.get("ref", "")))

    def _read(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)
            if len(self._value) > MAX_PIECES:
                raise CellTooLong

    def end(self) -> None:
        self._leave_cell()

    def _leave_cell(self) -> None:
        if (pieces := self._value) is not None:
            self._value = None
            value = pieces[0] if len(pieces) == 1 else "".join(pieces)
            self._filled.take(self._texts.of(value) if self._is_shared else len(value))

    def _enter_row(self, number: str) -> None:
        self._row = int(number) - 1 if _ROW_NUMBER.fullmatch(number) else self._row + 1
        self._column = -1

    def _enter_cell(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference.upper())
        if match:
            self._row, self._column = int(match[2]) - 1, _column_index(match[1])
        else:
            self._column += 1


def _cells_of(reference: str) -> int:
    """How many cells of its first column a merged range stands for; one for what is no range."""
    corners = [found for part in reference.upper().split(":")[:2] if (found := _REFERENCE.fullmatch(part))]
    return max(1, int(corners[1][2]) - int(corners[0][2])) if len(corners) == 2 else 1


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class Extent:
    """How far the filled cells of one sheet reach. Readers allocate every cell of the rectangle."""

    def __init__(self, filled: Filled) -> None:
        self._filled = filled
        self._rows = self._columns = 0

    def take(self, row: int, column: int) -> None:
        """Refuse a filled cell beyond the limits; `row` and `column` count from 0."""
        if row < self._rows and column < self._columns:
            return
        if row >= MAX_SHEET_ROWS:
            raise TooManyRows(f"第 {row + 1} 行仍有内容，一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
        if column >= MAX_COLUMNS:
            raise TooManyColumns(f"第 {column + 1} 列仍有内容，最多 {MAX_COLUMNS} 列，请删去多余的列")
        before = self._rows * self._columns
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        self._filled.reach(self._rows * self._columns - before)
