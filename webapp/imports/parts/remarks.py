"""What a row says that has no place of its own yet: kept word for word in the remarks, under its name."""

from webapp.imports.files.columns import NOTED, label
from webapp.imports.parts.draft import Draft


def read(draft: Draft) -> None:
    if text := draft.cell("remarks"):
        draft.remarks.insert(0, text)
    draft.remarks += [f"{label(key)}：{text}" for key in NOTED if (text := draft.cell(key))]
