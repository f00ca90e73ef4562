"""A browser for tests: it keeps the session and sends forms as they stand.

Every HTML answer is checked (tests/rules.py).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import html5lib
from flask import session as flask_session
from flask_wtf.csrf import generate_csrf
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from tests import html_rules
from webapp.database import db
from webapp.models import Session

CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "option": "select", "tbody": "table", "thead": "table"}
SPACE = re.compile(r"\s+")
VALUE = re.compile(r'"[^"<>&]*"')  # where no reference or tag can begin
TEXT = re.compile(r">\s*[^<>&\s][^<>&]*<")
NUMBERS = re.compile(r"\d+")
RANDOM = re.compile(r'(?:csrf_token|once)" value="[^"]*|X-CSRFToken": *"[^"]*')
checked: list[Path] = []  # the folder with an empty file for each page that was, one for all processes of a run


class Element:
    """One element of a page: `element["href"]`, `element.text`, `element.css("td")`."""

    def __init__(self, node: lxml_html.HtmlElement):
        self._node = node

    @property
    def attributes(self) -> dict[str, str]:
        return self._node.attrib

    def __getitem__(self, name: str) -> str:
        return self._node.attrib[name]

    def get(self, name: str, default: str = "") -> str:
        return self._node.attrib.get(name, default)

    @property
    def tag(self) -> str:
        return self._node.tag

    @property
    def text(self) -> str:
        """What is read, white space collapsed."""
        return SPACE.sub(" ", self._node.text_content()).strip()

    def css(self, selector: str) -> list["Element"]:
        return [Element(found) for found in _selector(selector)(self._node)]

    def inside(self, tag: str) -> bool:
        return any(True for _ in self._node.iterancestors(tag))

    @property
    def sends(self) -> str:
        """How a button that leads elsewhere sends: as its form does; those of the page's one form (#act) write."""
        form = None if self.get("form") else next(self._node.iterancestors("form"), None)
        return "POST" if form is None else (form.get("method") or "get").upper()

    def inherits(self, name: str) -> str:
        """The attribute, or an ancestor's that hands it down (htmx 4: `name:inherited`)."""
        handed_down = (parent.get(f"{name}:inherited") for parent in self._node.iterancestors())
        own = self.get(name) or self.get(f"{name}:inherited")
        return own or next((value for value in handed_down if value), "")

    def shown(self):
        """Every run of text a person reads, attributes such as placeholder included."""
        for node in self._node.iter():
            if not isinstance(node.tag, str):
                continue
            yield from (node.get(name) for name in html_rules.SHOWN_ATTRIBUTES if node.get(name))
            if node.tag not in html_rules.NOT_READ and node.text:
                yield node.text
            if node.tail:
                yield node.tail

    def __str__(self) -> str:
        said = " ".join(f'{name}="{value[:40]}"' for name, value in self.attributes.items())
        return f"<{self.tag} {said}> {self.text[:40]}"


_selector = cache(CSSSelector)


def _tree(html: str, is_whole: bool) -> lxml_html.HtmlElement:
    """What is well-formed is read alike by any parser, and by this one in a hundredth of the time."""
    if is_whole:
        return lxml_html.document_fromstring(html)
    return lxml_html.fragment_fromstring(html, create_parent="fragment")


def _shape(html: str) -> str:
    """The page without what its values and its text say: what is well-formed without it is so with it."""
    return TEXT.sub(">x<", VALUE.sub('""', html))


@cache
def _is_ill_formed(shape: str, is_whole: bool) -> bool:
    return bool(_parse_errors(shape, is_whole))


def _parse_errors(html: str, is_whole: bool) -> list:
    parser = html5lib.HTMLParser()
    if is_whole:
        parser.parse(html)
    else:
        first = re.match(r"\s*<([a-z]+)", html)
        parser.parseFragment(html, container=CONTAINERS.get(first and first[1], "div"))
    return parser.errors


