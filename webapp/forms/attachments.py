from flask import current_app
from flask_wtf.file import MultipleFileField

from webapp.forms import Form
from webapp.media.kinds import ACCEPTED
from webapp.models.attachment import A_MB, Upload
from webapp.models.settings import Settings

BESIDES = 64 * 1024  # bytes that a form sends besides its files


class AttachmentForm(Form):
    """Files to be put on a customer's card."""

    files = MultipleFileField("文件")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = current_app.config["MAX_CONTENT_LENGTH"] - BESIDES
        self.files.description = (
            f"PDF、图片、Word、Excel、PPT，可以一次选几个。一个最大 {Settings.attachment_mb} MB，"
            f"一次一共最多 {current_app.config['MAX_CONTENT_LENGTH'] // A_MB} MB。"
        )
        self.files.render_kw = {"accept": ACCEPTED, "data-most": most}

    def submit(self, verb) -> bool:
        """A browser gives no file back: they are to be chosen again."""
        if super().submit(verb):
            return True
        self.files.errors = [*self.files.errors, "一个也没有添加，请改好以后重新选"]
        return False

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.files.data or ()]
