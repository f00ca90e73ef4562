"""Static files: one stylesheet and one script put together at start, and addresses that change with their content."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    static = Path(app.static_folder)
    bundles = {
        "app.css": _Bundle(static, "css", "text/css"),
        "app.js": _Bundle(static, "js", "text/javascript"),
    }
    _serve_bundles(app, bundles)

    @cache
    def version(filename: str) -> str:
        content = bundles[filename].content if filename in bundles else (static / filename).read_bytes()
        return hashlib.sha256(content).hexdigest()[:10]

    @app.url_defaults
    def stamp(endpoint, values):
        if endpoint == "static" and "filename" in values and "v" not in values:
            values["v"] = version(values["filename"])

    app.jinja_env.globals["sprite"] = f"{app.static_url_path}/img/icons.svg?v={version('img/icons.svg')}"
    # kept: an address follows from its endpoint and values, for the app has one root
    app.jinja_env.globals["url_for"] = lru_cache(maxsize=4096)(url_for)

    @app.after_request
    def keep(response):
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response


class _Bundle:
    """The files that `ORDER` names, one after the other."""

    def __init__(self, static: Path, folder: str, mimetype: str):
        names = (static / folder / "ORDER").read_text(encoding="utf-8").split()
        paths = (static / name if "/" in name else static / folder / name for name in names)
        self.content = b"\n".join(path.read_bytes() for path in paths)
        self.mimetype = mimetype


def _serve_bundles(app: Flask, bundles: dict[str, _Bundle]) -> None:
    send_file = app.view_functions["static"]

    def static_file(filename: str):
        bundle = bundles.get(filename)
        if bundle is None:
            return send_file(filename=filename)
        response = Response(bundle.content, mimetype=bundle.mimetype)
        response.add_etag()
        return response.make_conditional(request)

    app.view_functions["static"] = static_file
