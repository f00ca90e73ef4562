"""Forms that make something carry a number of their own: whoever presses again, because no answer came, makes one."""

from collections.abc import Callable
from hashlib import sha256
from secrets import token_hex
from typing import TypeVar

from flask import Flask, g, request

from webapp.models.sending import Sending

FIELD = "once"
Noun = TypeVar("Noun")


def init_app(app: Flask) -> None:
    """Give templates `once`, the number of the form that is drawn."""
    app.jinja_env.globals["once"] = lambda: token_hex(8)


def once(noun: type[Noun], verb: Callable[[], Noun]) -> Callable[[], Noun]:
    """For `form.submit`: the verb, which makes a row of the noun. The same form with the same in it, sent again, is
    answered with what it made; filled in otherwise it is another."""
    if not request.form.get(FIELD):
        return verb
    said = repr(sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"))
    key = sha256(f"{request.path} {said}".encode("utf-8", "surrogatepass")).hexdigest()
    return lambda: Sending.once(key, noun, verb, by=g.user)
