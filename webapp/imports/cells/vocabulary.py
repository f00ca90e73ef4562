"""The office's own words for classes, and the words people write instead of them (R-TAGS)."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.imports.cells.tags import split_tags
from webapp.models.dimension import Dimension, DimensionValue
from webapp.models.settings import Settings
from webapp.text.naming import simplified

SYNONYMS = {"大客户": "高价值客户", "老客户": "成交客户-合作1年以上"}
_SUFFIXES = ("客户", "类", "级", "价值")


@dataclass(slots=True)
class ClassDraft:
    """A value a row gives its customer, with the short note behind it."""

    value: DimensionValue
    note: str = ""

    def add_note(self, text: str) -> None:
        self.note = "，".join(filter(None, (self.note, text)))


class Vocabulary:
    """Values by dimension and label, loaded once for a whole list."""

    def __init__(self) -> None:
        query = DimensionValue.select(DimensionValue, Dimension).join(Dimension)
        query = query.where(~DimensionValue.is_retired, ~Dimension.is_retired)
        query = query.order_by(Dimension.position, DimensionValue.position)
        self.values: dict[str, list[DimensionValue]] = {}
        self.dimensions: dict[str, Dimension] = {}
        for value in query:
            self.values.setdefault(value.dimension.slug, []).append(value)
            self.dimensions[value.dimension.slug] = value.dimension
        self.synonyms = SYNONYMS | Settings.synonyms

    def entries(self) -> list[DimensionValue]:
        """The values a new customer stands in before anybody moves it."""
        stages = (values for slug, values in self.values.items() if self.dimensions[slug].role == "stage")
        return [value for values in stages for value in values if value.outcome == "entry"]

    @property
    def settable(self) -> list[Dimension]:
        """The dimensions a person sets, in the office's order."""
        return [dimension for dimension in self.dimensions.values() if not dimension.is_computed]

    def find(self, slug: str, word: str) -> DimensionValue | None:
        """The value of one dimension: 高 is 高价值, A级 is A类, 核心 is 核心客户."""
        return self._find(slug, simplified(word))

    def _find(self, slug: str, word: str) -> DimensionValue | None:
        values = self.values.get(slug, [])
        exact = [value for value in values if value.label == word]
        bare = _bare(word)
        found = exact or [value for value in values if bare and _bare(value.label) == bare]
        return found[0] if len(found) == 1 else None

    def find_anywhere(self, word: str) -> DimensionValue | None:
        """A tag's value, by its whole label first; where two dimensions share one,
        the office's first dimension has it."""
        settable = [dimension.slug for dimension in self.settable]
        exact = (value for slug in settable for value in self.values[slug] if value.label == word)
        alike = (value for slug in settable if (value := self._find(slug, word)))
        return next(exact, None) or (next(alike, None) if len(word) > 2 else None)

    def standard(self, text: str) -> str:
        """The text with the office's colloquial words replaced by the standard ones."""
        return self.synonyms.get(text.strip(), text)

    def classes(self, text: str) -> tuple[dict[str, ClassDraft], list[str]]:
        """The values that tags name, by dimension, and the words that name none."""
        tags = split_tags(simplified(text))
        found, unknown, last = {}, [], None
        for word in self._standard_words(tags.words):
            value = self.find_anywhere(word)
            if value:
                last = found.setdefault(value.dimension.slug, ClassDraft(value))
            elif last:
                last.add_note(word)
            else:
                unknown.append(word)
        for note in tags.notes:
            last.add_note(note) if last else unknown.append(note)
        return found, unknown

    def _standard_words(self, words: list[str]) -> Iterator[str]:
        for word in words:
            standard = self.standard(word)
            yield from [word] if standard == word else split_tags(standard).words


def _bare(label: str) -> str:
    for suffix in _SUFFIXES:
        label = label.removesuffix(suffix) or label
    return label
