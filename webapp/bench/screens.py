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
from webapp.clock import today

_ETAG = re.compile(r"data-poll-url=[^>]*data-etag='([^']+)'")
HTMX = {"hx-request": "true"}
FEW = 5
BUSY = 90  # rows of a rep's busy day: forty overdue, forty today, and what comes
SPOKEN = "电话确认第三季度启动采购，预算待批；客户要求月底前提供检测报告"


@dataclass(frozen=True)
class Screen:
    """`app` and `floor` make the nth request; both turn through the branch's customers. `user` signs in. One that
    `is_new` is not asked of an earlier version."""

    name: str
    user: str
    app: Callable[[int], Request]
    floor: Callable[[int], Request]
    is_new: bool = False


def screens(office: Office, cards: "Cards", manager: Client, inspector: Client) -> list[Screen]:
    """All of them. The signed-in clients tell what depends on the data: rows, the board's etag."""
    return [
        _page("worklist", office.manager, "/", _floor("/worklist", branch=office.branch, rows=_rows(manager))),
        _page("worklist of a busy day", office.rep, "/", _floor("/worklist", branch=office.branch, rows=BUSY)),
        _page("worklist, all branches", office.inspector, "/", _floor("/worklist", rows=_rows(inspector))),
        _page("list", office.manager, "/customers", _floor("/list", branch=office.branch)),
        _page("list, all branches", office.inspector, "/customers", _floor("/list")),
        _page("board", office.manager, "/boards/stage", _floor("/board", branch=office.branch)),
        _page("board, all branches", office.inspector, "/boards/stage", _floor("/board")),
        _poll("board, unchanged", office.manager, manager, _floor("/poll", branch=office.branch)),
        _customer(office),
        _customer_again(office),
        _composer(office),
        _calls(office),
        _search(office),
        _follow_up(office),
        _move(office, cards),
    ]


def _floor(path: str, expects: int = 200, **query) -> Request:
    return Request(f"{path}?{urlencode(query)}", expects=expects)


def _rows(client: Client) -> int:
    """How many rows the person's worklist shows: the floor shows as many."""
    return client.get(Request("/")).count("<li id=")


def _page(name: str, user: str, path: str, floor: Request) -> Screen:
    return Screen(name, user, lambda _: Request(path), lambda _: floor)


def etag_of(board: str) -> str:
    """By which an open board asks for news."""
    return unescape(_ETAG.search(board)[1])


def _poll(name: str, user: str, client: Client, floor: Request) -> Screen:
    """What an open board asks every few seconds while nobody touches a customer."""
    etag = etag_of(client.get(Request("/boards/stage")))
    poll = Request("/boards/stage", headers={**HTMX, "If-None-Match": etag}, expects=304)
    return Screen(name, user, lambda _: poll, lambda _: Request(floor.path, expects=304))


def _customer(office: Office) -> Screen:
    """One customer after the other, from those that nobody has come to yet."""
    last = len(office.customers) - 1
    return _card(office, "customer page", lambda turn: office.customer(last - turn))


def _customer_again(office: Office) -> Screen:
    """A few of those, again and again."""
    return _card(office, "customer page, opened before", lambda turn: office.customer(-1 - turn % FEW))


def _card(office: Office, name: str, customer: Callable[[int], Place]) -> Screen:
    def page(turn: int) -> Request:
        return Request(f"/customers/{customer(turn).number}")

    return Screen(name, office.manager, page, lambda turn: _floor("/customer", id=customer(turn).id))


def _composer(office: Office) -> Screen:
    """Opened below a row of the worklist."""

    def row(turn: int) -> Request:
        return Request(f"/customers/{office.customer(turn).number}/followups/new?place=worklist", headers=HTMX)

    floor = partial(_floor, "/customer")
    return Screen("composer", office.manager, row, lambda turn: floor(id=office.customer(turn).id), is_new=True)


def _calls(office: Office) -> Screen:
    """连续跟进: whose turn it is, of all who are due."""
    floor = _floor("/customer", id=office.customer(0).id)
    return Screen("calls", office.rep, lambda _: Request("/calls"), lambda _: floor, is_new=True)


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
    said = {
        "method": "电话",
        "tool": "",
        "content": SPOKEN,
        "attitude": "积极",
        "at": f"{today() - timedelta(days=1)}T10:30",
    }
    planned = {"action": "发送检测报告", "when": "other", "due_on": str(today() + timedelta(days=7))}
    return Request(f"/customers/{customer.number}/followups", said | planned, HTMX)


class Cards:
    """Where the cards of the 合作阶段 board have got to; every drag goes by it."""

    def __init__(self, office: Office):
        self.places = {customer.id: (customer.stage, customer.version) for customer in office.customers}

    def drag(self, customer: Place) -> Request:
        """From its column to 意向 and, the next time, on to 成交; the answer repairs the board."""
        stage, version = self.places[customer.id]
        target = "deal" if stage == "intent" else "intent"
        self.places[customer.id] = target, version + 1
        fields = {"dimension": "stage", "value": target, "version": str(version), "origin": "drag", "board": "stage"}
        asked_from = {"hx-current-url": "/boards/stage"}  # how a version before the field knew its board
        return Request(f"/customers/{customer.number}/moves", fields, {**HTMX, **asked_from})


def _move(office: Office, cards: Cards) -> Screen:
    def floor(turn: int) -> Request:
        value = office.values["intent" if turn // len(office.customers) % 2 else "deal"]
        return Request("/moves", {"id": str(office.customer(turn).id), "value": str(value)})

    return Screen("card moved", office.manager, lambda turn: cards.drag(office.customer(turn)), floor)
