"""The source keeps to its own rules, and each guard is shown to fail on a bad sample."""

import hashlib
import re
import subprocess
import sys

import pytest

from tests.conventions import GUARDS, ROOT, WIDE, lined, ninth_tenth
from webapp.models import ALL

STATIC = ROOT / "static"
SENT_ALONE = {"theme.js"}  # before the first paint


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.rule)
def test_the_source_keeps_the_rule(guard):
    broken = [
        f"{path.relative_to(ROOT)}: {breach}"
        for path in guard.paths()
        for breach in guard.find(path.read_text(encoding="utf-8"))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.rule)
def test_the_guard_finds_its_bad_sample(guard):
    assert list(guard.find(guard.bad))


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.rule)
def test_the_guard_watches_some_file(guard):
    assert guard.paths()


@pytest.mark.parametrize(
    "good",
    [
        '<script src="/a.js" defer></script>',
        "{{ card.phone }}",
        "{{ form.email(class_='input') }}",
        '<a href="/customers">',
        "{% if item.role == 'grade' %}",
        "跟" * 67,
    ],
)
def test_the_guards_let_good_lines_pass(good):
    templates = [guard for guard in GUARDS if "templates/**/*.html" in guard.files]
    assert not [guard.rule for guard in templates if list(guard.find(good))]


def test_nine_lines_in_ten_are_narrow():
    assert ninth_tenth(lined()) <= WIDE


def test_the_width_of_nine_in_ten_is_found():
    assert ninth_tenth(["跟进\n" * 8, "跟" * 56 + "\n", "x" * 200]) == 200
    assert ninth_tenth(["跟进\n" * 8, "跟" * 56 + "\n", ""]) == 112


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_vendored_files_are_as_the_manifest_says():
    listed = dict(reversed(line.split("  ")[:2]) for line in (STATIC / "vendor/MANIFEST").read_text().splitlines())
    vendored = {path for path in (STATIC / "vendor").rglob("*") if path.is_file() and path.name != "MANIFEST"}
    assert {str(path.relative_to(STATIC)) for path in vendored} <= listed.keys()
    assert {name: digest(STATIC / name) for name in listed} == listed


def test_fonts_are_as_their_checksums_say():
    listed = dict(reversed(line.split()) for line in (STATIC / "fonts/SHA256SUMS").read_text().splitlines())
    assert {name: digest(STATIC / "fonts" / name) for name in listed} == listed
    assert {path.name for path in (STATIC / "fonts").iterdir()} == {*listed, "SHA256SUMS"}


@pytest.mark.parametrize("words", [["check"], ["format", "--check"]], ids=["lines", "shape"])
def test_the_source_is_as_the_formatter_leaves_it(words):
    """Configured in pyproject.toml."""
    ruff = [sys.executable, "-m", "ruff", *words, "--no-cache", "--quiet", str(ROOT)]
    result = subprocess.run(ruff, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_formatter_would_find_a_bad_line(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("import os\nx = ( 1 )\n", encoding="utf-8")
    for words in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *words, "--no-cache", "--config", str(ROOT / "pyproject.toml"), str(bad)]
        assert subprocess.run(ruff, capture_output=True).returncode == 1


def test_the_glossary_has_a_word_for_every_noun():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| (\w+)", glossary, re.MULTILINE))
    assert {model.__name__ for model in ALL} - named == set()


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_file_has_its_place_in_the_order(kind):
    """One that is named nowhere would not be sent."""
    ordered = (STATIC / kind / "ORDER").read_text(encoding="utf-8").split()
    own = [name.rpartition("/")[2] for name in ordered if not name.startswith("vendor/")]
    files = {path.name for path in (STATIC / kind).glob(f"*.{kind}")} - SENT_ALONE
    assert sorted(files) == sorted(own)
