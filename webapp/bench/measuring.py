"""One screen measured on every server, turn by turn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles

from webapp.bench.client import Client, Request
from webapp.bench.screens import Screen
from webapp.bench.servers import NoServer, PostgresServer, Running

ROUNDS, EACH, CROWD = 24, 8, 120

Make = Callable[[int], Request]  # of a turn


@dataclass(frozen=True)
class Figures:
    """What one screen costs. Times in milliseconds, sizes in bytes.

    `alone` and `crowd` are p50 and p95 at 1 and 8 clients. `ratio` is to the floor, for app and database server
    together; `before` that of the earlier version, if there is one.
    """

    name: str
    cpu: float
    database: float
    floor: float
    ratio: float
    before: float | None
    alone: tuple[float, float]
    crowd: tuple[float, float]
    raw: int
    sent: int
    queries: int


class Rounds:
    """Somebody who asks a server the next requests, so that no two writes meet the same customer soon."""

    def __init__(self, server: Running, client: Client, make: Make, database: NoServer | PostgresServer):
        self.server, self.client, self.make, self.database = server, client, make, database
        self.turn = 0
        self.costs: list[tuple[float, float]] = []
        self.times: list[float] = []

    def take(self, count: int) -> list[Callable[[], Request]]:
        first, self.turn = self.turn, self.turn + count
        return [partial(self.make, turn) for turn in range(first, self.turn)]

    def warm(self) -> None:
        self.client.times(self.take(24), clients=8)

    def go(self) -> None:
        """One short round: milliseconds of processor time each request took the server, and the database server."""
        before = self.server.cpu(), self.database.cpu()
        self.times += self.client.times(self.take(EACH))
        self.costs.append(((self.server.cpu() - before[0]) / EACH, (self.database.cpu() - before[1]) / EACH))

    def ratio(self, floor: "Rounds") -> float:
        """The median of each pair of rounds.

        A neighbour on the same core can make the same work take half as much again; the two of a pair met the same
        neighbours.
        """
        return median(sum(cost) / sum(bare) for cost, bare in zip(self.costs, floor.costs, strict=True))

    def cost(self) -> tuple[float, float]:
        return median(cost for cost, _ in self.costs), median(database for _, database in self.costs)


def measure(screen: Screen, ours: Rounds, bare: Rounds, earlier: Rounds | None, queries: int) -> Figures:
    """Rounds of our version, of the floor, and of the earlier version if there is one, by turns."""
    taking_turns = [rounds for rounds in (ours, bare, earlier) if rounds]
    for rounds in taking_turns:
        rounds.warm()
    for _ in range(ROUNDS):
        for rounds in taking_turns:
            rounds.go()
    cpu, database = ours.cost()
    alone, crowd = ours.times, ours.client.times(ours.take(CROWD), clients=8)
    raw, sent = len(ours.client.get(ours.take(1)[0]()).encode()), ours.client.size(ours.take(1)[0]())
    before = earlier and earlier.ratio(bare)
    floor = sum(bare.cost())
    times = _p50_p95(alone), _p50_p95(crowd)
    return Figures(screen.name, cpu, database, floor, ours.ratio(bare), before, *times, raw, sent, queries)


def _p50_p95(times: list[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]
