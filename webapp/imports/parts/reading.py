"""A row as a draft: refused, or read by each part into what it says (R-IMPORT, R-NOID)."""

from webapp.imports.cells.doubts import REMOVED
from webapp.imports.cells.people import named
from webapp.imports.files.table import Row
from webapp.imports.parts import classes, contacts, customer, followups, project, remarks
from webapp.imports.parts.draft import Draft, Sheet
from webapp.text import naming
from webapp.text.screening import found_in, is_suspicious

PARTS = (
    customer,
    contacts,
    classes,
    followups,
    project,
    remarks,
)  # each reads its own columns; what is left comes last
_APART = "字"  # between the cells of a row, which are looked at in one: to look at each costs ten times that


def draft_row(row: Row, sheet: Sheet) -> Draft:
    """Read one row. A draft with a `rejection` holds nothing else but its cells."""
    draft = Draft(row, sheet)
    draft.is_person = sheet.is_of_persons or "个人" in draft.cell("kind")
    draft.name = naming.tidy(_customer(draft))
    draft.number, draft.owner = draft.cell("number"), draft.cell("owner")
    draft.rejection = _forbidden(draft)
    if draft.rejection and found_in(draft.name):
        draft.name = REMOVED
    draft.rejection = draft.rejection or _too_wide(draft) or customer.name_problem(draft.name)
    if not draft.rejection:
        for part in PARTS:
            part.read(draft)
        draft.row = Row(row.number, ())
    return draft


def _customer(draft: Draft) -> str:
    """In a list of persons a cell may tell more than the name: 丁山13812345005."""
    text = draft.cell("name")
    return "、".join(person.name for person in named(text)) if draft.sheet.is_of_persons else text


def _too_wide(draft: Draft) -> str:
    return "这一行比表头多出几格，可能有没加引号的逗号" if len(draft.row.cells) > len(draft.sheet.headers) else ""


def _forbidden(draft: Draft) -> str:
    """R-NOID. The reason names the column and never the number."""
    if not is_suspicious(_APART.join(draft.row.cells)):
        return ""
    kinds = {index: kind for index, cell in enumerate(draft.row.cells) if (kind := found_in(cell))}
    draft.forbidden = list(kinds)
    return "；".join(
        f"“{draft.sheet.heading(index)}”列含有{kind}，本系统不保存这类信息" for index, kind in kinds.items()
    )
