"""办公设置: every setting, as it stands and as it came, and who changed it last."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from peewee import fn

from webapp.config import VARIABLES, Config
from webapp.models.audit import AuditEvent
from webapp.models.setting import Known
from webapp.models.settings import KNOWN, Settings

SAID = "已设置，不显示"


class Standing(NamedTuple):
    """A setting: what it is now and was at first; `by` and `at` where somebody has changed it."""

    name: str
    label: str
    meaning: str
    value: str
    default: str
    bounds: str
    is_as_it_came: bool
    by: str
    at: datetime | None


class Group(NamedTuple):
    """Settings that belong together."""

    name: str
    settings: tuple[Standing, ...]


class Environment(NamedTuple):
    """What the machine decides, for reading."""

    name: str
    meaning: str
    value: str


def groups() -> list[Group]:
    """All of them, in the order of the registry."""
    settings, changed = Settings(), _changed()

    def standing(known: Known) -> Standing:
        value = getattr(settings, known.name)
        told = known.name, known.label, known.meaning, known.shown(value) or "空", known.shown(known.default) or "空"
        return Standing(*told, known.bounds, value == known.default, *changed.get(known.name, ("", None)))

    order = {name: place for place, name in enumerate(dict.fromkeys(known.group for known in KNOWN.values()))}
    sorted_ = sorted(KNOWN.values(), key=lambda known: order[known.group])
    return [Group(name, tuple(map(standing, some))) for name, some in groupby(sorted_, key=lambda it: it.group)]


def environment(config: Config) -> list[Environment]:
    """Every variable; secrets only whether they are set."""
    return [
        Environment(it.full_name, it.meaning, (SAID if it.secret else config[it.name]) if config[it.name] else "未设置")
        for it in VARIABLES
    ]


def _changed() -> dict[str, tuple[str, datetime]]:
    """Who changed each last, and when."""
    last = AuditEvent.select(fn.MAX(AuditEvent.id)).where(AuditEvent.action == "setting.changed")
    rows = AuditEvent.select(AuditEvent.subject, AuditEvent.actor_name, AuditEvent.at)
    rows = rows.where(AuditEvent.id << last.group_by(AuditEvent.subject))
    return {subject: (by, at) for subject, by, at in rows.tuples()}
