"""What an old-style xls holds: its cells' extent and whether it is encrypted, read from the records themselves.

The reader behind `spreadsheets` trusts the row and column of every record and allocates the rectangle they span,
so one record in the far corner would end the server. Layout: [MS-CFB] for the container, [MS-XLS] for the records.
"""

import struct
from array import array
from collections.abc import Iterator
from itertools import takewhile

from webapp.imports.files.filled import Extent, Filled
from webapp.imports.files.limits import MAX_CELLS
from webapp.imports.files.refusals import DamagedFile, NotATable, PasswordProtected

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_END = 0xFFFFFFFA  # this and above: end of chain, free, FAT and DIFAT marks
_CELLS = {0x0006, 0x0203, 0x0204, 0x0205, 0x00BD, 0x00D6, 0x00FD, 0x027E}
_SEVERAL_CELLS = 0x00BD
_SHARED_TEXT, _TEXT = 0x00FD, 0x0204
_SHARED_TEXTS, _CONTINUED = 0x00FC, 0x003C
_MERGED = 0x00E5
_WIDE, _FOREIGN, _RICH = 0x01, 0x04, 0x08  # flags of a text: two bytes a character, phonetics and runs behind it
_DIMENSIONS = 0x0200
_FILEPASS = 0x002F
_SHEET = 0x0085
_BEGIN, _FINISH = 0x0809, 0x000A
_SHEET_CELLS = 65_536 * 256


def check_legacy(content: bytes) -> None:
    """Refuse an xls that is encrypted, broken, no workbook, or has cells beyond the limits."""
    try:
        container = CompoundFile(content)
        if "EncryptedPackage" in container.names:
            raise PasswordProtected("文件设有密码，请取消密码后再导入")
        _check_records(_workbook(container))
    except (struct.error, IndexError, ValueError) as error:
        raise DamagedFile("xls 文件已损坏，请在 Excel 中重新保存后再导入") from error


def _workbook(container: "CompoundFile") -> bytes:
    for name in ("Workbook", "Book"):
        if name in container.names:
            return container.read(name)
    raise NotATable("这不是 Excel 表格（xls），请在 Excel 或 WPS 中另存为 xlsx 再导入")


def _check_records(stream: bytes) -> None:
    lengths, filled = shared_lengths(stream), Filled()
    for start in [0, *_sheet_starts(stream)]:
        extent = Extent(filled)
        for kind, body in _substream(stream, start):
            if kind == _FILEPASS:
                raise PasswordProtected("文件设有密码，请取消密码后再导入")
            if kind == _DIMENSIONS:
                _check_dimensions(body)
            elif kind == _MERGED:
                filled.merge(sum(max(1, last - first) for first, last in _merged_rows(body)))
            elif kind in _CELLS:
                _check_cells(kind, body, extent)
                filled.take(_length_of(kind, body, lengths))


def _sheet_starts(stream: bytes) -> list[int]:
    book = takewhile(lambda record: record[0] != _FINISH, _records(stream, 0))
    return [struct.unpack_from("<I", body)[0] for kind, body in book if kind == _SHEET]


def _check_cells(kind: int, body: bytes, extent: Extent) -> None:
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _SEVERAL_CELLS else column
    extent.take(row, max(column, last))


def _length_of(kind: int, body: bytes, lengths: array) -> int:
    """How many characters a cell holds; of a number few."""
    if kind == _SHARED_TEXT:
        place = struct.unpack_from("<I", body, 6)[0]
        return lengths[place] if place < len(lengths) else 0
    return len(body) if kind == _TEXT else 0


def _merged_rows(body: bytes) -> Iterator[tuple[int, int]]:
    """First and last row of each merged range."""
    count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)
    return (struct.unpack_from("<HH", body, 2 + 8 * place) for place in range(count))


def shared_lengths(stream: bytes) -> array:
    """How long each of the texts is that cells refer to."""
    lengths = array("I")
    for parts in _shared_parts(stream):
        texts = _Texts(parts)
        count = texts.take("<II")[1]
        while len(lengths) < min(count, MAX_CELLS) and texts.has_more:
            lengths.append(texts.skip_text())
    return lengths


