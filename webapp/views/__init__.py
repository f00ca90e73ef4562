"""The web: one blueprint per resource. A view finds (scoped), reads a form, makes one domain call, answers."""

from types import ModuleType

from flask import Flask, g
from werkzeug.routing import IntegerConverter

from webapp.screens.worklist import Worklist
from webapp.views import (
    boards,
    contacts,
    customers,
    duplicates,
    followups,
    health,
    imports,
    job_runs,
    memos,
    moves,
    paper,
    passwords,
    pins,
    projects,
    search,
    sessions,
    tasks,
    worklist,
)

# whatever of the above has addresses
RESOURCES = [it for it in [*globals().values()] if isinstance(it, ModuleType) and hasattr(it, "blueprint")]


class IdConverter(IntegerConverter):
    """Ids in addresses; longer numbers fit no table and lead nowhere."""

    regex = r"\d{1,18}"


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
    parts = (resource.part for resource in RESOURCES if hasattr(resource, "part"))
    app.extensions["parts"] = sorted(parts, key=lambda part: part.place)
    app.context_processor(lambda: {"rail": _Rail()})


class _Rail:
    """The numbers beside the rail's places, counted only when a rail is drawn."""

    @property
    def late(self) -> float:
        return Worklist(g.user).late() if g.user else 0
