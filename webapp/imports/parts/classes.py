"""The classes a row puts its customer into: from the tags and from the columns of the dimensions (R-TAGS)."""

from webapp.imports.cells.columns import label
from webapp.imports.cells.tags import split_status
from webapp.imports.cells.vocabulary import Place
from webapp.imports.parts.draft import Draft
from webapp.text.naming import simplified

_DIMENSIONS = ("stage", "sales-tracking", "value", "relationship", "grade", "category", "status")


def read(draft: Draft) -> None:
    found, unknown = draft.sheet.vocabulary.places(draft.cell("tags"))
    draft.places = found
    if unknown:
        draft.verify(f"标签“{'、'.join(unknown)}”不在标准分类内", keep=True)
    for slug in _DIMENSIONS:
        if text := draft.cell(slug):
            _place(draft, slug, simplified(text))


def _place(draft: Draft, slug: str, text: str) -> None:
    whole = draft.sheet.vocabulary.find(slug, draft.sheet.vocabulary.standard(text))
    word, note = ("", "") if whole else split_status(text)
    value = whole or draft.sheet.vocabulary.find(slug, draft.sheet.vocabulary.standard(word))
    if value is None:
        draft.verify(f"{label(slug)}“{text}”不在标准分类内", keep=True)
        return
    draft.places[slug] = Place(value)
    draft.places[slug].add_note(note)
