"""Specification and tests hold together: a rule is named by a test that proves some of it, or is not built yet."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from tests.conventions import ROOT

HERE = Path(__file__).resolve()
RULE = re.compile(r"\bR-\w+(?:-\w+)*", re.ASCII)

SPEC = """
R-NO R-BASE R-KIND R-USCC R-NAME R-DUP R-VERIFY R-INDUSTRY R-CONTACT R-WITHDRAW R-FIELDS R-TAGS
R-MASK R-REVEAL R-NOID R-AMOUNT
R-MOVE R-ORDERING R-MOVE-SAFE R-UNPLACED R-WIP R-CARD R-CUT R-VALUE R-REL R-GRADE R-FREQ R-DORMANT R-SUGGEST R-MANUAL
R-FU R-PURPOSE R-QUICK R-QUEUE R-SYNC R-24H R-CONCRETE R-NEXT R-PROMISE R-ESCALATE R-NOREPLY R-WHO R-CADENCE R-SCRIPT
R-TIMELINE
R-NEED R-PROJECT R-COMP R-PROSPECT R-ORDER R-MILESTONE R-FEEDBACK R-COMPLAINT R-VALUE-EVAL R-CARE R-MEMO R-FILES
R-INSPECT R-CONSIST R-HANDOVER R-SCAN R-POOL R-BIN R-COOP R-MEETING R-EDIT-SAFE R-AUDIT
R-REVIEW R-REPORT R-FOCUS R-CAMPAIGN R-TARGET R-EXPORT R-IMPORT R-SEARCH R-WORKLIST R-NOTIFY
R-PRINT R-TRIPLE R-ARCHIVE R-PRINTLOG R-TRACE
R-START R-SCALE R-OPS R-LOGIN R-SECURE R-BACKUP R-API R-BROWSERS R-OFFLINE R-LANG R-A11Y
"""

# one a line: whoever builds a rule takes its line out
NOT_BUILT = """
R-INDUSTRY
R-UNPLACED
R-CUT
R-VALUE
R-REL
R-GRADE
R-FREQ
R-DORMANT
R-SUGGEST
R-MANUAL
R-SCAN
R-REVIEW
R-REPORT
R-FOCUS
R-CAMPAIGN
R-TARGET
R-EXPORT
R-BACKUP
R-API
R-BROWSERS
R-LANG
"""

TESTS = ("tests/**/test_*.py",)
EVERYWHERE = ("tests/**/*.py", "webapp/**/*.py", "templates/**/*.html", "docs/**/*.md", "*.md")
Named = Mapping[str, list[str]]


@dataclass(frozen=True)
class Traces:
    """The specification's rules, those not built yet, and those named: by a test, by anything; each with its files."""

    spec: tuple[str, ...]
    not_built: tuple[str, ...]
    tested: Named
    named: Named


@cache
def named_in(patterns: tuple[str, ...]) -> Named:
    found = defaultdict(list)
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)} - {HERE}):
        for rule in sorted(set(RULE.findall(path.read_text(encoding="utf-8")))):
            found[rule].append(str(path.relative_to(ROOT)))
    return dict(found)


def as_they_stand() -> Traces:
    return Traces(tuple(SPEC.split()), tuple(NOT_BUILT.split()), named_in(TESTS), named_in(EVERYWHERE))


def untraced(traces: Traces) -> Iterator[str]:
    for rule in traces.spec:
        if rule not in traces.tested and rule not in traces.not_built:
            yield f"{rule} is named by no test"


def built_by_now(traces: Traces) -> Iterator[str]:
    for rule in traces.not_built:
        if rule in traces.tested:
            yield f"{rule} leaves NOT_BUILT, it is named in {', '.join(traces.tested[rule])}"


def unknown(traces: Traces) -> Iterator[str]:
    for rule, files in traces.named.items():
        if rule not in traces.spec:
            yield f"{rule} is no rule, it is named in {', '.join(files)}"


def unknown_not_built(traces: Traces) -> Iterator[str]:
    return (f"{rule} is no rule" for rule in traces.not_built if rule not in traces.spec)


def listed_twice(traces: Traces) -> Iterator[str]:
    for rules in (traces.spec, traces.not_built):
        yield from (f"{rule} is listed {times} times" for rule, times in Counter(rules).items() if times > 1)


@dataclass(frozen=True)
class Guard:
    """What has to hold, and a sample in which it does not."""

    holds: str
    find: Callable[[Traces], Iterator[str]]
    bad: Traces


MOVE = {"R-MOVE": ["tests/test_moves.py"]}
GOOD = Traces(("R-MOVE", "R-BIN"), ("R-BIN",), MOVE, MOVE)
GUARDS = (
    Guard("a rule is named by a test or not built", untraced, replace(GOOD, not_built=())),
    Guard("what a test names is built", built_by_now, replace(GOOD, tested={**MOVE, "R-BIN": ["tests/test_bin.py"]})),
    Guard("whatever is named is a rule", unknown, replace(GOOD, named={"R-MOOV": ["docs/glossary.md"]})),
    Guard("what is not built is a rule", unknown_not_built, replace(GOOD, not_built=("R-BIN", "R-BINS"))),
    Guard("a rule is listed once", listed_twice, replace(GOOD, not_built=("R-BIN", "R-BIN"))),
)
EACH_GUARD = pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.holds)


@EACH_GUARD
def test_specification_and_tests_hold_together(guard):
    broken = list(guard.find(as_they_stand()))
    assert not broken, "\n".join(broken)


@EACH_GUARD
def test_the_guard_finds_its_bad_sample(guard):
    assert list(guard.find(guard.bad))


@EACH_GUARD
def test_the_guard_lets_a_good_sample_pass(guard):
    assert not list(guard.find(GOOD))


@pytest.mark.parametrize("pattern", EVERYWHERE)
def test_every_kind_of_file_is_read(pattern):
    assert list(ROOT.glob(pattern))


def test_naming_a_rule_here_proves_nothing():
    read = {file for named in (named_in(TESTS), named_in(EVERYWHERE)) for files in named.values() for file in files}
    assert read and str(HERE.relative_to(ROOT)) not in read


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("moves (R-MOVE … R-MOVE-SAFE).", ["R-MOVE", "R-MOVE-SAFE"]),
        ("查重R-DUP，24小时R-24H", ["R-DUP", "R-24H"]),
        ("a slip of the shift key: R-Move", ["R-Move"]),
        ("HR-2024, R- and r-move", []),
    ],
)
def test_rules_are_found_in_running_text(text, rules):
    assert RULE.findall(text) == rules
