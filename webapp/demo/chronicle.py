"""What happened with each company of the demo, and when: planned backwards from today, so that it is lively on any day.

Nothing here touches the database; the same day gives the same chronicle.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from webapp.clock import from_local
from webapp.demo.company import Company
from webapp.models.followup.checks import VISITS

FILE = Path(__file__).with_name("conversations.toml")
FULL_RECORD = "苏州澄屿置业有限公司"  # thirty records: its tracking sheet needs continuation sheets
RIVALS = ("本地一家厂", "外地品牌", "现有供应商")

# Days from today until the open step of an owner's first, second … customer; None: no open step, long silence.
DUE = (0, -3, 1, 5, None, -1, 9, 0, 3, -8, 14, 2)


@dataclass(frozen=True)
class Entry:
    """One contact: the lines of conversations.toml with the company's own words in, and its times (UTC)."""

    phase: str
    said: dict[str, str]
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Chronicle:
    company: Company
    filed_at: datetime
    entries: list[Entry]
    due_on: date | None

    def first(self, phase: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.phase == phase), None)


@cache
def conversations() -> dict[str, list[dict]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def chronicle(company: Company, place: int, today: date) -> Chronicle:
    """The history of an owner's `place`-th company, ending before `today`."""
    offset = None if company.stage == "lost" else DUE[place % len(DUE)]
    phases = _phases(company)
    ages = _ages(company, len(phases), _silence(company, offset))
    entries = [
        _entry(company, phase, said, _moment(company, today, age))
        for (phase, said), age in zip(_script(company, phases), ages)
    ]
    filed_at = entries[0].at - timedelta(hours=company.luck.randrange(1, 3))
    return Chronicle(company, filed_at, entries, None if offset is None else today + timedelta(days=offset))


def _phases(company: Company) -> list[str]:
    """The phases its records run through, two to twelve of them, or thirty."""
    some = company.luck.randint
    if company.name == FULL_RECORD:
        return ["first"] * 2 + ["need"] * 3 + ["sample"] * 2 + ["quote"] * 2 + ["sign"] + ["service"] * 20
    before = ["first"] + ["need"] * some(1, 2)
    match company.stage:
        case "potential":
            return before + ["need"] * some(0, 1)
        case "intent":
            return before + ["sample"] * some(1, 2) + ["quote"] * some(0, 2) + ["objection"] * some(0, 1)
        case "lost":
            return before + ["quote"] * some(1, 2) + ["objection", "lost"]
    return before + ["sample"] + ["quote"] * some(1, 2) + ["sign"] + ["service"] * some(2, 5)


def _script(company: Company, phases: list[str]) -> list[tuple[str, dict]]:
    """A text for every phase, none twice, in the order of the file for what builds on itself."""
    texts = {}
    for phase in dict.fromkeys(phases):
        pool = conversations()[phase]
        picked = sorted(company.luck.sample(range(len(pool)), phases.count(phase)))
        texts[phase] = iter([pool[number] for number in picked])
    return [(phase, next(texts[phase])) for phase in phases]


def _silence(company: Company, offset: int | None) -> int:
    """Days since the last contact."""
    if offset is None:
        return company.luck.randint(40, 150) if company.stage == "lost" else company.luck.randint(100, 180)
    return max(company.luck.randint(1, 9), 3 - offset)


def _ages(company: Company, count: int, last: int) -> list[int]:
    """How many days ago each contact was, the oldest first."""
    gap = (8, 14) if company.name == FULL_RECORD else (9, 24) if company.stage == "deal" else (4, 12)
    ages = [last]
    while len(ages) < count:
        ages.append(ages[-1] + company.luck.randint(*gap))
    return ages[::-1]


def _moment(company: Company, today: date, age: int) -> datetime:
    """A time in office hours of the last working day that is at least so long ago."""
    day = today - timedelta(days=age)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return from_local(datetime.combine(day, time(company.luck.randint(9, 16), company.luck.randrange(0, 60, 5))))


def _entry(company: Company, phase: str, said: dict, at: datetime) -> Entry:
    words = {
        "product": company.product,
        "area": f"{int(company.area):,}",
        "contact": company.salutation,
        "place": company.short_name if company.is_company else "现场",
        "rival": company.luck.choice(RIVALS),
    }
    told = {key: text.format(**words) if isinstance(text, str) else text for key, text in said.items()}
    return Entry(phase, told, at, at + _delay(company, told["method"], at))


def _delay(company: Company, method: str, at: datetime) -> timedelta:
    """Most are recorded within hours; about one in ten late (R-24H), where that already lies behind us."""
    is_late = company.luck.random() < 0.1
    late = timedelta(hours=company.luck.randint(16, 20) if method in VISITS else company.luck.randint(27, 70))
    if is_late and at + late < datetime.now(at.tzinfo):
        return late
    return timedelta(minutes=company.luck.randrange(10, 150))
