"""How bands share a page: the room that is left, rows that rise to fill it, groups that move on or are parted."""

from __future__ import annotations

from collections import deque
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
    """Groups of bands dealt out over pages. A group moves on whole; a band that is taller than a page is parted.

    `first` opens the first page, `again` every other; where rows of a macro go on there, `heads` has what stands above
    them (the columns of a list). Raises TooLong.
    """
    whole = room(first[0])
    done: list[Page] = []
    page, queue = list(first), deque(groups)
    free, is_new, parting = whole - height(page), True, None
    if free < 0:
        raise too_long(max(first, key=lambda band: band.height))
    while queue:
        group = queue.popleft()
        tall = height(group)
        opening = [*again, *(head for macro, head in heads.items() if macro == group[0].piece.macro)]
        if tall <= free + 1e-3:
            page += group
            free, is_new, parting = free - tall, False, None
        elif not is_new or tall <= whole - height(opening):
            done.append(page)
            queue.appendleft(group)
            page, is_new = opening, True
            free = whole - height(page)
        elif len(group) > 1:
            queue.extendleft([band] for band in reversed(group))
        else:
            parting = (parting or Parting(group[0])).counted()
            band, rest = kit.parted(group[0], free)
            page.append(band)
            queue.appendleft([rest])
            free, is_new = 0.0, False
    return [*done, page]


class Parting:
    """A band that goes on from page to page."""

    def __init__(self, whole: Band):
        self.whole, self.parts = whole, 0

    def counted(self) -> Parting:
        """One part more. Raises TooLong where there are too many."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise too_long(self.whole)
        return self


def too_long(band: Band) -> TooLong:
    """Says which text it is by its first words."""
    longest = "".join(max(band.lines.values(), key=len, default=()))
    return TooLong(f"“{longest[:20].strip()}…”这一段太长：一段文字最多占 {MOST_PARTS} 页，请先缩短再打印")
