"""What the source itself must keep to. Each guard reads one file and yields what breaks it."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

ROOT = Path(__file__).resolve().parent.parent
CONTACT_DATA = r"(?:phone|email|qq|wechat|unverified)"
INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|\bhx-on\b|\sstyle\s*=|javascript:", re.IGNORECASE)
OUTSIDE_ADDRESS = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import""", re.IGNORECASE
)
# `card` and `shown` are masked ContactCards, `form` is what somebody is typing
UNMASKED = re.compile(rf"\b(?!(?:card|shown|form)\.)(\w+)\.{CONTACT_DATA}\b")
UPWARDS = re.compile(
    r"^\s*(?:from|import)\s+(flask|wtforms|webapp\.(?:views|forms|htmx|auth|paper|cli))\b", re.MULTILINE
)
SKIPS = re.compile(r"\b(?:pytest\.skip|importorskip|mark\.skip|mark\.xfail|skipUnless|skipIf)\b")
# the one act nobody is signed in for yet
OF_ITS_OWN = re.compile(r"by=self\.(?:batch\.)?by\b")
# what is read and compared in lines: how wide one may be, and nine in ten of them
LINED = ("templates/**/*.html", "static/css/*.css", "static/print/*.css", "static/js/*.js")
WIDEST, WIDE = 135, 110
WITHOUT_ACTOR = {"record", "log_in"}


def matches(pattern: re.Pattern) -> Callable[[str], Iterator[str]]:
    return lambda source: (found[0].strip() for found in pattern.finditer(source))


def verbs_without_actor(source: str) -> Iterator[str]:
    """Public functions that write to the audit trail without a keyword `by` or an actor of their own (`self.by`)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and _is_verb(node) and _records(node):
            if "by" not in {argument.arg for argument in node.args.kwonlyargs}:
                yield f"{node.name} takes no by="


def _is_verb(function: ast.FunctionDef) -> bool:
    return not function.name.startswith("_") and function.name not in WITHOUT_ACTOR


def _records(function: ast.FunctionDef) -> bool:
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(
        ast.unparse(call.func) == "AuditEvent.record" and not OF_ITS_OWN.search(ast.unparse(call)) for call in calls
    )


def imports_within_functions(source: str) -> Iterator[str]:
    """Modules of the app that are imported inside a function: what would be a circle at the top of the file."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (ast.unparse(node) for node in ast.walk(function) if _is_own_import(node))


def _is_own_import(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "")]
    is_import = isinstance(node, ast.Import | ast.ImportFrom)
    return is_import and any((name or "").split(".")[0] == "webapp" for name in names)


