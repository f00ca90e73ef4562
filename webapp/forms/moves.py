from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, Optional

from webapp.errors import DomainError
from webapp.forms import Form, hidden, line, lines
from webapp.models.classification import MoveNeedsReason, StaleMove
from webapp.text.screening import ForbiddenContent

UNSEEN = -1
ORIGINS = frozenset({"drag", "menu"})


class MoveForm(Form):
    """移动到…. `version` is what the card showed; `origin` tells a drag from the menu.

    A refusal the person can mend here shows the dialog; of any other the board tells (`refusal`).
    """

    dimension = hidden()
    value = RadioField("移到", validate_choice=False, validators=[InputRequired("请选择移到哪一栏")])
    version = IntegerField(validators=[Optional()])
    origin = hidden(default="menu")
    reason = lines("原因", 400, description="会记在跟进时间线上。")

    refusal: DomainError | None = None

    @property
    def seen(self) -> int:
        """The version of the card that was seen; of one that says none, none that there is: nobody moves unseen."""
        return UNSEEN if self.version.data is None else self.version.data

    def see(self, version: int) -> None:
        """From here on that is the card that is seen."""
        self.version.data = version

    @property
    def is_overtaken(self) -> bool:
        """Somebody else has moved the card since."""
        return isinstance(self.refusal, StaleMove)

    @property
    def came_by(self) -> str:
        return self.origin.data if self.origin.data in ORIGINS else "menu"

    @property
    def can_be_mended(self) -> bool:
        return self.refusal is None or isinstance(self.refusal, MoveNeedsReason | ForbiddenContent)

    def refuse(self, error: DomainError) -> None:
        """Whoever drags is first asked for the reason, not scolded for its lack."""
        self.refusal, self.http_status = error, error.status
        is_asked = isinstance(error, MoveNeedsReason) and self.origin.data == "drag" and not self.reason.raw_data
        if not is_asked:
            super().refuse(error)


class PinForm(Form):
    dimension = line("维度", 40)
