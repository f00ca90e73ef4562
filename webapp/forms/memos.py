from wtforms import RadioField

from webapp.forms import Form, lines, options
from webapp.models.memo import MemoKind


class MemoForm(Form):
    """备忘, 重大变更 or 批示; the last only for those who may instruct."""

    kind = RadioField("种类", default=MemoKind.NOTE, validate_choice=False)
    body = lines("内容", 1000, required="请写明内容")

    @classmethod
    def of(cls, user) -> "MemoForm":
        form = cls()
        kinds = (kind for kind in MemoKind if kind != MemoKind.INSTRUCTION or user.can_instruct)
        form.kind.choices = options(*((kind.value, kind.label) for kind in kinds))
        return form
