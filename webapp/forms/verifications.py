from wtforms import RadioField

from webapp.forms import Form, options
from webapp.models.customer.verifiable import WAYS_TO_VERIFY


class VerificationForm(Form):
    """How somebody made sure that the file is right."""

    how = RadioField("怎样核对的", choices=options(*WAYS_TO_VERIFY), default=WAYS_TO_VERIFY[0], validate_choice=False)
