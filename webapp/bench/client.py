"""A light browser: signs in for real, sends prepared requests over kept connections, notes how long each took."""

import gzip
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode

ENCODINGS = "gzip, deflate"  # what browsers offer on the plain http of an intranet
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Request:
    """What is asked. `fields` make it a form, sent by POST."""

    path: str
    fields: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expects: int = 200

    @property
    def method(self) -> str:
        return "GET" if self.fields is None else "POST"


class Client:
    """Requests to one server; after `sign_in` they carry the session and, where they write, its token."""

    def __init__(self, host: str, port: int):
        self.host, self.port = host, port
        self.headers = {"Accept-Encoding": ENCODINGS}
        self.token = ""
        self._kept: HTTPConnection | None = None

    def sign_in(self, username: str, password: str) -> None:
        page = self.get(Request("/login"))
        form = {"csrf_token": token_in(page), "username": username, "password": password}
        self.get(Request("/login", form, expects=303))
        self.token = token_in(self.get(Request("/")))

    def get(self, request: Request) -> str:
        """The answer's text, sent uncompressed; the cookies it sets are kept."""
        connection = HTTPConnection(self.host, self.port)
        response, body = self._send(
            connection, replace(request, headers={**request.headers, "Accept-Encoding": "identity"})
        )
        connection.close()
        if cookies := SimpleCookie(response.headers.get("Set-Cookie", "")):
            self.headers["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        return body.decode()

    def ask(self, request: Request) -> str:
        """The answer's text, over a connection that is kept, as a browser asks."""
        self._kept = self._kept or HTTPConnection(self.host, self.port)
        try:
            response, body = self._send(self._kept, request)
        except (RemoteDisconnected, BrokenPipeError):  # the server lets go of connections that rest
            self._kept.close()
            response, body = self._send(self._kept, request)
        packed = response.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(body) if packed else body).decode()

    def size(self, request: Request) -> int:
        """Bytes of the answer as it travels, compressed."""
        connection = HTTPConnection(self.host, self.port)
        _, body = self._send(connection, request)
        connection.close()
        return len(body)

    def times(self, requests: Sequence[Callable[[], Request]], clients: int = 1) -> list[float]:
        """Milliseconds each request took, sent by so many clients side by side."""
        taken: list[float] = []
        threads = [
            threading.Thread(target=self._work, args=(requests[start::clients], taken)) for start in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(taken) < len(requests):
            raise RuntimeError(f"{len(requests) - len(taken)} of {len(requests)} requests failed")
        return taken

    def _work(self, requests: Sequence[Callable[[], Request]], taken: list[float]) -> None:
        connection = HTTPConnection(self.host, self.port)
        for make in requests:
            request = make()
            start = time.perf_counter()
            self._send(connection, request)
            taken.append((time.perf_counter() - start) * 1000)
        connection.close()

    def _send(self, connection: HTTPConnection, request: Request) -> tuple[HTTPResponse, bytes]:
        headers = {**self.headers, **request.headers}
        if request.fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        body = None if request.fields is None else urlencode(request.fields)
        connection.request(request.method, request.path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != request.expects:
            raise RuntimeError(f"{request.path} answered {response.status} instead of {request.expects}")
        return response, content


def token_in(page: str) -> str:
    """The CSRF token of a page's form."""
    return _TOKEN.search(page)[1]
