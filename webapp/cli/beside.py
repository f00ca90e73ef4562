"""The process of the background jobs beside the server: begun with it, begun anew should it die, ended with it."""

import os
import subprocess
import sys
from time import monotonic

from webapp.config import ROOT

PATIENCE = 30  # seconds between two beginnings
LONGEST_END = 10  # seconds it has to end by itself


class Beside:
    """`bin/genjinbu worker` as a child. It ends by itself should this process die without a word.

    In a session of its own: a signal from the terminal reaches it through its parent, once it is ready to hear it.
    """

    def __init__(self):
        self.process: subprocess.Popen | None = None
        self.begun = -PATIENCE

    def keep(self) -> None:
        """See that it runs."""
        if not self.is_running and monotonic() - self.begun >= PATIENCE:
            self._begin()

    def _begin(self) -> None:
        self.begun = monotonic()
        command = [sys.executable, "-P", "-m", "webapp", "worker", "--beside", str(os.getpid())]
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        self.process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.is_running:
            self.process.terminate()

    def end(self) -> None:
        """Wait until it has ended, or see that it does."""
        if self.process is None:
            return
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
