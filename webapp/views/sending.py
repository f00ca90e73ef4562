"""Forms that make something carry a number of their own: whoever presses again, because no answer came, makes one."""

from collections.abc import Callable
from hashlib import sha256
from secrets import token_urlsafe
from typing import TypeVar

from flask import Flask, g, request

from webapp.forms import Form
from webapp.models.sending import Sending

FIELD = "once"
Noun = TypeVar("Noun")


def init_app(app: Flask) -> None:
    """Give templates `once`, the number of the form that is drawn."""
    app.jinja_env.globals["once"] = lambda: token_urlsafe(9)


def once(form: Form, noun: type[Noun], verb: Callable[[], Noun]) -> Callable[[], Noun]:
    """For `form.submit`: the verb, which makes a row of the noun. The same form with the same in it, sent again, is
    answered with what it made; filled in otherwise it is another."""
    number = request.form.get(FIELD)
    if not number:
        return verb

    def verb_once() -> Noun:
        said = f"{number} {request.path} {sorted(form.data.items())!r}"
        return Sending.once(sha256(said.encode("utf-8", "surrogatepass")).hexdigest(), noun, verb, by=g.user)

    return verb_once
