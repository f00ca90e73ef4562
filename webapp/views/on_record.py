"""Addresses whose opening is itself an act on record: a print, a list handed out (decision 0005)."""

from functools import wraps

from flask import abort, g, make_response, request

from webapp.errors import NotAllowed
from webapp.models.lookup import Lookup
from webapp.models.search import asked
from webapp.reading import is_ahead


def on_record(view):
    """Let only somebody's own GET through: a HEAD (405) or a browser reading ahead (503) would be an act nobody did.

    The answer is whole: a viewer that fetches a file in parts would do the act again for each.
    """

    @wraps(view)
    def guarded(*args, **values):
        if request.method == "HEAD":
            abort(405)
        refuse_what_nobody_asked()
        request.environ.pop("HTTP_RANGE", None)
        answer = make_response(view(*args, **values))
        answer.headers.pop("Accept-Ranges", None)
        return answer

    return guarded


def refuse_what_nobody_asked() -> None:
    """A browser that reads ahead (503), and a link from another site, which anybody can send (403): what is on record
    afterwards would be somebody's who never meant it."""
    if is_ahead():
        abort(503)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAllowed("请从跟进簿里打开：从别的网站点进来的，不替您打印、导出或查找")


def note_number(query: str) -> None:
    """A complete number in a search by somebody who works on none of the customers: counted, and on record (R-MASK)."""
    wanted = asked(query)
    if wanted and wanted.number and g.user.sees_all:
        refuse_what_nobody_asked()
        Lookup.note(phone=wanted.number, by=g.user)
