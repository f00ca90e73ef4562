"""One screen measured on both servers, turn by turn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles

from webapp.bench.client import Client, Request
from webapp.bench.screens import Screen
from webapp.bench.servers import Running

ROUNDS, EACH, CROWD = 24, 8, 120


@dataclass(frozen=True)
class Figures:
    """What one screen costs. Times in milliseconds, sizes in bytes; `alone` and `crowd` are p50 and p95 at 1 and 8 clients."""

    screen: Screen
    cpu: float
    floor: float
    ratio: float
    alone: tuple[float, float]
    crowd: tuple[float, float]
    raw: int
    sent: int
    queries: int



class Turns:
    """Makes the next request of a screen, so that no two writes meet the same customer soon."""

    def __init__(self, make: Callable[[int], Request]):
        self.make, self.turn = make, 0

    def take(self, count: int) -> list[Callable[[], Request]]:
        first, self.turn = self.turn, self.turn + count
        return [partial(self.make, turn) for turn in range(first, self.turn)]


def measure(screen: Screen, app: Running, floor: Running, client: Client, queries: int) -> Figures:
    """Short rounds of the app and of the floor by turns, and the medians of them. A neighbour on the same core can make the
    same work take half as much again: the ratio is that of each pair of rounds, which met the same neighbours."""
    ours, bare = Turns(screen.app), Turns(screen.floor)
    visitor = Client(floor.host, floor.port)
    client.times(ours.take(24), clients=8)
    visitor.times(bare.take(24), clients=8)
    costs, floors, alone = [], [], []
    for _ in range(ROUNDS):
        costs.append(_cost(app, lambda: alone.extend(client.times(ours.take(EACH)))))
        floors.append(_cost(floor, lambda: visitor.times(bare.take(EACH))))
    ratio = median(cost / floor for cost, floor in zip(costs, floors, strict=True))
    crowd = client.times(ours.take(CROWD), clients=8)
    raw, sent = len(client.get(ours.take(1)[0]()).encode()), client.size(ours.take(1)[0]())
    return Figures(screen, median(costs), median(floors), ratio, _p50_p95(alone), _p50_p95(crowd), raw, sent, queries)


def _cost(server: Running, send: Callable[[], object]) -> float:
    """Milliseconds of the server's processor time for each of a round's requests."""
    before = server.cpu()
    send()
    return (server.cpu() - before) / EACH


def _p50_p95(times: list[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]
