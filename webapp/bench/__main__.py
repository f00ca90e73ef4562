"""`bin/bench`: build offices, serve them, print what each screen costs, beside an earlier version if one is named.

`bin/bench print` measures paper instead.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import count
from pathlib import Path

from webapp.bench import lists, paper, table
from webapp.bench.client import Client
from webapp.bench.counting import Counter
from webapp.bench.day import CALLS, Day
from webapp.bench.measuring import Figures, Rounds, measure
from webapp.bench.servers import serving
from webapp.bench.sides import Side, Version, earlier
from webapp.config import Config
from webapp.database import db, open_database


def main() -> None:
    if sys.argv[1:2] == ["print"]:
        paper.main(sys.argv[2:])
        return
    options = _options()
    with tempfile.TemporaryDirectory(prefix="genjinbu-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        databases = stack.enter_context(_sqlite(folder) if options.database == "sqlite" else _postgresql())
        before = options.before and stack.enter_context(earlier(options.before, folder))
        for customers in options.customers:
            _bench(customers, databases, folder, before, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "--customers",
        type=int,
        nargs="+",
        default=[1000, 10000],
        metavar="N",
        help="how many, with ten follow-ups each",
    )
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="a temporary one of that kind"
    )
    parser.add_argument("--before", default="", metavar="COMMIT", help="measure that version beside this one")
    parser.add_argument(
        "--only", default="", help="day, and screens whose names begin like one of these: list,board,day"
    )
    parser.add_argument("--list", type=int, default=0, metavar="ROWS", help="import a list of so many rows as well")
    return parser.parse_args()


@contextmanager
def _sqlite(folder: Path) -> Iterator[Iterator[str]]:
    yield (f"sqlite:///{tempfile.mkdtemp(dir=folder)}/genjinbu.sqlite3" for _ in count())


@contextmanager
def _postgresql() -> Iterator[Iterator[str]]:
    """Databases of a throw-away cluster; without fsync, so that only processor time compares with other machines."""
    from tests.postgres import cluster

    with cluster() as url:
        yield (_new_database(url, f"bench{number}") for number in count())


def _new_database(url: str, name: str) -> str:
    database = open_database(url)
    with database.connection_context():
        database.execute_sql(f"CREATE DATABASE {name}")
    database.close_all()
    return url.replace("/postgres?", f"/{name}?")


def _bench(
    customers: int, databases: Iterator[str], folder: Path, before: Version | None, options: argparse.Namespace
) -> None:
    url = next(databases)
    wanted = tuple(filter(None, options.only.split(",")))
    with (
        Version().serve(url, _instance(folder), customers) as (ours, built),
        _maybe(before, databases, folder, customers) as theirs,
    ):
        open_database(url)
        with db.connection_context():
            size = f"{customers:,} customers, {customers * 10:,} follow-ups · built in {built:.0f} s"
            print(f"\n{size} · {table.machine()} · {table.database()}\n", flush=True)
        if not wanted or "day" in wanted:  # first, while nobody but the people themselves has touched anything
            print(table.of_days(_days(ours, theirs)), flush=True)
        if wanted != ("day",):
            print(table.of_screens(list(_measured(ours, theirs, wanted))), flush=True)
        if options.list:
            path = lists.write_list(folder / "名单.csv", options.list)
            print(
                table.of_lists(options.list, lists.confirm(ours, path), theirs and lists.confirm(theirs, path)),
                flush=True,
            )
        db.obj.close_all()


def _instance(folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=folder))


@contextmanager
def _maybe(version: Version | None, databases: Iterator[str], folder: Path, customers: int) -> Iterator[Side | None]:
    with (
        version.serve(next(databases), _instance(folder), customers) if version else nullcontext((None, 0)) as (side, _)
    ):
        yield side


def _measured(ours: Side, theirs: Side | None, wanted: tuple[str, ...]) -> Iterator[Figures]:
    counter = Counter(Config.load(**ours.settings), ours.clients)
    with serving(ours.python, "webapp.bench.floor", **ours.settings) as floor:
        for screen in ours.screens.values():
            if screen.name.startswith(wanted or ""):
                queries = counter.count(screen, 600)
                bare = Rounds(floor, Client(floor.host, floor.port), screen.floor, ours.database)
                before = None if screen.is_new else theirs
                sides = [side and _rounds(side, screen.name) for side in (ours, before)]
                yield measure(screen, sides[0], bare, sides[1], queries)


def _rounds(side: Side, name: str) -> Rounds:
    screen = side.screens[name]
    return Rounds(side.app, side.clients[screen.user], screen.app, side.database)


def _days(ours: Side, theirs: Side | None) -> list:
    """The day of each version, an hour of one and an hour of the other by turns."""
    days = [Day(side) for side in (ours, theirs) if side]
    for _ in range(CALLS):
        for day in days:
            day.go_on()
    return [day.spent() for day in days]


if __name__ == "__main__":
    main()
