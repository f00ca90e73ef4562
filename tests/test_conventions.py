"""The source keeps to its own rules, and each guard is shown to fail on a bad sample."""

import hashlib

import pytest

from tests.conventions import GUARDS, ROOT

STATIC = ROOT / "static"


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
    ],
)
def test_the_guards_let_good_lines_pass(good):
    templates = [guard for guard in GUARDS if "templates/**/*.html" in guard.files]
    assert not [guard.rule for guard in templates if list(guard.find(good))]


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
