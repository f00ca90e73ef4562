"""Who imports whom: no circles, and nothing reaches up a floor (docs/development.md)."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# From the ground up: a module imports from its own floor and those below it.
FLOORS = (
    (
        "webapp.errors",
        "webapp.config",
        "webapp.clock",
        "webapp.almanac",
        "webapp.workdays",
        "webapp.worktime",
        "webapp.festivals",
        "webapp.holidays",
        "webapp.storing",
        "webapp.operator",
    ),
    (
        "webapp.formatting",
        "webapp.media",
        "webapp.text",
        "webapp.passwords",
        "webapp.database",
        "webapp.lasting",
        "webapp.prepared",
        "webapp.marks",
        "webapp.pieces",
    ),
    ("webapp.models",),
    ("webapp.imports.files",),
    ("webapp.imports.cells",),
    ("webapp.imports.parts",),
    ("webapp.imports.plan",),
    ("webapp.imports.write",),
    ("webapp.schema", "webapp.screens", "webapp.imports", "webapp.paper"),
    ("webapp.rules", "webapp.jobs"),
    ("webapp.wording", "webapp.htmx", "webapp.reading", "webapp.forms", "webapp.auth", "webapp.doctor", "webapp.demo"),
    ("webapp.error_pages", "webapp.security", "webapp.assets", "webapp.compression", "webapp.views"),
    ("webapp", "webapp.cli", "webapp.bench"),
)


def sources() -> dict[str, str]:
    """The source of every module of the app, by its name."""
    paths = sorted((ROOT / "webapp").rglob("*.py"))
    return {_name(path): path.read_text(encoding="utf-8") for path in paths if "migrations" not in path.parts}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, modules: Iterable[str]) -> set[str]:
    """The modules among those named that a source imports, at its top or later."""
    known, found = set(modules), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= within & known or {node.module}
    return found & known


def graph(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module imports. A package is above its modules:
    importing one of them runs it, but needs nothing of it."""
    return {name: imports(source, sources) - {name} for name, source in sources.items()}


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of modules that reach each other (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            place = stack.index(node)
            found.append(stack[place:])
            del stack[place:]

    for node in graph:
        if node not in index:
            visit(node)
    return [sorted(group) for group in found if len(group) > 1]


def floor_of(module: str) -> int:
    """The floor of the longest name that begins the module's."""
    fitting = [
        (len(name), floor)
        for floor, names in enumerate(FLOORS)
        for name in names
        if f"{module}.".startswith(f"{name}.")
    ]
    return max(fitting)[1]


def climbs(graph: Mapping[str, set[str]]) -> Iterator[str]:
    """Imports of something on a higher floor."""
    for module, others in graph.items():
        for other in sorted(others):
            if floor_of(other) > floor_of(module):
                yield f"{module} imports {other}"
