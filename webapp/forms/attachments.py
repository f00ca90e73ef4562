from flask_wtf.file import MultipleFileField

from webapp.forms import Form
from webapp.media.kinds import ACCEPTED
from webapp.models.attachment import Upload


class AttachmentForm(Form):
    """Files to be put on a customer's card."""

    files = MultipleFileField(
        "文件",
        render_kw={"accept": ACCEPTED},
        description="PDF、图片、Word、Excel、PPT，可以一次选几个。",
    )

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.files.data or ()]
