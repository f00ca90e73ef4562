from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField

from webapp.errors import DomainError
from webapp.forms import Form, options
from webapp.forms.uploads import limit
from webapp.imports.plan.planner import MODES


class UploadForm(Form):
    """选文件: what to read and how to treat customers that are already here."""

    file = FileField("名单文件", validators=[FileRequired("请选择一个文件")])
    mode = RadioField("方式", choices=options(*MODES.items()), default="both")
    branch = SelectField("导入到", coerce=int, validate_choice=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit(self.file)

    def refuse(self, error: DomainError) -> None:
        """Whatever is wrong with a list is said beside the file."""
        error.field = "file"
        super().refuse(error)
