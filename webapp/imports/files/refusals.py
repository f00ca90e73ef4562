"""Why a file as a whole is refused, before any row is looked at (R-IMPORT, R-SECURE)."""

from webapp.errors import DomainError
from webapp.imports.files.limits import MAX_CELLS


class FileRefused(DomainError):
    """The uploaded file cannot be read as a list of customers."""

    def __init__(self, message: str):
        super().__init__(message, field="file")


class EmptyFile(FileRefused):
    """Nothing in it, or a header and no rows."""


class FileTooLarge(FileRefused):
    """More bytes than an office list ever has."""


class NotATable(FileRefused):
    """A picture, a PDF, a web page … under a spreadsheet's name."""


class DamagedFile(FileRefused):
    """A spreadsheet or CSV file that is broken inside."""


class ArchiveBomb(FileRefused):
    """An xlsx that unpacks, or claims to unpack, to more than it may."""


class PasswordProtected(FileRefused):
    """Encrypted with a password to open."""


class UndecodableText(FileRefused):
    """Text in none of the encodings offices use."""


class TooManyRows(FileRefused):
    """More than `limits.MAX_ROWS` rows."""


class TooManyColumns(FileRefused):
    """More than `limits.MAX_COLUMNS` columns."""


class CellTooLong(FileRefused):
    """A cell of more than `limits.MAX_CELL` characters."""

    def __init__(self) -> None:
        super().__init__("有一格的文字超过 32,767 个字，Excel 自己也存不下，请删短后再导入")


class TooMuchText(FileRefused):
    """More filled cells, text or merged ranges than any list of customers has."""

    def __init__(self, what: str = "文字") -> None:
        super().__init__(
            f"表里的{what}多得不像客户名单（一次最多 {MAX_CELLS:,} 格有内容），请删去多余的内容，或分成几个文件再导入"
        )


class NoHeader(FileRefused):
    """No row that reads like a header."""

    def __init__(self) -> None:
        super().__init__("没有找到表头：前 10 行中没有“客户名称”“联系方式”等列名，请补上表头再导入")


class SplitHeader(FileRefused):
    """The header is merged or spread over two rows."""


class WrongHeader(FileRefused):
    """A heading that cannot be kept."""


class DuplicateHeader(FileRefused):
    """Two columns under one name."""


class MappingRefused(DomainError):
    """A column was assigned by hand to a field that does not exist, or twice."""

    def __init__(self, message: str):
        super().__init__(message, field="mapping")
