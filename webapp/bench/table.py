"""The figures as plain aligned text."""

import platform
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from webapp.bench.measuring import Figures
from webapp.bench.sheets import Cost
from webapp.database import db, is_sqlite

HEAD = ("screen", "CPU ms", "floor", "ratio", "p50/p95 1", "p50/p95 8", "KB", "KB sent", "queries")


def machine() -> str:
    """The processor, the interpreter and the database these figures belong to."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), platform.machine())
    cores = len([line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")])
    return f"{cores} x {model} · Python {platform.python_version()} ({sys.base_prefix}) · {database()}"


def database() -> str:
    if is_sqlite():
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {db.execute_sql('SHOW server_version').fetchone()[0]} (fsync off)"


def of_screens(figures: Sequence[Figures]) -> str:
    return _aligned([HEAD, *(_line(row) for row in figures)])


def _line(row: Figures) -> tuple[str, ...]:
    return (
        row.screen.name, f"{row.cpu:.1f}", f"{row.floor:.1f}", f"{row.ratio:.1f}", _pair(row.alone), _pair(row.crowd),
        f"{row.raw / 1024:.1f}", f"{row.sent / 1024:.1f}", str(row.queries),
    )  # fmt: skip


def _pair(times: tuple[float, float]) -> str:
    return f"{times[0]:.1f}/{times[1]:.1f}"


def of_sheets(costs: Sequence[Cost]) -> str:
    lines = [(cost.name, f"{cost.cpu:.1f}", f"{cost.least:.1f}", f"{cost.size / 1024:.0f}", str(cost.pages)) for cost in costs]
    return _aligned([("paper", "CPU ms", "least", "KB", "pages"), *lines])


def _aligned(lines: Sequence[tuple[str, ...]]) -> str:
    """The first column to the left, figures to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True))]) for line in lines
    )
