from wtforms import RadioField

from webapp.forms import Form, lines, options
from webapp.models.memo import Memo, MemoKind


class MemoForm(Form):
    """备忘, 重大变更 or 批示; the last only for those who may instruct."""

    kind = RadioField("种类", default=MemoKind.NOTE, validate_choice=False)
    body = lines("内容", 1000, required="请写明内容")

    @classmethod
    def of(cls, customer, user) -> "MemoForm":
        form = cls()
        form.kind.choices = options(*((kind.value, kind.label) for kind in Memo.kinds(customer, user)))
        return form


class MemoCorrectionForm(Form):
    body = lines("内容", 1000, required="请写明内容", description="原来的文字会留在历史里。")
