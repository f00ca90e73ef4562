"""The web: one blueprint per resource. A view finds (scoped), reads a form, makes one domain call, answers."""

from flask import Flask, abort, g
from werkzeug.routing import IntegerConverter

from webapp.models.customer import Customer
from webapp.models.organisation import Branch
from webapp.models.user import User
from webapp.prepared import Prepared
from webapp.screens.worklist import Worklist


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
    app.context_processor(lambda: {"rail": _Rail()})


class _Rail:
    """The numbers beside the rail's places, counted only when a rail is drawn."""

    @property
    def late(self) -> float:
        return Worklist(g.user).late() if g.user else 0


def get_or_404(query, *where):
    """The one row of a scoped query, or 404: what a person may not see does not exist for them."""
    return query.where(*where).first() or abort(404)


def find_customer(number: str) -> Customer:
    """The customer, with owner and branch, if the person may see it."""
    return _visible.first(viewer=g.user, number=number) or abort(404)


_visible = Prepared(
    lambda viewer, number: (
        Customer.select(Customer, User.id, User.name, Branch.id, Branch.name)
        .join(User, on=Customer.owner)
        .switch(Customer)
        .join(Branch)
        .where(viewer.scope(Customer), Customer.number == number)
    )
)
