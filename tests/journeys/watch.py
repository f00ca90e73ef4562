"""What no page may do, whatever the journey (R-OFFLINE).

No script errors, no broken content policy, no requests to another host.

It rests on what standards define: events of the page, answers by their status. What a browser writes into its console
differs from version to version; only what our own scripts say there counts.
"""

# answers that carry the repaired page, or the login
ANSWERED = frozenset({401, 409, 422})
TELL_OF_VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", (event) => {
        tellWatch(`the policy's ${event.effectiveDirective} forbids ${event.blockedURI}`);
    });
"""


class Watch:
    """Everything wrong on the pages it is told to follow."""

    def __init__(self, address: str):
        self.address = address
        self.found: list[str] = []
        self.asked: list[str] = []  # for whoever looks into a journey that failed

    def follow(self, page) -> None:
        """Watch a page that has not been opened yet."""
        page.expose_function("tellWatch", lambda said: self.found.append(f"{page.url}: {said}"))
        page.add_init_script(TELL_OF_VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self.asked.append(f"{request.method} {request.url} {request.failure}"))

    def _console(self, message) -> None:
        said_by_a_script = bool(message.args)  # what the browser itself reports has none
        if said_by_a_script and message.type in ("error", "warning"):
            self.found.append(f"{message.page and message.page.url}: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.found.append(f"a request to {request.url}")

    def _response(self, response) -> None:
        request = response.request
        self.asked.append(f"{request.method} {response.url} {request.post_data or ''} {response.status}")
        if response.status >= 400 and response.status not in ANSWERED:
            self.found.append(f"{response.status} from {response.url}")
