"""Forms of records, each made from its noun's sheet."""

from datetime import datetime
from functools import cache
from typing import Self

from webapp.clock import from_local, local, to_the_minute
from webapp.forms import Form
from webapp.forms.fields import asks
from webapp.models.record import Record


class RecordForm(Form):
    """What a record says. `chosen_beside` are further fields, of people and the like; `beside` gives them to the
    verb."""

    chosen_beside: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Record) -> Self:
        """The form with what a record says now."""
        return cls(data={name: _typed(getattr(row, name)) for name in cls.sheet.names})

    def values(self) -> dict:
        """The columns of the sheet."""
        return {name: moment_of(self[name].data) for name in self.sheet.names}

    def beside(self) -> dict:
        """What else goes along with a correction."""
        return {}


@cache
def form_of(noun: type[Record]) -> type[RecordForm]:
    """The form that asks for whatever stands in the noun's sheet."""
    return asks(noun.sheet, noun)(type(f"{noun.__name__}Form", (RecordForm,), {}))


def moment_of(typed):
    """A time as people type it, as a moment; anything else as it is."""
    return from_local(typed) if isinstance(typed, datetime) else typed


def _typed(value):
    return local(to_the_minute(value)).replace(tzinfo=None) if isinstance(value, datetime) else value
