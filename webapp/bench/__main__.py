"""`bin/bench`: build offices, serve them, print what each screen costs."""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from webapp.bench import sheets, table
from webapp.bench.building import PASSWORD, Office, build
from webapp.bench.client import Client
from webapp.bench.counting import Counter
from webapp.bench.measuring import Figures, measure
from webapp.bench.screens import Screen, screens
from webapp.bench.servers import Running, serving
from webapp.config import Config
from webapp.database import db


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="genjinbu-bench-") as folder, ExitStack() as stack:
        urls = _sqlite(Path(folder)) if options.database == "sqlite" else stack.enter_context(_postgresql())
        for customers in options.customers:
            instance = Path(folder) / str(customers)
            _bench(customers, Config.load(INSTANCE=str(instance), DATABASE_URL=next(urls)), options)
            shutil.rmtree(instance)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--customers", type=int, nargs="+", default=[1000, 10000], metavar="N", help="how many, with ten follow-ups each")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="a temporary one of that kind")
    parser.add_argument("--only", default="", help="screens whose names begin like one of these: list,board,paper")
    return parser.parse_args()


def _sqlite(folder: Path) -> Iterator[str]:
    while True:
        yield f"sqlite:///{tempfile.mkdtemp(dir=folder)}/genjinbu.sqlite3"


@contextmanager
def _postgresql() -> Iterator[Iterator[str]]:
    """Databases of a throw-away cluster; without fsync, so that only processor time compares with other machines."""
    from tests.postgres import cluster

    with cluster() as url:
        yield iter(lambda: url, None)


def _bench(customers: int, config: Config, options: argparse.Namespace) -> None:
    start = time.perf_counter()
    office = build(config.database_url, config.instance, customers)
    with db.connection_context():
        print(f"\n{customers:,} customers, {customers * 10:,} follow-ups · built in {time.perf_counter() - start:.0f} s · {table.machine()}", flush=True)
    wanted = tuple(filter(None, options.only.split(",")))
    if wanted != ("paper",):
        print(table.of_screens(list(_measured(office, config, wanted))), flush=True)
    if not wanted or "paper" in wanted:
        with db.connection_context():
            print(table.of_sheets(sheets.costs()), flush=True)
    db.obj.close_all()


def _measured(office: Office, config: Config, wanted: tuple[str, ...]) -> Iterator[Figures]:
    settings = {"INSTANCE": config["INSTANCE"], "DATABASE_URL": config.database_url, "SECRET_KEY": config.secret_key()}
    users = (office.manager, office.inspector)
    counter = Counter(config, users)
    with serving("webapp", "serve", **settings) as app, serving("webapp.bench.floor", **settings) as floor:
        clients = {user: _client(app, user) for user in users}
        for screen in screens(office, *clients.values()):
            if screen.name.startswith(wanted or ""):
                yield _figures(screen, counter, clients[screen.user], app, floor)


def _figures(screen: Screen, counter: Counter, client: Client, app: Running, floor: Running) -> Figures:
    return measure(screen, app, floor, client, counter.count(screen, 600))


def _client(app: Running, user: str) -> Client:
    client = Client(app.host, app.port)
    client.sign_in(user, PASSWORD)
    return client


if __name__ == "__main__":
    main()