def _shared_parts(stream: bytes) -> Iterator[list[bytes]]:
    """The table of texts of each workbook stream, with the records it goes on in."""
    parts: list[bytes] = []
    for kind, body in _records(stream, 0):
        if kind == _SHARED_TEXTS or (parts and kind == _CONTINUED):
            parts.append(body)
        elif parts:
            yield parts
            return
    if parts:
        yield parts


class _Texts:
    """A cursor over texts in records: a text that goes on in the next one says its width anew there."""

    def __init__(self, parts: list[bytes]):
        self._parts, self._part, self._place = parts, 0, 0

    @property
    def has_more(self) -> bool:
        self._go_on()
        return self._part < len(self._parts)

    def take(self, layout: str) -> tuple:
        self._go_on()
        found = struct.unpack_from(layout, self._parts[self._part], self._place)
        self._place += struct.calcsize(layout)
        return found

    def skip_text(self) -> int:
        """Go past one text; its characters."""
        length, flags = self.take("<HB")
        runs = self.take("<H")[0] if flags & _RICH else 0
        phonetics = self.take("<I")[0] if flags & _FOREIGN else 0
        self._skip_characters(length, flags)
        self._skip(4 * runs + phonetics)
        return length

    def _skip_characters(self, left: int, flags: int) -> None:
        while left:
            width = 2 if flags & _WIDE else 1
            here = min(left, (len(self._parts[self._part]) - self._place) // width)
            self._place, left = self._place + here * width, left - here
            if left:
                self._part, self._place = self._part + 1, 0
                (flags,) = self.take("<B")

    def _skip(self, count: int) -> None:
        while count:
            self._go_on()
            here = min(count, len(self._parts[self._part]) - self._place)
            self._place, count = self._place + here, count - here

    def _go_on(self) -> None:
        while self._part < len(self._parts) and self._place >= len(self._parts[self._part]):
            self._part, self._place = self._part + 1, 0


def _check_dimensions(body: bytes) -> None:
    first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    rows, columns = last_row - first_row, last_column - first_column
    if rows < 0 or columns < 0 or rows * columns > _SHEET_CELLS:
        raise DamagedFile("xls 文件声明的范围不可能存在，请在 Excel 中重新保存后再导入")


def _substream(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet's own part, without the charts nested in it."""
    depth = 0
    for kind, body in _records(stream, position):
        depth += (kind == _BEGIN) - (kind == _FINISH)
        if depth <= 0 and kind == _FINISH:
            return
        if depth <= 1:
            yield kind, body


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


class CompoundFile:
    """The container of old Office files: a small file system of sectors chained through a table."""

    def __init__(self, content: bytes):
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if not 7 <= shift <= 16 or mini_shift >= shift:
            raise ValueError("sector size")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._cutoff, mini_table = struct.unpack_from("<II", content, 56)
        self._table = self._allocation_table(self._number(68))
        self._mini_table = self._numbers(self._chain(mini_table))
        self._entries = self._directory(self._chain(self._number(48)))
        self.names = {_entry_name(entry) for entry in self._entries}

    def read(self, name: str) -> bytes:
        """The first stream of that name, as the spreadsheet reader picks it."""
        entry = next(entry for entry in self._entries if _entry_name(entry) == name)
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= self._cutoff:
            return self._chain(start)[:size]
        return self._mini_chain(start)[:size]

    def _number(self, offset: int) -> int:
        return struct.unpack_from("<I", self._content, offset)[0]

    @staticmethod
    def _directory(data: bytes) -> list[bytes]:
        return [data[start : start + _ENTRY] for start in range(0, len(data) - _ENTRY + 1, _ENTRY)]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _allocation_table(self, difat_sector: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        seen = set()
        while difat_sector < _END and difat_sector not in seen:
            seen.add(difat_sector)
            *more, difat_sector = self._numbers(self._sector(difat_sector))
            sectors += more
        return self._numbers(b"".join(self._sector(number) for number in sectors if number < _END))

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self._table))

    def _mini_chain(self, start: int) -> bytes:
        root = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0])
        size = self._mini_size
        return b"".join(root[number * size : (number + 1) * size] for number in _follow(start, self._mini_table))


def _follow(number: int, table: list[int]) -> Iterator[int]:
    for _ in range(len(table)):
        if number >= _END:
            return
        yield number
        number = table[number]
    if number < _END:
        raise ValueError("circular chain")


def _entry_name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
