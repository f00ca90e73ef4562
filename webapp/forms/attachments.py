from flask_wtf.file import MultipleFileField

from webapp.forms import Form
from webapp.forms.uploads import limit, most_at_once
from webapp.media.kinds import ACCEPTED
from webapp.models.attachment import A_MB, Upload
from webapp.models.settings import Settings


class AttachmentForm(Form):
    """Files to be put on a customer's card."""

    files = MultipleFileField("文件")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.files.description = (
            f"PDF、图片、Word、Excel、PPT，可以一次选几个。一个最大 {Settings.attachment_mb} MB，"
            f"一次一共最多 {most_at_once() // A_MB} MB。"
        )
        limit(self.files, accept=ACCEPTED)

    def submit(self, verb) -> bool:
        """A browser gives no file back: they are to be chosen again."""
        if super().submit(verb):
            return True
        self.files.errors = [*self.files.errors, "一个也没有添加，请改好以后重新选"]
        return False

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.files.data or ()]
