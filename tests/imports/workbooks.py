"""Small Excel files for the tests, sound and hurtful ones."""

import io
import struct
import zipfile

import xlsxwriter


def xlsx(*sheets: list[list], merges: tuple = ()) -> bytes:
    """A workbook with one sheet per list of rows; `merges` are (top, left, bottom, right, text) of the first."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for merge in merges if index == 0 else ():
                sheet.merge_range(*merge)
    return target.getvalue()


def far_corner() -> bytes:
    """Five kilobytes with one cell at the very end of the sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["客户名称", "电话"])
        sheet.write(1_048_575, 16_383, "end")
    return target.getvalue()


def replaced(content: bytes, name: str, data: bytes) -> bytes:
    """The same archive with one entry's content exchanged."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, data if entry.filename == name else old.read(entry))
    return target.getvalue()


def with_declared_size(content: bytes, name: str, size: int) -> bytes:
    """The archive with a false unpacked size for one entry in its directory."""
    position = _directory_entry(content, name)
    return content[: position + 24] + struct.pack("<I", size) + content[position + 28 :]


def _directory_entry(content: bytes, name: str) -> int:
    position = content.index(b"PK\x01\x02")
    while content[position + 46 :][: len(name)] != name.encode():
        position = content.index(b"PK\x01\x02", position + 4)
    return position


def spaces(count: int) -> bytes:
    """A valid sheet that unpacks to `count` spaces between its tags."""
    return b"<worksheet>" + b" " * count + b"</worksheet>"


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {entry.filename: book.read(entry) for entry in book.infolist()}


def archive(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name, data in entries.items():
            book.writestr(name, data)
    return target.getvalue()


def with_flag(content: bytes, name: str, flag: int) -> bytes:
    """The archive with flag bits set on one entry in its directory."""
    position = _directory_entry(content, name)
    return content[: position + 8] + struct.pack("<H", flag) + content[position + 10 :]


def renamed_stream(xls: bytes, old: str, new: str) -> bytes:
    """The compound file with one of its streams under another name."""
    position = xls.index(old.encode("utf-16-le"))
    name = new.encode("utf-16-le")
    return xls[:position] + name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + xls[position + 66 :]


def moved_cell(xls: bytes, column: int) -> bytes:
    """The file with its first text cell moved to another column."""
    position = xls.index(b"\xfd\x00\x0a\x00")
    return xls[: position + 6] + struct.pack("<H", column) + xls[position + 8 :]


def declared_extent(xls: bytes, rows: int) -> bytes:
    """The file claiming that many rows in its dimensions record."""
    position = xls.index(b"\x00\x02\x0e\x00")
    return xls[: position + 8] + struct.pack("<I", rows) + xls[position + 12 :]
