"""Next steps as they stand in an office's cells (R-NEXT)."""

import re
from dataclasses import dataclass
from datetime import date

from webapp.imports.cells.dates import promised_day, starts_with_day

_CLAUSE_BREAK = re.compile(r"(?<=[,，;；。\n])")
_CLAUSE_END = ",，;；。 \n"


@dataclass(frozen=True)
class Step:
    action: str
    due_on: date | None


def split_steps(text: str, said_on: date) -> list[Step]:
    """Next steps out of one cell: each clause that opens with a day is a step of its own, due on that day."""
    steps: list[str] = []
    for clause in _CLAUSE_BREAK.split(text.strip()):
        if steps and not (starts_with_day(clause) and promised_day(steps[-1], said_on)):
            steps[-1] += clause
        elif clause.strip(_CLAUSE_END):
            steps.append(clause)
    actions = (step.strip(_CLAUSE_END) for step in steps)
    return [Step(action, promised_day(action, said_on)) for action in actions if action]