class Page(Element):
    """An HTML answer, whole or a fragment."""

    def __init__(self, html: str, *, client: "Client | None" = None, response=None):
        self.html, self.client, self.response = html, client, response
        self.is_whole = "<html" in html[:200].lower()
        super().__init__(_tree(html, self.is_whole))

    @property
    def parse_errors(self) -> list:
        """Everything that a browser would have to mend."""
        return _parse_errors(self.html, self.is_whole) if _is_ill_formed(_shape(self.html), self.is_whole) else []

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self):
        return self.response.headers

    @property
    def location(self) -> str:
        """Where a redirect leads, plain or htmx's."""
        return self.headers.get("Location") or self.headers.get("HX-Redirect", "")

    @property
    def bytes(self) -> bytes:
        return self.response.data

    @property
    def json(self):
        return self.response.json

    def follow(self, status: int = 200) -> "Page":
        return self.client.get(self.location, status=status)

    def one(self, selector: str) -> Element:
        """The only element that fits; anything else fails the test."""
        found = self.css(selector)
        assert len(found) == 1, f"{len(found)} × {selector} in:\n{self.html[:2000]}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.css(selector)]

    def form(self, selector: str = "main form") -> "Form":
        """The only form that fits the selector, ready to be changed and submitted."""
        return Form(self.one(selector), self)

    def press(self, selector: str, along: dict | None = None, **options) -> "Page":
        """Press the only button that fits: it sends the form it belongs to, to its own address.

        `along` is what the page around it sends with it. Options as of `write`.
        """
        button = self.one(selector)
        # the form of a fragment stands on the page that it goes into
        fields = Form(self.one(f"#{button['form']}"), self).fields if self.is_whole else {}
        return self.client.post(
            button["formaction"], {**fields, **(along or {})}, target=button.get("hx-target"), **options
        )

    @cached_property
    def errors(self) -> list[str]:
        """The refusals shown beside fields and on top of forms."""
        return self.texts(".error, .errors, [role=alert]")


TAGS = ("input", "select", "textarea")
CONTROLS = ", ".join(f"{tag}[name]" for tag in TAGS)


class Form:
    """A form as it stands on the page, with what stands elsewhere and is its own.

    `fields` is what a browser would send; change it or pass changes to submit.
    """

    def __init__(self, element: Element, page: Page):
        self.element, self.page = element, page
        outside = f"[form={element['id']}]" if element.get("id") else "[form='']"
        self.controls = element.css(CONTROLS) + [it for it in page.css(outside) if it.tag in TAGS and it.get("name")]
        self.fields: dict[str, str | list[str]] = {}
        for control in self.controls:
            for value in _sent(control):
                self._add(control["name"], value)

    def _add(self, name: str, value: str) -> None:
        if name in self.fields:
            held = self.fields[name]
            self.fields[name] = [*held, value] if isinstance(held, list) else [held, value]
        else:
            self.fields[name] = value

    def submit(self, *, htmx: bool = False, status: int | None = None, **changes) -> Page:
        """Send it, as the browser does without JavaScript, or as htmx does. `csrf_token=""` leaves the token out."""
        named = (control["name"] for control in (*self.controls, *self.element.css("button[name]")))
        unknown = changes.keys() - set(named)
        assert not unknown, f"the form has no field {sorted(unknown)}; it has {sorted(self.fields)}"
        method, address = self._way(htmx)
        data = {**self.fields, **changes}
        if method == "GET":
            return self.page.client.get(f"{address}?{urlencode(data, doseq=True)}", htmx=htmx, status=status or 200)
        return self.page.client.write(
            method, address, data, htmx=htmx, status=status, target=self.element.get("hx-target")
        )

    def _way(self, htmx: bool) -> tuple[str, str]:
        """Method and address, htmx's own where it is htmx that sends."""
        for name in (*html_rules.WRITES, "hx-get") if htmx else ():
            if address := self.element.get(name):
                return name.removeprefix("hx-").upper(), address
        return self.element.get("method", "get").upper(), self.element.get("action") or self.page.response.request.path


