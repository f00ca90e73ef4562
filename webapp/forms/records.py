"""Forms of records, each made from its noun's sheet."""

from functools import cache

from webapp.forms import Form
from webapp.forms.fields import asks
from webapp.models.record import Record


class RecordForm(Form):
    """What a record says."""

    def values(self) -> dict:
        return {name: self[name].data for name in self.sheet.names}


@cache
def form_of(noun: type[Record]) -> type[RecordForm]:
    """The form that asks for whatever stands in the noun's sheet."""
    return asks(noun.sheet, noun)(type(f"{noun.__name__}Form", (RecordForm,), {}))
