"""Every address of the app, filled in with the things of one customer. A rule nobody has told about fails the walk."""

from dataclasses import dataclass
from urllib.parse import urlencode

from tests.world import World
from webapp.imports.customer_import import CustomerImport
from webapp.models import Contact, Customer, FollowUp, ImportBatch, Memo, Move, Task

OPEN = frozenset({"static", "sessions.new", "sessions.create", "health.show"})
SENT = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})

# the pages that name a customer in their query, with that parameter
CUSTOMER_IN_QUERY = {"paper.show": "customer"}
# values of parameters that are no customer's thing, by blueprint
PLACES = {
    "boards": {"slug": "stage", "value": "intent"},
    "paper": {"slug": "tracking-sheet"},
    "static": {"filename": "app.css"},
}

LIST = "客户名称,所属行业,联系人,联系电话\n待导入有限公司,制造业,陈新,13800001234\n"


@dataclass(frozen=True)
class Address:
    """One method of one rule; `of_customer` when it leads to something of the customer."""

    endpoint: str
    method: str
    path: str
    of_customer: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def addresses(app, customer: Customer, ids: dict[str, int]) -> list[Address]:
    """Every rule and method; `ids` names a thing of the customer for each blueprint whose rules take an id."""
    adapter = app.url_map.bind("localhost")
    return [
        _address(adapter, rule, method, customer, ids)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods & SENT)
    ]


def _address(adapter, rule, method: str, customer: Customer, ids: dict[str, int]) -> Address:
    values = {name: _value(rule, name, customer, ids) for name in rule.arguments}
    path = adapter.build(rule.endpoint, values, method=method)
    of_customer = bool({"number", "id"} & rule.arguments)
    if rule.endpoint in CUSTOMER_IN_QUERY:
        path, of_customer = f"{path}?{urlencode({CUSTOMER_IN_QUERY[rule.endpoint]: customer.number})}", True
    return Address(rule.endpoint, method, path, of_customer)


def _value(rule, name: str, customer: Customer, ids: dict[str, int]):
    blueprint = rule.endpoint.partition(".")[0]
    known = {"number": customer.number, **PLACES.get(blueprint, {})}
    if blueprint in ids:
        known["id"] = ids[blueprint]
    assert name in known, f"{rule} takes “{name}”: say in tests/walk.py what stands for it"
    return known[name]


def ids_of(customer: Customer, memo: Memo, batch: ImportBatch) -> dict[str, int]:
    """A thing of the customer for each blueprint."""
    return {
        "contacts": _newest(Contact, customer),
        "followups": _newest(FollowUp, customer),
        "tasks": _newest(Task, customer),
        "moves": _newest(Move, customer),
        "memos": memo.id,
        "imports": batch.id,
    }


def _newest(model, customer: Customer) -> int:
    return model.select().where(model.customer == customer).order_by(model.id.desc()).get().id


def visits(app, customer: Customer, *, by, manager) -> list[Address]:
    """Every address for the customer, with a memo and an import of its branch put there by its people."""
    memo = Memo.write(customer, "instruction", "请本周内约一次面谈", by=manager)
    batch = CustomerImport.open(LIST.encode(), "名单.csv", branch=manager.branch, by=manager).batch
    return addresses(app, customer, ids_of(customer, memo, batch))


def elsewhere(app, world: World) -> list[Address]:
    """Every address that leads to something of branch B."""
    found = visits(app, world.elsewhere, by=world.outsider, manager=world.other_manager)
    return [address for address in found if address.of_customer]


def pages(app, world: World, customer: Customer) -> list[Address]:
    """Every address that only shows, for a customer of branch A."""
    found = visits(app, customer, by=world.rep, manager=world.manager)
    return [address for address in found if address.method == "GET" and address.endpoint not in OPEN]