def unused(source: str) -> Iterator[str]:
    """Private names that their file says once: where they are made."""
    for node in ast.walk(ast.parse(source)):
        for name in _named(node):
            if re.match(r"_[A-Za-z]", name) and len(re.findall(rf"\b{name}\b", source)) == 1:
                yield f"{name} is used nowhere"


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def width(line: str) -> int:
    """In columns: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def too_wide(source: str) -> Iterator[str]:
    for number, line in enumerate(source.splitlines(), 1):
        if width(line) > WIDEST:
            yield f"line {number} is {width(line)} wide"


def ninth_tenth(sources: Iterable[str]) -> int:
    """The width that nine in ten of all lines keep to."""
    widths = sorted(width(line) for source in sources for line in source.splitlines())
    return widths[len(widths) * 9 // 10]


@dataclass(frozen=True)
class Guard:
    """A rule, where it holds, and a sample that breaks it."""

    rule: str
    files: tuple[str, ...]
    find: Callable[[str], Iterator[str]]
    bad: str
    but: tuple[str, ...] = ()

    def paths(self) -> list[Path]:
        return sorted(_found(self.files) - _found(self.but))


def _found(patterns: Iterable[str]) -> set[Path]:
    return {path for pattern in patterns for path in ROOT.glob(pattern)}


def lined() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(_found(LINED))]


BELOW_THE_WEB = tuple(f"webapp/{folder}/**/*.py" for folder in ("models", "text", "screens", "imports"))

GUARDS = (
    Guard("what stands below knows nothing of the web", BELOW_THE_WEB, matches(UPWARDS), "from flask import g"),
    Guard(
        "forms know nothing of views",
        ("webapp/forms/*.py",),
        matches(re.compile(r"webapp\.views")),
        "import webapp.views",
    ),
    Guard(
        "verbs take by=",
        ("webapp/models/**/*.py", "webapp/imports/**/*.py"),
        verbs_without_actor,
        "def close(self):\n    AuditEvent.record('x')",
    ),
    Guard(
        "nothing of the app is imported later",
        ("webapp/**/*.py",),
        imports_within_functions,
        "def visible(self):\n    from webapp.models.customer import Customer",
        but=("webapp/cli/*.py", "webapp/bench/*.py"),
    ),
    Guard(
        "what is private is used", ("webapp/**/*.py", "tests/**/*.py"), unused, "def _told(batch):\n    return batch"
    ),
    Guard(
        "what a role may do, the person is asked",
        ("webapp/**/*.py",),
        matches(re.compile(r"\bRole\.[A-Z]\w+|\b(?:user|by|present|viewer)\.role\b")),
        "if by.role == Role.MANAGER:",
        but=(
            "webapp/models/user/*.py",
            "webapp/models/roles.py",
            "webapp/demo/*.py",
            "webapp/bench/*.py",
            "webapp/cli/setup.py",
        ),
    ),
    Guard(
        "only webapp/htmx.py knows htmx's headers",
        ("webapp/**/*.py", "templates/**/*.html"),
        matches(re.compile(r"\bHX-[A-Z]\w+")),
        'response.headers["HX-Trigger"]',
        but=("webapp/htmx.py",),
    ),
    Guard(
        "nothing is inline", ("templates/**/*.html",), matches(INLINE), "<p style='x'>", but=("templates/paper/*.html",)
    ),
    Guard(
        "nothing comes from outside",
        ("templates/**/*.html", "static/css/*.css", "static/print/*.css"),
        matches(OUTSIDE_ADDRESS),
        '<script src="https://cdn.example/x.js">',
    ),
    Guard(
        "templates name no role",
        ("templates/**/*.html",),
        matches(re.compile(r"\buser\.role\b")),
        "{% if g.user.role == 'manager' %}",
    ),
    Guard("no line is too wide", LINED, too_wide, "跟" * 68),
    Guard("templates show contacts as cards", ("templates/**/*.html",), matches(UNMASKED), "{{ contact.phone }}"),
    Guard(
        "views and paper show contacts as cards",
        ("webapp/views/*.py", "webapp/paper/**/*.py"),
        matches(UNMASKED),
        "contact.email",
    ),
    Guard(
        "the press knows no database and no web",
        ("webapp/paper/press/*.py",),
        matches(
            re.compile(
                r"^\s*(?:from|import)\s+(?:flask|peewee|webapp\.(?:models|database|prepared|views|forms))\b",
                re.MULTILINE,
            )
        ),
        "from webapp.models.customer import Customer",
    ),
    Guard(
        "only the press knows WeasyPrint",
        ("webapp/**/*.py",),
        matches(re.compile(r"^\s*(?:from|import)\s+(?:weasyprint|pydyf)\b", re.MULTILINE)),
        "import weasyprint",
        but=("webapp/paper/press/*.py",),
    ),
    Guard(
        "lock files name no registry",
        ("*.lock",),
        matches(re.compile(r"https?://|--\S*index-url")),
        "--index-url https://x",
    ),
    Guard(
        "migrations are frozen",
        ("webapp/migrations/*.py",),
        matches(re.compile(r"webapp\.models")),
        "import webapp.models",
    ),
    Guard("no test is skipped", ("tests/**/*.py",), matches(SKIPS), "pytest.skip()", but=("tests/conventions.py",)),
)
