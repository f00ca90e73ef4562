"""`serve`: the app behind gunicorn, two processes of four threads."""

import gc
import signal
import socket

import click
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from webapp.cli import chinese
from webapp.cli.beside import Beside
from webapp.cli.office import open_office, require_current_database
from webapp.config import Config, ConfigError

WORKERS, THREADS = 2, 4
LONGEST_END = 10  # seconds a request in hand has before its worker is ended
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


@click.command(cls=chinese.Command)
def serve() -> None:
    """启动服务；地址和端口由 GENJINBU_HOST、GENJINBU_PORT 设置。"""
    with open_office() as config:
        require_current_database()
    config.secret_key()  # made before the workers fork, so that they share it
    Server(config, listener(config)).run()


def listener(config: Config) -> socket.socket:
    """A bound socket; port 0 lets the kernel choose."""
    host, port = config["HOST"], config.number("PORT")
    if not 0 <= port < 65536:
        raise ConfigError(f"GENJINBU_PORT 应在 0 到 65535 之间，现在是 {port}")
    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        raise ConfigError(
            f"不能在 {host}:{port} 上监听：{error.strerror}；请改 GENJINBU_HOST 或 GENJINBU_PORT"
        ) from error


def address_of(bound: socket.socket) -> str:
    """What to type into the browser of this machine."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{port}"


class Worker(ThreadWorker):
    """Ends in order on every signal: what is in hand is answered.

    Gunicorn's own end on an interrupt takes the lock of its pool inside the signal handler. The line it interrupts may
    hold that lock.
    """

    handle_quit = ThreadWorker.handle_exit

    def init_signals(self) -> None:
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


class Master(Arbiter):
    """Looks after its workers, and after the process of the background jobs beside them, if there is to be one.

    Its workers hear every signal: one sent before they can answer it waits for them.

    A fork begins with the handlers of the master, where a signal to the worker would be lost, and the master would wait
    for the worker to end until its patience does.
    """

    beside: Beside | None = None

    def manage_workers(self):
        super().manage_workers()
        if self.beside:
            self.beside.keep()

    def stop(self, graceful=True):
        """They end at the same time."""
        if self.beside:
            self.beside.ask_to_end()
        super().stop(graceful)
        if self.beside:
            self.beside.end()

    def spawn_worker(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        try:
            return super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


class Server(BaseApplication):
    """Gunicorn on a socket that is bound already. Each worker loads the app by itself."""

    def __init__(self, config: Config, bound: socket.socket):
        self.config = config
        self.address = address_of(bound)
        self.descriptor = bound.detach()
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self.descriptor}",
            "worker_class": Worker,
            "workers": WORKERS,
            "threads": THREADS,
            "graceful_timeout": LONGEST_END,
            "control_socket_disable": True,
            "limit_request_line": 8190,  # two hundred customers' numbers
            "loglevel": "warning",
            "proc_name": "genjinbu",
            "post_worker_init": self._announce,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        master = Master(self)
        master.beside = None if self.config["WORKER"] == "0" else Beside()
        master.run()

    def load(self):
        from webapp import create_app  # in the worker: a connection or a lock must not cross the fork

        app = create_app(self.config)
        gc.freeze()  # what is loaded stays: looking through it for garbage takes 50 ms each time
        return app

    def _announce(self, worker) -> None:
        """Say the address once the first worker has the app in hand."""
        if worker.age == 1:
            click.echo(f"跟进簿已就绪：{self.address}")
