"""Every address of the app, filled in with the things of one customer. A rule nobody has told about fails the walk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from peewee import Model

from tests.specimens import Specimens
from tests.world import World
from webapp.models import ALL, Binned, Branch, Customer, ImportBatch

OPEN = frozenset({"static", "sessions.new", "sessions.create", "health.show", "calendar_links.feed"})
FILES = frozenset(  # what is no page
    {
        "static",
        "health.show",
        "paper.show",
        "handovers.paper",
        "imports.report",
        "inspections.paper",
        "inspections.ledger_paper",
        "calendar_links.feed",
        "attachments.show",
        "attachments.thumbnail",
    }
)
SHEETS = frozenset({"paper.show", "handovers.paper", "inspections.paper", "inspections.ledger_paper"})  # PDFs
SENT = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})

_ID = re.compile("/<int:(?:id|row)>")
# parts of addresses that are not called as the model whose ids follow them
NAMED_OTHERWISE = {"imports": ImportBatch, "branches": Branch, "binned": Binned}
# the pages that name a customer in their query, with that parameter
CUSTOMER_IN_QUERY = dict.fromkeys(("paper.show", "assignments.new"), "customer")
# values of parameters that are no customer's thing, by blueprint
PLACES = {
    "calendar_links": {"token": "none"},
    "care": {"occasion": "spring"},
    "boards": {"slug": "stage", "value": "intent"},
    "paper": {"slug": "tracking-sheet"},
    "prints": {"printed": "P20200101-0001", "copy": 1},
    "settings": {"day": "2024-05-10", "slug": "car-dealer", "name": "penalty_tracking"},
    "worklist": {"section": "overdue"},
    "static": {"filename": "app.css"},
}


@dataclass(frozen=True)
class Address:
    """One method of one rule; `of_customer` when it leads to something of the customer."""

    endpoint: str
    method: str
    path: str
    of_customer: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def addresses(app, customer: Customer, ids: Mapping[str, int]) -> list[Address]:
    """Every rule and method; `ids` names a thing of the customer for each noun whose ids stand in addresses."""
    adapter = app.url_map.bind("localhost")
    return [
        _address(adapter, rule, method, customer, ids)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods & SENT)
    ]


def _address(adapter, rule, method: str, customer: Customer, ids: Mapping[str, int]) -> Address:
    values = {name: _value(rule, name, customer, ids) for name in rule.arguments}
    path = adapter.build(rule.endpoint, values, method=method)
    of_customer = bool({"number", "id"} & rule.arguments)
    if rule.endpoint in CUSTOMER_IN_QUERY:
        path, of_customer = f"{path}?{urlencode({CUSTOMER_IN_QUERY[rule.endpoint]: customer.number})}", True
    return Address(rule.endpoint, method, path, of_customer)


def _value(rule, name: str, customer: Customer, ids: Mapping[str, int]):
    known = {"number": customer.number, **PLACES.get(_blueprint(rule), {})}
    if name in ("id", "row"):
        known[name] = ids[_noun(rule)]
    assert name in known, f"{rule} takes “{name}”: say in tests/walk.py what stands for it"
    return known[name]


def _blueprint(rule) -> str:
    return rule.endpoint.partition(".")[0]


def _noun(rule) -> str:
    """Whose id it takes: /tasks/<int:id>/voiding takes that of one of the tasks."""
    return _ID.split(rule.rule)[0].rpartition("/")[2]


def ids_of(app, things: Specimens) -> dict[str, int]:
    """A thing of the customer for each noun whose ids stand in addresses."""
    taking = {_noun(rule): rule for rule in app.url_map.iter_rules() if _ID.search(rule.rule)}
    return {noun: things.one(model_of(noun, rule)).id for noun, rule in taking.items()}


def model_of(noun: str, rule: object) -> type[Model]:
    """The model that is called so: followups → FollowUp, own_fields → OwnField."""
    spelled = {_plural(word): model for model in ALL for word in _spellings(model.__name__)}
    found = spelled | NAMED_OTHERWISE
    assert noun in found, f"{rule} takes an id, and no model is called so: say in tests/walk.py (NAMED_OTHERWISE) whose"
    return found[noun]


def _spellings(name: str) -> set[str]:
    return {name.lower(), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()}


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def visits(app, customer: Customer, *, by, manager) -> list[Address]:
    """Every address for the customer, with what is missing for it put there by its people."""
    return addresses(app, customer, ids_of(app, Specimens(customer, by, manager)))


def elsewhere(app, world: World) -> list[Address]:
    """Every address that leads to something of branch B."""
    found = visits(app, world.elsewhere, by=world.outsider, manager=world.other_manager)
    return [address for address in found if address.of_customer]


def pages(app, world: World, customer: Customer) -> list[Address]:
    """Every address that only shows, for a customer of branch A; of the timeline all there is."""
    found = visits(app, customer, by=world.rep, manager=world.manager)
    shown = [address for address in found if address.method == "GET" and address.endpoint not in OPEN]
    return [*shown, Address("customers.show", "GET", f"/customers/{customer.number}?kind=all", True)]
