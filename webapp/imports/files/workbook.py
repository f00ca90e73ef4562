"""The parts of an xlsx, measured as they unpack: the texts that its cells share, and its sheets (R-SECURE)."""

import re
from array import array
from xml.parsers import expat

from webapp.imports.files.filled import Extent, Filled
from webapp.imports.files.limits import MAX_CELL, MAX_CELLS
from webapp.imports.files.refusals import CellTooLong, DamagedFile, NotATable, TooMuchText

_SHEET_TARGET = re.compile(r"(/?xl/)?worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")
_ROW_NUMBER = re.compile(r"[0-9]{1,9}")
ROOM = 1_000  # for what stands between the tags of one text
UNUSUAL = "xlsx 的内部结构不寻常，请在 Excel 中另存后再导入"
MAX_PIECES = 1_000  # expat hands over a long text in such, and none of a name or a remark


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
            raise NotATable(UNUSUAL)  # readers disagree on what it says
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
        if number and not _ROW_NUMBER.fullmatch(number):
            raise NotATable(UNUSUAL)  # further out than we can say: what reads it would build all that lies before
        self._row = int(number) - 1 if number else self._row + 1
        self._column = -1

    def _enter_cell(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference.upper())
        if reference and not match:
            raise NotATable(UNUSUAL)
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
