"""The figures as tables that can be read, and pasted."""

import platform
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from webapp.bench.costs import Cost
from webapp.bench.day import Spent
from webapp.bench.lists import Confirmed
from webapp.bench.measuring import Figures
from webapp.database import db, is_sqlite

COSTS = ("CPU ms", "database", "floor", "ratio", "before")
HEAD = ("screen", *COSTS, "p50/p95 1", "p50/p95 8", "KB", "KB sent", "queries")


def machine() -> str:
    """The processor and the interpreter these figures belong to."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    cores = len([line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")])
    return f"{cores} x {model} · Python {platform.python_version()} ({sys.base_prefix})"


def database() -> str:
    if is_sqlite():
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {db.execute_sql('SHOW server_version').fetchone()[0]} (fsync off)"


def of_screens(figures: Sequence[Figures]) -> str:
    return _table([HEAD, *(_line(row) for row in figures)])


def _line(row: Figures) -> tuple[str, ...]:
    costs = (f"{cost:.1f}" for cost in (row.cpu, row.database, row.floor, row.ratio))
    before = f"{row.before:.1f}" if row.before else ""
    sizes = f"{row.raw / 1024:.1f}", f"{row.sent / 1024:.1f}"
    return (row.name, *costs, before, _pair(row.alone), _pair(row.crowd), *sizes, str(row.queries))


def _pair(times: tuple[float, float]) -> str:
    return f"{times[0]:.1f}/{times[1]:.1f}"


def of_days(days: Sequence[Spent]) -> str:
    """Ours, and the earlier version's below it."""
    lines = [
        (name, str(day.requests), f"{day.cpu:.2f}", f"{day.database:.2f}", _of(day, days), f"{day.memory:.0f}")
        for name, day in zip(("a day", "before"), days)
    ]
    return _table([("a branch's day", "requests", "mean CPU ms", "database", "of before", "MB a worker"), *lines])


def _of(day: Spent, days: Sequence[Spent]) -> str:
    """The part of what the earlier version's day cost."""
    return f"{(day.cpu + day.database) / (days[-1].cpu + days[-1].database):.2f}" if len(days) > 1 else ""


def of_lists(rows: int, ours: Confirmed, before: Confirmed | None) -> str:
    sides = [(f"{rows:,} rows", ours), *([("before", before)] if before else [])]
    lines = [(name, f"{side.seconds:.1f}", f"{side.longest:.2f}") for name, side in sides]
    return _table([("list confirmed", "CPU s", "longest save meanwhile s"), *lines])


def of_paper(costs: Mapping[str, Cost]) -> str:
    """What each costs; where an earlier version's sheet was measured, ours as a part of it."""
    before = costs.get("the same, before")
    lines = [_paper_line(name, cost, before) for name, cost in costs.items()]
    return _table([("paper", "CPU ms", "least", "of before", "KB", "pages", "pages/s", "MB", "to the first"), *lines])


def _paper_line(name: str, cost: Cost, before: Cost | None) -> tuple[str, ...]:
    is_alike = before and cost.pages == before.pages
    return (
        name,
        f"{cost.cpu:.1f}",
        f"{cost.least:.1f}",
        f"{cost.least / before.least:.2f}" if is_alike else "",
        f"{cost.size / 1024:.0f}",
        str(cost.pages),
        f"{cost.pages / cost.least * 1000:,.0f}",
        f"{cost.memory:.0f}" if cost.memory else "",
        f"{cost.first:.0f}",
    )


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    """Aligned to be read as it is, in a form that can be pasted: the first column to the left, figures to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    rule = ("-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:]))
    return "\n".join(_row(line, widths) for line in (lines[0], rule, *lines[1:])) + "\n"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    figures = (text.rjust(width) for text, width in zip(cells[1:], widths[1:], strict=True))
    return f"| {' | '.join([cells[0].ljust(widths[0]), *figures])} |"
