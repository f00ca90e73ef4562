"""How many statements a screen asks of the database, counted inside this process."""

from collections.abc import Iterable

from flask import Flask
from flask.testing import FlaskClient

from webapp import create_app
from webapp.bench.building import PASSWORD
from webapp.bench.client import Request, token_in
from webapp.bench.screens import Screen
from webapp.config import Config
from webapp.database import db

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
WARM = 3  # the first requests load what is loaded once a process


class Counter:
    """The app in this process, with the users signed in."""

    def __init__(self, config: Config, users: Iterable[str]):
        app = create_app(config)
        self.clients = {user: _signed_in(app, user) for user in users}

    def count(self, screen: Screen, turn: int) -> int:
        """Statements of one request, transaction control left out. The turns before it are taken to warm up."""
        for earlier in range(turn - WARM, turn):
            self._ask(screen.user, screen.app(earlier))
        said: list[str] = []
        hooks = db.query_hooks
        hooks.append(lambda event: said.append(event.sql))
        try:
            self._ask(screen.user, screen.app(turn))
        finally:
            hooks.pop()
        return sum(sql.lstrip(" (").upper().startswith(COUNTED) for sql in said)

    def _ask(self, user: str, request: Request) -> None:
        answer = self.clients[user].open(
            request.path, method=request.method, data=request.fields, headers=[*request.headers.items()]
        )
        if answer.status_code != request.expects:
            raise RuntimeError(f"{request.path} answered {answer.status_code} instead of {request.expects}")


def _signed_in(app: Flask, user: str) -> FlaskClient:
    client = app.test_client()
    form = {"username": user, "password": PASSWORD, "csrf_token": token_in(client.get("/login").text)}
    client.post("/login", data=form)
    client.environ_base["HTTP_X_CSRFTOKEN"] = token_in(client.get("/").text)
    return client
