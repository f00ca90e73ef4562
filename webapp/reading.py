"""Requests that nobody made: a browser that reads ahead, or asks what it would get."""

from flask import request


def is_ahead() -> bool:
    """Whether nobody has asked for this yet. `Purpose` is what browsers said before `Sec-Purpose`."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    is_read_ahead = any(purpose.lower().startswith(("prefetch", "prerender", "preview")) for purpose in purposes)
    return request.method == "HEAD" or is_read_ahead
