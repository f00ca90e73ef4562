from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField

from webapp.errors import DomainError
from webapp.forms import Form, options

MODES = options(("both", "新建并更新"), ("add", "只新建"), ("update", "只更新已有的"))


class UploadForm(Form):
    """选文件: what to read and how to treat customers that are already here."""

    file = FileField("名单文件", validators=[FileRequired("请选择一个文件")])
    mode = RadioField("方式", choices=MODES, default="both")
    branch = SelectField("导入到", coerce=int, validate_choice=True)

    def refuse(self, error: DomainError) -> None:
        """Whatever is wrong with a list is said beside the file."""
        error.field = "file"
        super().refuse(error)
