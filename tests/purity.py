"""Whatever is kept is made again on every use and compared, for the whole run: SQL of prepared queries, HTML of pieces.

What a test meets twice under other circumstances, such as another day, person, setting or row, is thereby shown not
to depend on them.
"""

import pytest

from webapp.prepared import Prepared, _Place


@pytest.fixture(scope="session", autouse=True)
def queries_are_written_anew():
    kept = Prepared._statement

    def watched(self, arguments):
        statement = kept(self, arguments)
        again = self._write(arguments)
        assert _said(statement) == _said(again), f"not the same query as before: {again.sql}"
        return statement

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "_statement", watched)
        yield


def _said(statement) -> tuple:
    places = [(value.name, len(value.parts)) if isinstance(value, _Place) else value for value in statement.values]
    return statement.sql, places


def watch_pieces(app) -> None:
    """Draw every piece that is kept once more, and compare."""
    pieces = app.extensions["pieces"]
    kept = pieces.drawn

    def watched(template, day, **arguments):
        piece = kept(template, day, **arguments)
        assert piece == pieces.draw(template, day, **arguments), f"not the same piece as before: {template}"
        return piece

    pieces.drawn = watched
