"""A field (字段): one thing people fill in about a noun, told once for every screen, message, list and sheet."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from webapp.errors import DomainError
from webapp.formatting import day, minute
from webapp.text import money
from webapp.text.plain import plain

LONGEST_NUMBER = 12  # digits
_BETWEEN = re.compile(r"[、,，;；/\n]")


@dataclass(frozen=True)
class Field:
    """`name` is the column, `label` its one word everywhere. `control` is how it is asked for: line, lines, number,
    money (kept in fen), day, moment, choice (a few words side by side), select or yes or no; `blank` is what stands for
    no choice, without which 否 goes without saying; `unit` stands behind a number.

    `required` is what is said where it is missing, `help` stands under it, `headings` are further ones that mean it in
    imported lists. `group` is the part of a form it stands in; `shown` the attribute that screens show instead of the
    column, or None for a field that stands elsewhere; `eyes` how it is masked for those it is not for: text, account,
    amount, or open to everybody.
    `spelled` brings what was typed to its one spelling, or raises DomainError.
    """

    name: str
    label: str
    control: str = "line"
    required: str = ""
    help: str = ""
    headings: tuple[str, ...] = ()
    group: str = ""
    shown: str | None = ""
    eyes: str = "text"
    choices: tuple[tuple[str, str] | str, ...] = ()
    suggestions: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()
    blank: str = ""
    least: int | None = None
    most: int | None = None
    unit: str = ""
    keyboard: str = ""
    longest_typed: int = 0
    rows: int = 3
    spelled: Callable[[str], str] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What is suggested to whoever fills it in."""
        return self.suggestions() if callable(self.suggestions) else self.suggestions

    @property
    def is_text(self) -> bool:
        return self.control in ("line", "lines")

    @property
    def bounds(self) -> str:
        """What is said of a number beyond them."""
        least, most = (money.shown(end) if self.is_money else end for end in (self.least, self.most))
        return f"{self.label}应在 {least} 到 {most} 之间"

    @property
    def is_money(self) -> bool:
        return self.control == "money"

    def check_number(self, value: int | None) -> None:
        """Raise DomainError for a number beyond its bounds."""
        if self.control in ("number", "money") and value is not None and not self.least <= value <= self.most:
            raise DomainError(self.bounds, self.name)

    def read(self, text: str):
        """What a cell of a list means for a number, an amount or what is chosen. DomainError for what it cannot."""
        match self.control:
            case "money":
                value = money.fen(text)
            case "number":
                number = plain(text).strip().removesuffix(self.unit or "分").strip()
                if not (number.isdecimal() and len(number) < LONGEST_NUMBER):
                    raise DomainError("不是一个整数", self.name)
                value = int(number)
            case "choices":
                found = [word.strip() for word in _BETWEEN.split(text) if word.strip()]
                return list(dict.fromkeys(self._chosen(word) for word in found))
            case "yes or no":
                return self._one_of({"是": True, "否": False}, text)
            case _:
                return self._chosen(text)
        self.check_number(value)
        return value

    def _chosen(self, word: str):
        return self._one_of({word: value for value, word in map(_pair, self.choices)}, word)

    def _one_of(self, words: Mapping[str, object], word: str):
        if word not in words:
            raise DomainError(f"应为{'、'.join(words)}之一", self.name)
        return words[word]

    def worded(self, value) -> str:
        """What a column holds, as people read it; a moment may come as its history keeps it."""
        if value in (None, "", []):
            return ""
        match self.control:
            case "money":
                return money.shown(value)
            case "yes or no":
                return "是" if value else "否" if self.blank else ""
            case "day":
                return day(value) if isinstance(value, date) else value
            case "choices":
                return "、".join(value)
            case "moment":
                return minute(datetime.fromisoformat(value) if isinstance(value, str) else value)
        return self._words.get(value, f"{value} {self.unit}".strip())

    def told(self, value) -> tuple[str, str, str]:
        """Its label, the words of what a column holds, and how those are masked."""
        return self.label, self.worded(value), self.eyes

    @cached_property
    def _words(self) -> dict:
        """The words of what is chosen."""
        return dict(choice for choice in self.choices if isinstance(choice, tuple))


def _pair(choice: tuple[str, str] | str) -> tuple[str, str]:
    """The value of a choice and its word."""
    return choice if isinstance(choice, tuple) else (choice, choice)


class Sheet(tuple[Field, ...]):
    """The fields of a noun in the order they are asked for."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each column."""
        return {field.name: field.label for field in self}

    @cached_property
    def required(self) -> dict[str, str]:
        """What is said of each that must not be missing."""
        return {field.name: field.required for field in self if field.required}

    @cached_property
    def spelled(self) -> dict[str, Callable[[str], str]]:
        """What brings the texts that have one to their one spelling."""
        return {field.name: field.spelled for field in self if field.spelled}

    @cached_property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Under what each is found in an imported list, the label first."""
        return {field.name: (field.label, *field.headings) for field in self}

    def group(self, name: str) -> Iterator[Field]:
        """Those of one part of the form."""
        return (field for field in self if field.group == name)

    def told(self, values: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
        """The label, the words and the eyes of each of these values, by their columns, in the order of the sheet."""
        return (field.told(values[field.name]) for field in self if field.name in values)

    def __getitem__(self, name):
        """A field by its column. LookupError where there is none."""
        if not isinstance(name, str):
            return super().__getitem__(name)
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self}

    def only(self, *names: str) -> "Sheet":
        """Some of them, by their columns."""
        return Sheet(self[name] for name in names)
