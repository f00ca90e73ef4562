"""The paper forms, one module each: what a form needs, how it continues over pages, how the customers' files fill it.

Its template is templates/paper/<slug>.html, its style static/print/<slug>.css.
docs/development.md shows how to add one.
"""

from webapp.paper.forms import (
    auto_callback,
    classified_followup,
    greeting_card,
    handover,
    inspection_notice,
    sales_record,
    tracking_sheet,
)
from webapp.paper.press import PaperForm

_FORMS = (
    tracking_sheet,
    classified_followup,
    sales_record,
    auto_callback,
    greeting_card,
    handover,
    inspection_notice,
)
FORMS: dict[str, PaperForm] = {form.FORM.slug: form.FORM for form in _FORMS}