def _sent(control: Element) -> list[str]:
    """The values a browser sends for one control."""
    kind = control.get("type")
    if "disabled" in control.attributes or kind in ("submit", "button", "reset", "image", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if "checked" in control.attributes else []
    if control.tag == "select":
        options = (
            control.css("option[selected]") or control.css("option")[: 0 if "multiple" in control.attributes else 1]
        )
        return [option.get("value", option.text) for option in options]
    if control.tag == "textarea":
        return [(control._node.text or "").removeprefix("\n")]  # the first is the tag's own
    return [control.get("value")]


class Client:
    """Flask's test client, with the expected status stated and every HTML answer checked."""

    def __init__(self, app):
        self.app = app
        self.flask = app.test_client()
        self.token = ""

    def log_in(self, user) -> "Client":
        """Open a session for the person and carry its cookie; no password is asked."""
        self.log_out()
        token = Session.open(user, address="127.0.0.1", agent="tests")
        with self.app.test_request_context(), self.flask.session_transaction() as session:
            self.token = generate_csrf()
            session.update({"_user_id": token, "_fresh": True, "csrf_token": flask_session["csrf_token"]})
        return self

    def leads(self, method: str, address: str) -> bool:
        """Is there a route for it? Addresses of other places are taken as they are."""
        if not address.startswith("/"):
            return True
        return self.app.url_map.bind("localhost").test(urlsplit(address).path, method)

    def log_out(self) -> None:
        self.flask = self.app.test_client()
        self.token = ""

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is asked inside leaves nothing behind, in the database or in the browser."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = self.flask.get_cookie(name)
        with db.atomic() as asked:
            yield
            asked.rollback()
        self.flask.set_cookie(name, cookie.value)

    def get(self, path: str, *, status: int = 200, htmx: bool = False, target: str = "", **options) -> Page:
        return self._open("GET", path, status, htmx, target, **options)

    def post(self, path: str, data=None, **options) -> Page:
        return self.write("POST", path, data, **options)

    def put(self, path: str, data=None, **options) -> Page:
        return self.write("PUT", path, data, **options)

    def delete(self, path: str, data=None, **options) -> Page:
        return self.write("DELETE", path, data, **options)

    def write(
        self, method: str, path: str, data=None, *, status: int | None = None, htmx: bool = False, **options
    ) -> Page:
        """Send a write with its CSRF token (`csrf_token=""` in `data` leaves it out). Expects 303, from htmx 200."""
        data = {"csrf_token": self.token, **(data or {})}
        return self._open(method, path, status or (200 if htmx else 303), htmx, data=data, **options)

    def _open(self, method: str, path: str, status: int, htmx: bool, target: str = "", **options) -> Page:
        headers = {**(_htmx_headers(target) if htmx else {}), **options.pop("headers", {})}
        response = self.flask.open(path, method=method, headers=headers, **options)
        is_html = response.mimetype == "text/html" and response.data
        page = Page(response.text if is_html else "", client=self, response=response)
        where = f"{method} {path} → {response.status_code}"
        assert response.status_code == status, (
            f"{where} instead of {status}\n{page.text[:1000] or response.data[:1000]}"
        )
        if is_html and not 300 <= status < 400:
            _check(page, where)
        return page


def _check(page: Page, where: str) -> None:
    """By every rule, once in a run: of pages that are the same but for their numbers whichever process meets one
    first."""
    mark = checked[-1] / sha256(_but_for_numbers(page.html).encode()).hexdigest()
    if not mark.exists():
        broken = html_rules.breaches(page)
        assert not broken, f"{where}\n" + "\n".join(broken)
        mark.touch()


def _but_for_numbers(html: str) -> str:
    """The page with its numbers renamed in the order in which they come, each to the same everywhere, and without what
    is random."""
    names: dict[str, str] = {}
    return NUMBERS.sub(lambda found: names.setdefault(found[0], f"#{len(names)}"), RANDOM.sub("", html))


def _htmx_headers(target: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": target, "Accept": "text/html"}
