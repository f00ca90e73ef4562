"""What one file on paper costs. Apart from all that measures: what is measured imports it, and must not carry that
along."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor time (the median, the least), bytes and pages of one file; megabytes at most
    of the process, and milliseconds from its start to its first sheet, where that is of interest."""

    cpu: float
    least: float
    size: int
    pages: int
    memory: float = 0.0
    first: float = 0.0
