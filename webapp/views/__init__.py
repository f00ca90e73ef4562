"""The web: one blueprint per resource. A view finds (scoped), reads a form, makes one domain call, answers."""

from datetime import date
from functools import cached_property
from types import ModuleType

from flask import Flask, g
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

from webapp.screens import rail
from webapp.screens.notices import NONE, Notices, Unread
from webapp.views import (
    absences,
    appointments,
    assignments,
    attachments,
    binned,
    boards,
    calendar_links,
    calls,
    care,
    collaborations,
    competitors,
    complaints,
    contacts,
    customers,
    draws,
    duplicates,
    feedbacks,
    followups,
    greetings,
    handlings,
    handovers,
    health,
    imports,
    inspections,
    memos,
    mergers,
    milestones,
    moves,
    needs,
    notices,
    orders,
    paper,
    passwords,
    pauses,
    pins,
    pool,
    prints,
    projects,
    proposals,
    prospects,
    reassignments,
    reschedulings,
    search,
    sending,
    sessions,
    settings,
    tasks,
    values,
    verifications,
    voidings,
    worklist,
)

# whatever of the above has addresses
RESOURCES = [it for it in [*globals().values()] if isinstance(it, ModuleType) and hasattr(it, "blueprint")]


class IdConverter(IntegerConverter):
    """Ids in addresses; longer numbers fit no table and lead nowhere."""

    regex = r"\d{1,18}"


class DayConverter(BaseConverter):
    """Days in addresses: 2024-05-10."""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": IdConverter, "day": DayConverter}
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
    sending.init_app(app)
    parts = (resource.part for resource in RESOURCES if hasattr(resource, "part"))
    app.extensions["parts"] = sorted(parts, key=lambda part: part.place)
    app.context_processor(lambda: {"rail": _Rail(), "bell": _Bell()})


class _Rail:
    """The numbers beside the rail's places, counted only when a rail is drawn."""

    @property
    def overdue(self) -> float:
        return rail.overdue(g.user) if g.user else 0


class _Bell:
    """The number beside 通知, likewise."""

    @cached_property
    def unread(self) -> Unread:
        return Notices(g.user).count() if g.user else NONE
