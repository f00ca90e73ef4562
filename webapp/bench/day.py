"""A day of a branch: five reps with their calls and their manager, who all come back to the customers they work on."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from webapp.bench.building import REPS
from webapp.bench.client import Client, Request
from webapp.bench.screens import HTMX, etag_of, followed_up, searched
from webapp.bench.sides import Side

CALLS = 40  # a rep's, each a handful of requests
POLLS = 3  # of the manager's open board while nobody touches a customer


@dataclass(frozen=True)
class Spent:
    """A day's requests, the mean of their processor time in milliseconds in the app and in the database server,
    and what the largest worker then holds in MB."""

    requests: int
    cpu: float
    database: float
    memory: float


class Day:
    """One side's day. `go_on` spends what each person does around one call."""

    def __init__(self, side: Side):
        self.side, self.office, self.chance = side, side.office, Random(7)
        self.reps = [side.client(f"rep{place}") for place in range(REPS)]
        self.manager = side.client(side.office.manager)
        self.requests, self.cpu, self.database = 0, 0.0, 0.0

    def go_on(self) -> None:
        before = self.side.app.cpu(), self.side.database.cpu()
        for place, rep in enumerate(self.reps):
            self._spend(rep, self._call(self.office.customers[place::REPS]))
        self._spend(self.manager, self._look_around())
        self.cpu += self.side.app.cpu() - before[0]
        self.database += self.side.database.cpu() - before[1]

    def spent(self) -> Spent:
        return Spent(self.requests, self.cpu / self.requests, self.database / self.requests, self.side.app.memory())

    def _spend(self, client: Client, asks: Iterator[Request]) -> None:
        answer = None
        while True:
            try:
                request = asks.send(answer)
            except StopIteration:
                return
            answer, self.requests = client.ask(request), self.requests + 1

    def _call(self, own: list) -> Iterator[Request]:
        """The worklist, the customer by name or by list, what was said,
        and for some the next stage or a second look."""
        customer = self._often(own)
        yield Request("/")
        yield self._find(customer)
        yield Request(f"/customers/{customer.number}")
        yield followed_up(customer)
        if self.chance.random() < 0.3:
            yield Request("/boards/stage")
            yield self.side.cards.drag(customer)
        if self.chance.random() < 0.3:
            yield Request(f"/customers/{customer.number}")

    def _often(self, customers: list):
        """One of them, by Zipf: half of all calls go to a tenth of the customers."""
        return self.chance.choices(customers, [1 / rank for rank in range(1, len(customers) + 1)])[0]

    def _find(self, customer) -> Request:
        return searched(customer.name[2:4]) if self.chance.random() < 0.5 else Request("/customers")

    def _look_around(self) -> Iterator[Request]:
        """The manager has the board open, and reads on in one of the customers."""
        board = yield Request("/boards/stage")
        known = {"If-None-Match": etag_of(board)}
        poll = Request("/boards/stage", headers={**HTMX, **known}, expects=304)
        for _ in range(POLLS):
            yield poll
        yield Request("/")
        yield Request("/customers")
        yield Request(f"/customers/{self._often(self.office.customers).number}")
