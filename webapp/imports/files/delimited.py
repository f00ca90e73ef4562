"""CSV files as a grid of text, in the encodings an office's Excel saves (R-IMPORT)."""

import codecs
import csv
import re
from collections.abc import Iterator

from webapp.imports.files.filled import Filled
from webapp.imports.files.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEET_ROWS
from webapp.imports.files.refusals import CellTooLong, DamagedFile, TooManyColumns, TooManyRows, UndecodableText

DELIMITERS = ",\t;"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# GB18030 text is never valid UTF-8 for this many Chinese characters in a row of bytes.
_SURELY_UTF8 = 8
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++\Z")
_MOST_CUTS = 40_000  # in one line; a long remark may hold thousands of commas


def read_csv(content: bytes) -> list[list[str]]:
    """Rows of text. Raises UndecodableText, DamagedFile, or what there is too much of."""
    text = decode(content)
    delimiter = _delimiter(text)
    reader = csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=True)
    rows, filled = [], Filled()
    try:
        for row in reader:
            rows.append(row[:MAX_COLUMNS])
            _check_size(len(rows), row, filled)
    except csv.Error as error:
        if "field larger" in str(error):
            raise CellTooLong from error
        raise DamagedFile(f"第 {reader.line_num} 行的引号不成对，请在 Excel 中重新保存后再导入") from error
    return rows


def _lines(text: str, delimiter: str) -> Iterator[str]:
    """The lines with their ends, one by one; none of them all commas."""
    for found in _LINE.finditer(text):
        if found[0].count(delimiter) > _MOST_CUTS:
            raise TooManyColumns(f"最多 {MAX_COLUMNS} 列，请删去多余的列")
        yield found[0]


def _check_size(count: int, row: list[str], filled: Filled) -> None:
    if count > MAX_SHEET_ROWS:
        raise TooManyRows(f"一次最多导入 {MAX_ROWS:,} 行，请分成几个文件")
    if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
        raise TooManyColumns(f"最多 {MAX_COLUMNS} 列，请删去多余的列")
    for cell in filter(None, row):
        filled.take(len(cell))


def decode(content: bytes) -> str:
    """Text from UTF-8 (with or without BOM), UTF-16 with BOM, GB18030 or GBK."""
    if content.startswith(_UTF_16):
        return _checked(_strict(content, "utf-16"))
    try:
        return _checked(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(content, error)
    return _checked(_strict(content, "gb18030"))


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableText("文件编码无法识别，请另存为 UTF-8 的 CSV 或 xlsx 再导入") from error


def _refuse_broken_utf8(content: bytes, error: UnicodeDecodeError) -> None:
    before = content[: error.start].decode("utf-8-sig", "ignore")
    if sum(not character.isascii() for character in before) >= _SURELY_UTF8:
        line = before.count("\n") + 1
        raise UndecodableText(f"第 {line} 行有无法识别的字符（UTF-8 编码已损坏），请重新保存后再导入") from error


def _checked(text: str) -> str:
    if "\x00" in text or "\ufffd" in text:
        raise UndecodableText("文件编码无法识别或内容不是文本，请另存为 UTF-8 的 CSV 或 xlsx 再导入")
    return text


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into the most cells."""
    head = text[:20_000].splitlines()[:10]
    return max(DELIMITERS, key=lambda delimiter: max((line.count(delimiter) for line in head), default=0))
