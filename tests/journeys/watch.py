"""What no page may do, whatever the journey: script errors, broken content policy, requests to another host (R-OFFLINE)."""

import re

# a refusal that carries the repaired page, or the login; Chromium reports each as an error
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (401|409|422)\b")


class Watch:
    """Everything wrong on the pages it is told to follow."""

    def __init__(self, address: str):
        self.address = address
        self.found: list[str] = []

    def follow(self, page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in ("error", "warning") and not ANSWERED.match(message.text):
            self.found.append(f"{message.page and message.page.url}: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.found.append(f"a request to {request.url}")
