"""The screens that are measured: what the app is asked, and what the floor is asked beside it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import unescape
from urllib.parse import urlencode

from webapp.bench.building import Office, Place
from webapp.bench.client import Client, Request
from webapp.formatting import today

HTMX = {"hx-request": "true"}
FEW = 5
SPOKEN = "电话确认第三季度启动采购，预算待批；客户要求月底前提供检测报告"


@dataclass(frozen=True)
class Screen:
    """`app` and `floor` make the nth request; both turn through the branch's customers. `user` signs in."""

    name: str
    user: str
    app: Callable[[int], Request]
    floor: Callable[[int], Request]


def screens(office: Office, manager: Client, inspector: Client) -> list[Screen]:
    """All of them. The signed-in clients tell what depends on the data: rows, the board's etag."""
    return [
        _page("worklist", office.manager, "/", _floor("/worklist", branch=office.branch, rows=_rows(manager))),
        _page("worklist, all branches", office.inspector, "/", _floor("/worklist", rows=_rows(inspector))),
        _page("list", office.manager, "/customers", _floor("/list", branch=office.branch)),
        _page("list, all branches", office.inspector, "/customers", _floor("/list")),
        _page("board", office.manager, "/boards/stage", _floor("/board", branch=office.branch)),
        _page("board, all branches", office.inspector, "/boards/stage", _floor("/board")),
        _poll("board, unchanged", office.manager, manager, _floor("/poll", branch=office.branch)),
        _customer(office, "customer page", len(office.customers)),
        _customer(office, "customer page, opened before", FEW),
        _search(office),
        _follow_up(office),
        _move(office),
    ]


def _floor(path: str, expects: int = 200, **query) -> Request:
    return Request(f"{path}?{urlencode(query)}", expects=expects)


def _rows(client: Client) -> int:
    """How many rows the person's worklist shows: the floor shows as many."""
    return client.get(Request("/")).count("<li id=")


def _page(name: str, user: str, path: str, floor: Request) -> Screen:
    return Screen(name, user, lambda _: Request(path), lambda _: floor)


def _poll(name: str, user: str, client: Client, floor: Request) -> Screen:
    """What an open board asks every few seconds while nobody touches a customer."""
    etag = unescape(re.search(r"data-etag='([^']+)'", client.get(Request("/boards/stage")))[1])
    poll = Request("/boards/stage", headers={**HTMX, "If-None-Match": etag}, expects=304)
    return Screen(name, user, lambda _: poll, lambda _: Request(floor.path, expects=304))


def _customer(office: Office, name: str, customers: int) -> Screen:
    """The pages of so many customers by turns."""

    def page(turn: int) -> Request:
        return Request(f"/customers/{office.customer(turn % customers).number}")

    return Screen(name, office.manager, page, lambda turn: _floor("/customer", id=office.customer(turn % customers).id))


def _search(office: Office) -> Screen:
    """Two characters of a brand, a whole short name, a town, the tail of a number."""

    def words(turn: int) -> str:
        customer = office.customer(turn)
        return (customer.name[2:4], customer.name[2:-4], customer.name[:2], customer.number[-4:])[turn % 4]

    floor = partial(_floor, "/search", branch=office.branch)
    return Screen("search", office.manager, lambda turn: searched(words(turn)), lambda turn: floor(q=words(turn)))


def searched(words: str) -> Request:
    return Request(f"/search?{urlencode({'q': words})}", headers=HTMX)


def _follow_up(office: Office) -> Screen:
    def floor(turn: int) -> Request:
        return Request(f"/followups?id={office.customer(turn).id}", {"content": SPOKEN})

    return Screen("follow-up saved", office.manager, lambda turn: followed_up(office.customer(turn)), floor)


def followed_up(customer: Place) -> Request:
    """What was said yesterday, and the next step."""
    said = {"method": "电话", "tool": "", "content": SPOKEN, "attitude": "积极", "at": f"{today() - timedelta(days=1)}T10:30"}
    planned = {"action": "发送检测报告", "due_on": str(today() + timedelta(days=7))}
    return Request(f"/customers/{customer.number}/followups", said | planned, HTMX)


def _move(office: Office) -> Screen:
    """A card dragged from its column to 意向 and, the next time, on to 成交; the answer repairs the board."""
    versions = {customer.id: customer.version for customer in office.customers}
    places = {customer.id: customer.stage for customer in office.customers}

    def drag(turn: int) -> Request:
        customer = office.customer(turn)
        places[customer.id] = "deal" if places[customer.id] == "intent" else "intent"
        versions[customer.id] += 1
        return moved(customer, places[customer.id], versions[customer.id] - 1)

    def floor(turn: int) -> Request:
        value = office.values["intent" if turn // len(office.customers) % 2 else "deal"]
        return Request("/moves", {"id": str(office.customer(turn).id), "value": str(value)})

    return Screen("card moved", office.manager, drag, floor)


def moved(customer: Place, stage: str, version: int) -> Request:
    """The card, as it was seen in this version, dragged to a stage."""
    fields = {"dimension": "stage", "value": stage, "version": str(version), "origin": "drag"}
    return Request(f"/customers/{customer.number}/moves", fields, {**HTMX, "hx-current-url": "/boards/stage"})
