"""What a row says that has no place of its own yet: kept word for word in the remarks, under its name."""

from webapp.imports.files.columns import NOTED, label
from webapp.imports.parts.draft import Draft


def read(draft: Draft) -> None:
    if text := draft.cell("remarks"):
        draft.remarks.insert(0, text)
    for key in NOTED:
        if text := draft.cell(key):
            _note(draft, key, text)


def _note(draft: Draft, key: str, text: str) -> None:
    """需求特征 stands in for a need nobody wrote down; the rest is kept under its name."""
    if key == "need_traits" and not draft.customer.get("need"):
        draft.customer["need"] = text
    else:
        draft.remarks.append(f"{label(key)}：{text}")
