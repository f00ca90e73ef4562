"""Answers go out as gzip: over an intranet's plain http browsers take nothing better.
A proxy may do more over https."""

import zlib
from collections.abc import Callable
from functools import lru_cache

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

LEAST = 800  # bytes
LEVEL, GZIP = 1, 31  # zlib's window bits for a gzip file
TEXTS = frozenset({"text/html", "text/css", "text/plain", "text/javascript", "application/json", "image/svg+xml"})


def _packer() -> Callable[[bytes, int, int], bytes]:
    """ISA-L packs as zlib's level 3 does, in a fifth of its time;
    zlib's level 1, where there is none, takes twice as long."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.compress
    return isal_zlib.compress


@lru_cache(maxsize=100)
def takes_gzip(accepted: str | None) -> bool:
    """Whether a browser that says what it accepts is content with gzip."""
    return bool(parse_accept_header(accepted)["gzip"])


def init_app(app: Flask) -> None:
    pack = _packer()

    @app.after_request  # what varies by it says so (webapp/security.py)
    def compress(response: Response) -> Response:
        if response.mimetype not in TEXTS or response.status_code == 304 or "Content-Encoding" in response.headers:
            return response
        if not takes_gzip(request.headers.get("Accept-Encoding")):
            return response
        response.direct_passthrough = False  # a file of ours: small enough to be read
        body = response.get_data()
        if len(body) >= LEAST:
            response.set_data(pack(body, LEVEL, GZIP))
            response.headers["Content-Encoding"] = "gzip"
            _weaken(response)
        return response


def _weaken(response: Response) -> None:
    """An etag speaks of the content, no longer of these very bytes."""
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
