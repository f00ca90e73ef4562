"""The web: one blueprint per resource. A view finds (scoped), reads a form, makes one domain call, answers."""

from functools import cached_property

from flask import Flask, abort, g
from werkzeug.routing import IntegerConverter

from webapp.models.worklist import Worklist


class IdConverter(IntegerConverter):
    """Ids in addresses; longer numbers fit no table and lead nowhere."""

    regex = r"\d{1,18}"


def init_app(app: Flask) -> None:
    from webapp.views import (
        boards,
        contacts,
        customers,
        duplicates,
        followups,
        health,
        imports,
        memos,
        moves,
        paper,
        passwords,
        projects,
        search,
        sessions,
        tasks,
        worklist,
    )  # fmt: skip

    app.url_map.converters["int"] = IdConverter
    for module in (
        worklist, sessions, passwords, customers, contacts, followups, tasks, moves, memos, projects, boards, search, duplicates, imports,
        paper, health,
    ):  # fmt: skip
        app.register_blueprint(module.blueprint)
    app.context_processor(lambda: {"counts": _Counts()})


class _Counts:
    """The numbers beside the rail's places, counted only when a rail is drawn."""

    def get(self, place: str) -> int:
        return self._late if place == "worklist" and g.user else 0

    @cached_property
    def _late(self) -> int:
        return Worklist(g.user).late()

    def __getitem__(self, place: str) -> int:
        return self.get(place)


def get_or_404(query, *where):
    """The one row of a scoped query, or 404: what a person may not see does not exist for them."""
    return query.where(*where).first() or abort(404)


def find_customer(number: str):
    from webapp.models.customer import Customer

    return get_or_404(g.user.visible_customers(), Customer.number == number)
