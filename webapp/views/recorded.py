"""Addresses whose opening is itself an act on record: a print, a list handed out (decision 0005)."""

from functools import wraps

from flask import abort, request


def recorded(view):
    """Let only somebody's own GET through: a HEAD (405) or a browser reading ahead (503) would be an act nobody did."""

    @wraps(view)
    def guarded(*args, **values):
        if request.method == "HEAD":
            abort(405)
        if _is_ahead():
            abort(503)
        return view(*args, **values)

    return guarded


def _is_ahead() -> bool:
    """Whether the browser asks before anybody clicked. `Purpose` is what browsers said before `Sec-Purpose`."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any(purpose.lower().startswith(("prefetch", "prerender", "preview")) for purpose in purposes)
