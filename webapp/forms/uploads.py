"""Fields for files: how much they take together is known to the browser, too (static/js/checks.js)."""

from flask import current_app
from wtforms import Field

BESIDES = 64 * 1024  # bytes that a form sends besides its files


def most_at_once() -> int:
    """In bytes, with what a form sends besides."""
    return current_app.config["MAX_CONTENT_LENGTH"]


def limit(field: Field, **attributes) -> None:
    """Files that are too large together are refused before they are sent."""
    field.render_kw = {**attributes, "data-most": most_at_once() - BESIDES}
