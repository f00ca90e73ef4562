"""Which part of a long column stands open, as an address says it."""

from typing import NamedTuple

FIRST_CARDS = 30
MOST_CARDS = 300


class Window(NamedTuple):
    """Which cards of a column stand open: `shown` of them, MOST_CARDS at most, behind the `skipped` ones that end with
    the card whose place `after` says."""

    shown: int = FIRST_CARDS
    skipped: int = 0
    after: str = ""

    @classmethod
    def read(cls, said: str) -> "Window":
        """What `said` makes of one; the first cards for anything else."""
        shown, skipped, after = (said.split(":", 2) + ["", ""])[:3]
        window = cls(_figure(shown), _figure(skipped), after)
        return window if window.skipped and after else cls(window.shown)

    @property
    def said(self) -> str:
        """60, or 60:300: and a place."""
        return f"{self.shown}:{self.skipped}:{self.after}" if self.after else str(self.shown)

    @property
    def limit(self) -> int:
        """How many cards it shows at most."""
        return min(max(self.shown, FIRST_CARDS), MOST_CARDS)

    def further(self, shown: int, last: str) -> "Window":
        """One that shows more: wider, or once this is as wide as it gets the one behind it, behind the place `last` of
        the last of the cards shown."""
        if self.limit < MOST_CARDS:
            return self._replace(shown=self.limit + FIRST_CARDS)
        return Window(FIRST_CARDS, self.skipped + shown, last)


def _figure(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 7 else 0


BEGINNING = Window()
