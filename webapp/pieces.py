"""Pieces of HTML that follow from what they are given and from nothing else: drawn once, then kept by their content.

    {{ piece('worklist/_row.html', row=step) }}
    {{ pieces('worklist/_row.html', steps) }}    {# one for each of them, given as `row` #}

A piece sees its arguments, the filters, `icon` and other marks, `url_for` and the tools below; no g, request, session
or token. What a reader may see is an argument like any other. So equal arguments are equal HTML, whoever reads it, and
nothing kept can be out of date: what has changed is another piece.
The office's day is part of every key, because filters count from it.

Nothing is kept by whom: what one person was shown is shown to another only where they would be shown the very same.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from types import NoneType

from flask import Flask
from jinja2 import Environment
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.clock import today

PLAIN = frozenset({str, int, float, bool, date, datetime, timedelta, NoneType})
SHARED = ("icon", "tag", "avatar", "when", "opens", "prose", "url_for")  # what pieces see of the pages' globals
KEPT = 5_000  # two kilobytes each, in every process

_tools: dict[str, Callable] = {}


def tool(function: Callable) -> Callable:
    """Let pieces call the function by its name. What it answers must follow from its arguments alone."""
    _tools[function.__name__] = function
    return function


def init_app(app: Flask) -> None:
    """Give templates `piece` and `pieces`. Comes after whatever declares tools."""
    pure = app.jinja_env.overlay()
    pure.context_class = _Context
    pure.globals = DEFAULT_NAMESPACE | {name: app.jinja_env.globals[name] for name in SHARED} | _tools
    kept = app.extensions["pieces"] = Pieces(pure)
    for environment in (app.jinja_env, pure):
        environment.globals |= {"piece": kept.piece, "pieces": kept.pieces}


class _Context(Context):
    """What a piece calls, functions and macros, asks for nothing of Jinja's context: to find that out each time takes
    longer than most of them."""

    def call(self, function: Callable, /, *given, _loop_vars=None, _block_vars=None, **named):
        return function(*given, **named)


class Pieces:
    """The pieces one process keeps. `drawn` draws one, or takes the one it has kept."""

    def __init__(self, environment: Environment):
        self.environment = environment
        self.template = cache(environment.get_template)
        self.drawn = lru_cache(maxsize=KEPT)(self.draw)

    def draw(self, template: str, _day: date, **arguments) -> Markup:
        require_plain(arguments.values())
        found = self.template(template)
        # what render() would make of it, without a copy of a copy; an import inside would undo that
        context = found.new_context(self.environment.globals | arguments, shared=True)
        return Markup("".join(found.root_render_func(context)))

    def piece(self, template: str, **arguments) -> Markup:
        """The template drawn with these arguments: text, numbers, days, moments, and tuples of them."""
        return self.drawn(template, today(), **arguments)

    def pieces(self, template: str, rows: Iterable, **arguments) -> Markup:
        """The template drawn for each `row`, one after the other; `{}` in its name is the row's kind."""
        day, drawn = today(), self.drawn
        if "{}" in template:
            return Markup("".join([drawn(template.format(row.kind), day, row=row, **arguments) for row in rows]))
        return Markup("".join([drawn(template, day, row=row, **arguments) for row in rows]))


def require_plain(values: Iterable) -> None:
    """Refuse what has an identity of its own. A model is equal to every other state of itself:
    kept by it, a piece would be out of date."""
    for value in values:
        if type(value) not in PLAIN:
            if not isinstance(value, tuple):
                raise TypeError(f"a piece cannot be kept by a {type(value).__name__}")
            require_plain(value)
