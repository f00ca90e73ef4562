"""Forms on things others may be editing at the same time (R-EDIT-SAFE)."""

import json
from collections.abc import Mapping

from webapp.errors import DomainError
from webapp.forms import Form, hidden, line
from webapp.models.edit_clash import Clash, EditClash, seen
from webapp.models.written import LONGEST_REASON

LONGEST_BASE = 400_000  # every text of a customer, written out as JSON


class EditedForm(Form):
    """`base` carries what the person saw, so that two people's edits can be told apart. After a clash `current` is the
    row as somebody else left it."""

    base = hidden(LONGEST_BASE)
    current = None

    @property
    def fields_edited(self) -> list[str]:
        return [name for name in self._fields if name not in ("base", "duplicate_reason")]

    def open(self, row) -> None:
        """Show the row as it is now, and remember that this is what the person saw."""
        self.show({name: getattr(row, name) for name in self.fields_edited})
        self._remember(row)

    def seen(self) -> dict:
        """What the person saw; nothing where the field came back mangled."""
        try:
            base = json.loads(self.base.data or "{}")
        except (ValueError, RecursionError):
            return {}
        return base if isinstance(base, dict) else {}

    def show(self, values: Mapping[str, object]) -> None:
        """Put these values of the row into their fields, over whatever was sent."""
        for name, value in values.items():
            self[name].data, self[name].raw_data = value, None

    def refuse(self, error: DomainError) -> None:
        """Show the refusal; of a clash every field that two people want otherwise."""
        if isinstance(error, EditClash):
            self.take(error)
        else:
            super().refuse(error)

    def take(self, clash: EditClash) -> None:
        """What nobody else may lose: fields this person left alone show what others wrote, the disputed ones keep mine
        and say what theirs is. Saving again then decides."""
        self.show(clash.untouched)
        self._remember(clash.current)
        for disputed in clash.clashes:
            super().refuse(DomainError(self._dispute(disputed), disputed.field))
        self.http_status, self.is_clash, self.current = clash.status, True, clash.current

    def _remember(self, row) -> None:
        self.show({"base": json.dumps(seen(row, self.fields_edited), ensure_ascii=False)})

    def _dispute(self, clash: Clash) -> str:
        field = self[clash.field]
        labels = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
        before, theirs, mine = (labels.get(said, said) or "空" for said in (clash.before, clash.theirs, clash.mine))
        return f"原来是“{before}”，{clash.whose}改成“{theirs}”，您填的是“{mine}”"


class ReasonedForm(EditedForm):
    """A form whose content may look like another customer's: the reason is asked for when it does (R-DUP)."""

    duplicate_reason = line("仍要这样存的理由", LONGEST_REASON)

    @property
    def reason(self) -> str:
        return self.duplicate_reason.data or ""
