"""The classes a row puts its customer into: from the tags and from the columns of the dimensions (R-TAGS)."""

from webapp.imports.cells.tags import split_status
from webapp.imports.cells.vocabulary import ClassDraft
from webapp.imports.parts.draft import Draft
from webapp.models.classification import Classification
from webapp.models.dimension import Dimension
from webapp.text.naming import simplified


def read(draft: Draft) -> None:
    found, unknown = draft.sheet.vocabulary.classes(draft.cell("tags"))
    draft.classes = found
    if unknown:
        draft.verify(f"标签“{'、'.join(unknown)}”不在标准分类内", keep=True)
    for dimension in draft.sheet.vocabulary.settable:
        if text := draft.cell(dimension.slug):
            _classify(draft, dimension, simplified(text))
    for wanted in draft.classes.values():
        wanted.note = draft.shorten(wanted.note, Classification.note.max_length, wanted.value.dimension.label)


def _classify(draft: Draft, dimension: Dimension, text: str) -> None:
    slug = dimension.slug
    whole = draft.sheet.vocabulary.find(slug, draft.sheet.vocabulary.standard(text))
    word, note = ("", "") if whole else split_status(text)
    value = whole or draft.sheet.vocabulary.find(slug, draft.sheet.vocabulary.standard(word))
    if value is None:
        draft.verify(f"{dimension.label}“{text}”不在标准分类内", keep=True)
        return
    draft.classes[slug] = ClassDraft(value)
    draft.classes[slug].add_note(note)
