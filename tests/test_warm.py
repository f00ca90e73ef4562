"""What a process keeps shows nobody another's page.

Every screen, as every role, warmed by every other, against cold answers.
"""

import functools
import gc
import re
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.page import Client
from tests.test_privacy import planted, talkative  # noqa: F401 — fixtures: contact data stands in every text
from tests.walk import SHEETS, pages
from webapp import clock as office_clock
from webapp.database import db
from webapp.models.setup import kept
from webapp.prepared import Prepared
from webapp.screens import rail

ROLES = ("rep", "colleague", "manager", "inspector", "admin", "service", "outsider", "other_manager")
MORE = (
    "/customers?q=有限",
    "/customers?stage=intent",
    "/search?q=有限",
    "/search?q=4321",
    "/boards/grade",
    "/boards/stage?q=有限",
)
# a session's, a second's, a form's
OWN = re.compile(r'(name="(csrf_token|once)" value|data-now|"X-CSRFToken":)[= ]*"[^"]*"')


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(days)`: from now on the office's day is that many days later.

    Without, it stays what it was at the start.
    """
    start = datetime.now().astimezone()

    class Kind(type):
        def __instancecheck__(cls, value):
            return isinstance(value, datetime)

    def set_days(days: int) -> None:
        class Stopped(datetime, metaclass=Kind):
            @classmethod
            def now(cls, tz=None):
                return (start + timedelta(days=days)).astimezone(tz)

            @staticmethod
            def combine(day, time):
                return datetime.combine(day, time)

        monkeypatch.setattr(office_clock, "datetime", Stopped)

    set_days(0)
    return set_days


# what a process keeps is kept by itself, whichever database is behind it; each query and piece that a test meets is
# written and drawn anew on both (tests/purity.py)
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def readers(app, world):
    """A browser for each role, signed in."""
    return {role: Client(app).log_in(getattr(world, role)) for role in ROLES}


@pytest.fixture
def screens(app, world, talkative):  # noqa: F811
    """(path, as htmx asks for it) of everything that only shows."""
    # WeasyPrint keeps nothing of ours, and takes half a second each
    found = [address.path for address in pages(app, world, talkative) if address.endpoint not in SHEETS]
    return [(path, htmx) for path in (*found, *MORE) for htmx in (False, True)]


def keepers() -> list:
    """Everything in the process that keeps what it once worked out."""
    found = []
    for thing in gc.get_objects():
        if isinstance(thing, Prepared):
            found.append(thing._written.clear)
        elif isinstance(thing, kept):
            found.append(partial(setattr, thing, "_found", ("", {})))
        elif isinstance(thing, functools._lru_cache_wrapper) and thing.__wrapped__.__module__.startswith(
            ("webapp", "flask")
        ):
            found.append(thing.cache_clear)
    return [*found, rail._counted.clear]


def answer(reader: Client, path: str, htmx: bool) -> tuple:
    """What is answered, without what is the session's own; what asking leaves behind is taken back."""
    headers = {"HX-Request": "true", "HX-Target": "dialog"} if htmx else {}
    with db.atomic() as asked:
        response = reader.flask.get(path, headers=headers)
        asked.rollback()
    text = OWN.sub("", response.text) if response.mimetype == "text/html" else ""
    return response.status_code, response.headers.get("Location"), response.headers.get("ETag"), text


def cold_answers(readers, screens) -> dict:
    found, clearing = {}, keepers()
    for role, reader in readers.items():
        for screen in screens:
            for clear in clearing:
                clear()
            found[role, screen] = answer(reader, *screen)
    return found


def differing(readers, screens, cold) -> list[str]:
    """Answers of the warm process that are not the cold ones, asked by the roles in their order."""
    return [
        f"{role}: {path} {htmx=}"
        for role, reader in readers.items()
        for path, htmx in screens
        if answer(reader, path, htmx) != cold[role, (path, htmx)]
    ]


@ON_SQLITE
def test_a_warm_process_answers_as_a_cold_one_whoever_came_before(readers, screens):
    cold = cold_answers(readers, screens)
    shown = [text for status, _, _, text in cold.values() if status == 200]
    assert len(shown) > 100 and len(set(shown)) > 60
    backwards = dict(reversed(readers.items()))
    assert differing(readers, screens, cold) + differing(backwards, screens, cold) == []


@ON_SQLITE
def test_nor_does_it_know_yesterday(readers, screens, clock):
    few = {role: readers[role] for role in ("rep", "inspector")}
    clock(1)
    cold = cold_answers(few, screens)
    clock(0)
    assert len(differing(few, screens, cold)) > 10
    clock(1)
    assert differing(few, screens, cold) == []


@ON_SQLITE
def test_the_walk_would_find_a_page_kept_for_everybody(readers, screens, monkeypatch):
    """Its own guard, of two of them: whatever is kept for everybody shows."""
    readers, screens = {role: readers[role] for role in ("rep", "inspector")}, screens[::3]
    cold = cold_answers(readers, screens)
    pieces = readers["rep"].app.extensions["pieces"]
    kept, first = pieces.drawn, {}
    monkeypatch.setattr(
        pieces, "drawn", lambda template, day, **given: first.setdefault(template, kept(template, day, **given))
    )
    assert len(differing(readers, screens, cold)) > 10
