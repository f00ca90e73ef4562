"""How bands share a page: the room that is left, rows that rise to fill it, groups that move on or are parted."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from math import floor
from types import MappingProxyType

from webapp.paper.press.pieces import MM, Band, Kit, TooLong

EDGE = MM / 4  # the lower half of the thick line under a grid
STEP = 0.5 * MM  # rows rise by whole steps, so that a few shapes serve all sheets
MOST_PARTS = 20  # of one text

Page = list[Band]


def height(bands: Iterable[Band]) -> float:
    return sum(band.height for band in bands)


def room(first: Band) -> float:
    """What a page that begins with this band has for all its bands."""
    return first.piece.drawing.room - EDGE


def level(kit: Kit, rows: Sequence[Band], room: float) -> list[Band]:
    """Raise the low rows alike until together they fill `room`; what is left over goes to the last."""
    share, left = 0.0, room
    for taken, tall in enumerate(sorted((row.height for row in rows), reverse=True)):
        share = left / (len(rows) - taken)
        if tall <= share:
            break
        left -= tall
    raised = [kit.taller(row, floor(share / STEP) * STEP) for row in rows]
    steps, rest = divmod(max(0.0, room - height(raised)), STEP)
    for place in range(len(raised)):
        more = STEP * (place < steps) + rest * (place == len(raised) - 1)
        raised[place] = kit.taller(raised[place], raised[place].height + more)
    return raised


def filled(kit: Kit, page: Page, rising: Container[str]) -> Page:
    """The page filled to its foot: the bands made of these macros rise alike."""
    rows = [band for band in page if band.piece.macro in rising]
    if not rows:
        return page
    raised = iter(level(kit, rows, height(rows) + room(page[0]) - height(page)))
    return [next(raised) if band.piece.macro in rising else band for band in page]


def pages(
    kit: Kit,
    groups: Iterable[Sequence[Band]],
    *,
    first: Sequence[Band],
    again: Sequence[Band],
    heads: Mapping[str, Band] = MappingProxyType({}),
) -> list[Page]:
    """Groups of bands dealt out over pages.

    A group moves on whole; a band that is taller than a page is parted where it stands.

    `first` opens the first page, `again` every other; where rows of a macro go on there, `heads` has what stands above
    them (the columns of a list). Raises TooLong.
    """
    dealer = _Dealer(kit, first, again, heads)
    for group in groups:
        dealer.deal(group)
    return [*dealer.done, dealer.page]


class _Dealer:
    """The page at hand, the room it has left, and the pages before it."""

    def __init__(self, kit: Kit, first: Sequence[Band], again: Sequence[Band], heads: Mapping[str, Band]):
        self.kit, self.again, self.heads = kit, again, heads
        self.whole = room(first[0])
        self.done: list[Page] = []
        self._open(first)
        if self.free < 0:
            raise too_long(max(first, key=lambda band: band.height))

    def _open(self, bands: Sequence[Band]) -> None:
        self.page, self.free = list(bands), self.whole - height(bands)

    def deal(self, group: Sequence[Band]) -> None:
        """Here, if there is room; overleaf, if it fits there; else band for band.

        A band that fits nowhere goes in parts.
        """
        if height(group) > self.free + 1e-3:
            if height(group) <= self._overleaf(group[0]):
                self._turn(group[0])
            elif len(group) > 1:
                self._split(group)
                return
            else:
                self._part(group[0])
                return
        self.page += group
        self.free -= height(group)

    def _split(self, group: Sequence[Band]) -> None:
        """What no page holds together: a tall band is parted under its heading rather than sent on without it."""
        for place, band in enumerate(group):
            is_tall = band.height > self.whole / 2
            if place and is_tall and self._least(band) <= self.free < band.height:
                self._part(band)
            else:
                self.deal([band])

    def _part(self, band: Band) -> None:
        parting, rest = Parting(band), band
        while rest.height > self.free + 1e-3:
            if self.free < self._least(rest):
                self._turn(rest)
                if self.free < self._least(rest):
                    raise too_long(band)
            part, rest = self.kit.parted(rest, self.free)
            parting.counted()
            self.page.append(part)
            self._turn(rest)
        self.page.append(rest)
        self.free -= rest.height

    def _least(self, band: Band) -> float:
        """What a part of a band needs: its rows at their lowest, and a line more."""
        piece = self.kit.piece(band.piece.macro, **band.piece.arguments)
        return piece.height + max(place.type.leading for place in piece.places.values())

    def _opening(self, band: Band) -> list[Band]:
        head = self.heads.get(band.piece.macro)
        return [*self.again, head] if head else list(self.again)

    def _overleaf(self, band: Band) -> float:
        """The room of a page that this band opens."""
        return self.whole - height(self._opening(band))

    def _turn(self, band: Band) -> None:
        self.done.append(self.page)
        self._open(self._opening(band))


class Parting:
    """A band that goes on from page to page."""

    def __init__(self, whole: Band):
        self.whole, self.parts = whole, 0

    def counted(self) -> None:
        """One part more. Raises TooLong where there are too many."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise too_long(self.whole)


def too_long(band: Band) -> TooLong:
    """Says which text it is by its first words, and by what its row begins with."""
    longest = max(band.lines.values(), key=len, default=())
    begins = band.lines.get(next(iter(band.piece.places)), ())
    row = f"（{''.join(begins)}）" if begins and begins is not longest else ""
    words = " ".join("".join(longest)[:20].split())
    return TooLong(f"“{words}…”{row}这一段太长：一段文字最多占 {MOST_PARTS} 页，请先缩短再打印")
