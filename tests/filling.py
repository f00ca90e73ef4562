"""Every form of every page, found by walking them all, and filled in as people do.

What is good in a field is known by its name (GOOD), or else by the kind of its control; in the rest any word is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from werkzeug.wrappers import Response

from tests.media import files
from tests.page import Client, Element, Form, Page
from tests.specimens import HANGING, LIST, Specimens
from tests.walk import FILES, visits
from tests.world import CONTENT, PASSWORD, World
from webapp.clock import today
from webapp.formatting import present_minute
from webapp.models import OwnField

OFFERED = "the last that is offered"
# by name; before a colon the endpoint, where a name means something else than elsewhere
GOOD: dict[str, str | Callable[[], object]] = {
    "name": "新来的有限公司",
    "birthday": "农历八月十五",
    "uscc": "91320594MA1MNB2X9D",
    "phone": "13912340077",
    "email": "zhao@example.cn",
    "qq": "314159265",
    "content": CONTENT,
    "followups.create: when": "other",
    "satisfaction": "5",
    "interest": "8",
    **dict.fromkeys(("product", "delivery", "response", "price"), "4"),
    "complained_at": lambda: f"{today() - timedelta(days=200)}T09:00",
    "greetings.create: text": "祝您节日快乐，感谢一直以来的信任",
    "handlings.create: at": present_minute,
    "renews_on": lambda: f"{today() + timedelta(days=200)}",
    **dict.fromkeys(("absences.create: since", "absences.create: until"), lambda: f"{today() + timedelta(days=3)}"),
    **dict.fromkeys(("due_on", "due_on_2", "due_on_3", "pause_until"), lambda: f"{today() + timedelta(days=3)}"),
    "value": "deal",
    **dict.fromkeys(
        (
            "absences.create: stand_in",
            "assignments.create: owner",
            "assignments.create_of_one: owner",
            "collaborations.create: person",
            "draws.create: branch",
            "handovers.create: giver",
            "handovers.create: receiver",
            "handovers.create: supervisor",
            "handovers.revise: item",
            "handovers.revise: receiver",
            "reassignments.create: responsible",
            "settings.users.create: branch",
        ),
        OFFERED,
    ),
    "draws.create: since": lambda: f"{today() - timedelta(days=900)}",
    "draws.create: until": lambda: f"{today()}",
    "username": "limin",
    "collaborations.create: person": OFFERED,
    "absences.create: stand_in": OFFERED,
    "settings.users.create: username": "xinren",
    "current": PASSWORD,
    "password": "换过的那个秋天夜里",
    "repeat": "换过的那个秋天夜里",
    "sessions.create: password": PASSWORD,
    "files": lambda: (BytesIO(files.pdf()), "签字表.pdf"),
    "file": lambda: (BytesIO(LIST.encode()), "名单.csv"),
}
BY_KIND = {"date": "2024-05-10", "datetime-local": "2024-05-10T09:00", "number": "30", "decimal": "12,400.50"}
ANY_WORD = "样品"
TEXTS = frozenset({"text", "search", "tel", "email", "url", "textarea"})
# the author, the manager, and those who have to say why
READERS = ("rep", "manager", "inspector", "admin")
# what makes a form ask back: a colleague's customer, a name that may not be the whole one
QUESTIONABLE = ({"name": "同事名下有限公司", "phone": "13912340009"}, {"name": "新来的"})

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "dialog"}
# a form or a button with an address of its own, that address, the names of fields
PART = re.compile(r"<form\b.*?</form>|<button\b[^>]*formaction[^>]*>", re.DOTALL)
ADDRESS, NAME = re.compile(r'action="([^"]+)"'), re.compile(r'name="([^"]+)"')
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Asked:
    """A form that somebody is shown, good values in it. `fresh` are the fields no form before had for its endpoint."""

    endpoint: str
    action: str
    who: str
    fields: Mapping[str, object]
    kinds: Mapping[str, str]
    fresh: tuple[str, ...]

    def filled(self, **changes) -> dict[str, object]:
        """What is sent; a file is opened anew, for it is read once."""
        return {name: value() if callable(value) else value for name, value in {**self.fields, **changes}.items()}


class Forms:
    """The forms of all pages (`asked`), as people are shown them for a customer with one of everything."""

    def __init__(self, client: Client, world: World):
        self.client, self.world = client, world
        self.asked: list[Asked] = []
        self._present = ""
        self._adapter = client.app.url_map.bind("localhost")
        self._said: set[tuple[str, str, str]] = set()
        put = Specimens(world.overdue, world.rep, world.manager)
        for model in (OwnField, *HANGING):
            put.put(model)
        self._walk()

    @contextmanager
    def sent(self, asked: Asked, **changes) -> Iterator[Response]:
        """The answer to the form, some fields otherwise; what it did can be seen inside, and is taken back."""
        if asked.who != self._present:
            self._sit_down(asked.who)
        data = {**asked.filled(**changes), "csrf_token": self.client.token}
        with self.client.undone():
            yield self.client.flask.post(asked.action, data=data)

    def _sit_down(self, who: str) -> None:
        self.client.log_in(getattr(self.world, who))
        self._present = who

    def _walk(self) -> None:
        found = visits(self.client.app, self.world.overdue, by=self.world.rep, manager=self.world.manager)
        shown = [address.path for address in found if address.method == "GET" and address.endpoint not in FILES]
        # where something is still to be done, nobody says that no contact is needed
        shown[:0] = [f"/customers/{self.world.fresh.number}/{form}/new" for form in ("pauses", "release")]
        shown.append(f"/customers/{self.world.overdue.number}/merger/new?with={self.world.won.number}")
        # a file that anything happened to is not taken back any more
        shown.append(f"/customers/{self.world.fresh.number}/withdrawal/new")
        for who in READERS:
            self._sit_down(who)
            for path in shown:
                for headers in (HTMX, {}):
                    answer = self.client.flask.get(path, headers=headers)
                    if self._says_more(answer, who):
                        self._read(answer, who)
        for asked in list(self.asked):
            self._question(asked)

    def _question(self, asked: Asked) -> None:
        for answers in QUESTIONABLE:
            if changes := {name: text for name, text in answers.items() if name in asked.fields}:
                with self.sent(asked, **changes) as answer:
                    asks_back = answer.status_code == 422
                if asks_back:
                    self._read(answer, asked.who, asks_back=True)

    def _read(self, answer: Response, who: str, *, asks_back: bool = False) -> None:
        page = Page(answer.text, client=self.client, response=answer)
        for form in page.css("form[method=post][action]"):
            self._meet(Form(form, page), who, asks_back)
        for button in page.css("button[form=act]"):
            self._press(button["formaction"], who)

    def _says_more(self, answer: Response, who: str) -> bool:
        """Is an address, or a field, new for this person? To read a page costs ten times what it costs to draw it."""
        said = {(who, *asking) for asking in _asking(answer)} - self._said
        self._said |= said
        return bool(said)

    def _press(self, path: str, who: str) -> None:
        """Whoever acts may be asked something first."""
        if (who, path, "pressed") not in self._said:
            self._said.add((who, path, "pressed"))
            with self.client.undone():
                answer = self.client.flask.post(path, data={"csrf_token": self.client.token}, headers=HTMX)
            if answer.status_code == 422:
                self._read(answer, who)

    def _meet(self, form: Form, who: str, asks_back: bool) -> None:
        action = form.element["action"]
        endpoint, _ = self._adapter.match(action, "POST")
        controls = {control["name"]: control for control in _controls(form)}
        known = {name for asked in self.asked if asked.endpoint == endpoint for name in asked.fresh}
        fresh = tuple(name for name in controls if name not in known)
        if not fresh and any(asked.endpoint == endpoint for asked in self.asked):
            return
        given = {name: _good(endpoint, form, name, asks_back) for name in (fresh if asks_back else controls)}
        standing = {name: value for name, value in form.fields.items() if name in controls}
        fields = {name: value for name, value in {**standing, **given}.items() if value is not None}
        kinds = {name: _kind(control) for name, control in controls.items()}
        self.asked.append(Asked(endpoint, action, who, fields, kinds, fresh))


def _asking(answer: Response) -> Iterator[tuple[str, str]]:
    """Address and field, for each field of each form, roughly."""
    for part in PART.findall(answer.text if answer.mimetype == "text/html" else ""):
        for address in ADDRESS.findall(part):
            yield from ((NUMBER.sub("", address), name) for name in ("", *NAME.findall(part)))


def _controls(form: Form) -> list[Element]:
    return [it for it in form.controls if it.get("name", "csrf_token") not in ("csrf_token", "once")]


def _kind(control: Element) -> str:
    return control.get("type", "text") if control.tag == "input" else control.tag


def _good(endpoint: str, form: Form, name: str, asks_back: bool) -> object:
    """What somebody would put there; None for what is left alone. A box is ticked when that is what is asked for."""
    controls = [control for control in _controls(form) if control["name"] == name]
    kind, standing = _kind(controls[0]), form.fields.get(name)
    known = GOOD.get(f"{endpoint}: {name}") or GOOD.get(name)
    if kind == "radio":
        offered = [control["value"] for control in controls]
        return known if known in offered else standing or offered[0]
    if kind == "checkbox" and (asks_back or known is OFFERED):
        return controls[0].get("value", "on")
    if known is OFFERED:
        return controls[0].css("option")[-1]["value"]
    if kind in ("hidden", "select", "checkbox"):
        return standing
    return known or BY_KIND.get(controls[0].get("inputmode"), BY_KIND.get(kind, ANY_WORD))
