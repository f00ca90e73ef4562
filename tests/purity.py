"""Whatever is kept is made again the first time a test meets it, and compared: SQL of prepared queries, HTML of pieces,
what was found of the set-up.

What a run meets again under other circumstances, such as another day, person, setting or row, is thereby shown not
to depend on them. It takes a fifth of a run: of those tests that do not ask for it (WATCHED) one in four watches, the
same ones each time.
"""

from zlib import crc32

import pytest

from webapp.database import BaseModel
from webapp.models.dimension import Catalogue
from webapp.models.setup import kept
from webapp.prepared import Prepared, _Place
from webapp.screens import rail
from webapp.workdays import Calendar

_found: set[tuple] = set()  # what this test has asked of the set-up
WATCHED = pytest.mark.usefixtures("everything_is_watched")
ONE_IN = 4
_watching = [True]
_met: dict[int, object] = {}  # by its id what this test has met; held, lest an id be given again


@pytest.fixture(scope="session", autouse=True)
def queries_are_written_anew():
    kept = Prepared._statement

    def watched(self, arguments):
        statement = kept(self, arguments)
        if _is_new(statement):
            again = self._write(arguments)
            assert _said(statement) == _said(again), f"not the same query as before: {again.sql}"
        return statement

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "_statement", watched)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_setup_is_found_anew():
    answer = kept.__call__

    def watched(self, *asked):
        found = answer(self, *asked)
        if _watching[0] and (self, asked) not in _found:
            _found.add((self, asked))
            assert _plain(found) == _plain(self.find(*asked)), f"no longer what is set up: {self.__qualname__}{asked}"
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "__call__", watched)
        yield


def _plain(found):
    """What can be compared by what it says."""
    if isinstance(found, (tuple, list)):
        return [_plain(part) for part in found]
    if isinstance(found, BaseModel):
        return found.__data__
    if isinstance(found, Calendar):
        return found.exceptions, found.announced
    return found.axes if isinstance(found, Catalogue) else found


@pytest.fixture(autouse=True)
def everything_is_met_anew(request):
    asks_for_it = "everything_is_watched" in request.fixturenames
    _watching[0] = asks_for_it or crc32(request.node.nodeid.encode()) % ONE_IN == 0
    _found.clear()
    rail._counted.clear()  # tests write what no act has written
    _met.clear()


@pytest.fixture
def everything_is_watched():
    """For tests of the watch itself, and of what it is there for."""


def _is_new(thing: object) -> bool:
    if not _watching[0]:
        return False
    is_new = id(thing) not in _met
    _met[id(thing)] = thing
    return is_new


def _said(statement) -> tuple:
    places = [(value.name, len(value.parts)) if isinstance(value, _Place) else value for value in statement.values]
    return statement.sql, places


def watch_pieces(app) -> None:
    """Draw every piece that is kept once more, and compare."""
    pieces = app.extensions["pieces"]
    kept = pieces.drawn

    def watched(template, day, **arguments):
        piece = kept(template, day, **arguments)
        if _is_new(piece):
            assert piece == pieces.draw(template, day, **arguments), f"not the same piece as before: {template}"
        return piece

    pieces.drawn = watched
