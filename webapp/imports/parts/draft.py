"""One row of a list, read and judged on its own, before it is compared with the book (R-IMPORT)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.imports.cells.dates import parse_date
from webapp.imports.cells.doubts import TO_VERIFY
from webapp.imports.cells.vocabulary import ClassDraft, Vocabulary
from webapp.imports.files.columns import ColumnMapping, label
from webapp.imports.files.table import Row
from webapp.models.field import Field
from webapp.models.written import longest_of


@dataclass(frozen=True)
class Sheet:
    """What all rows of a list share; `own` and `own_of_followups` are the office's own fields."""

    headers: list[str]
    mapping: ColumnMapping
    vocabulary: Vocabulary
    own: Sequence[Field]
    own_of_followups: Sequence[Field]

    def heading(self, index: int) -> str:
        return self.headers[index] if index < len(self.headers) and self.headers[index] else f"第 {index + 1}"

    @property
    def is_of_persons(self) -> bool:
        """Whether the rows are persons, without companies (form 11)."""
        return self.mapping.fields.get("name") == self.mapping.fields.get("contact_name")


@dataclass(slots=True)
class ContactDraft:
    name: str
    values: dict = field(default_factory=dict)
    unverified: list[str] = field(default_factory=list)
    is_decision_maker: bool = False


@dataclass(slots=True)
class StepDraft:
    action: str
    due_on: date | None
    is_done: bool = False


@dataclass(slots=True)
class Draft:
    """What a row wants to write. `rejection` is the reason where it may not, `is_person` whether it is of a
    个人客户, `forbidden` the columns it must not keep, `lost` what had no place left. Cells that are read go."""

    row: Row
    sheet: Sheet
    name: str = ""
    number: str = ""
    customer: dict = field(default_factory=dict)
    contacts: list[ContactDraft] = field(default_factory=list)
    classes: dict[str, ClassDraft] = field(default_factory=dict)
    followup: dict | None = None
    steps: list[StepDraft] = field(default_factory=list)
    project: dict = field(default_factory=dict)
    owner: str = ""
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    rejection: str = ""
    is_person: bool = False
    forbidden: Sequence[int] = ()

    def cell(self, key: str) -> str:
        """The row's text for a field, empty where the list has no such column."""
        return self.sheet.mapping.cell(self.row.cells, key)

    def verify(self, text: str, *, keep: bool = False) -> None:
        """Mark something as 待核实; `keep` puts it into the customer's remarks as well."""
        self.notes.append(f"{TO_VERIFY}{text}")
        if keep:
            self.remarks.append(f"{TO_VERIFY}{text}")

    def keep(self, values: dict, model, key: str, text: str) -> None:
        """Keep a text in its column; what is too long for it goes whole into the remarks."""
        if not text:
            return
        values[key] = self.shorten(text, longest_of(model._meta.fields[key]), label(key))

    def shorten(self, text: str, longest: int, what: str) -> str:
        """As much of a text as its place holds, and a word of it where that is not all."""
        if len(text) > longest:
            self.verify(f"“{what}”超过 {longest} 个字，已截短，全文记入备注")
            self.remarks.append(f"{what}：{text}")
        return text[:longest]

    def day(self, key: str) -> date | datetime | None:
        """The cell's day or moment; a text that is none is marked 待核实."""
        read = parse_date(self.cell(key))
        if read.problem:
            self.verify(f"{self.sheet.heading(self.sheet.mapping.fields[key])} {self.cell(key)}", keep=True)
        return read.value


def plain_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
