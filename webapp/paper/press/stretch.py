"""A piece at any height, from two settings of it: every number in its drawing moves in proportion with a row's height.

Setting a piece takes as long as a page of text; working out its numbers takes less than a line. It holds as long as
the row has no slack to grow into first, as the facts beside a tall title have: then the whole grows by less than the
row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from webapp.paper.press.boxes import Drawing

_NUMBER = re.compile(rb"(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Slope:
    """What a pixel more of one row adds: to the numbers of the content by their place, to tops and heights of places,
    to the heights of rows, to the whole."""

    numbers: Mapping[int, float]
    tops: Mapping[str, float]
    depths: Mapping[str, float]
    heights: Mapping[str, float]
    height: float


def slope(base: Drawing, tall: Drawing, row: str) -> Slope | None:
    """From a drawing and the same with one row taller.

    None where they differ in more than numbers, or there was slack.
    """
    before, after = _NUMBER.split(base.content), _NUMBER.split(tall.content)
    if (
        before[::2] != after[::2]
        or base.places.keys() != tall.places.keys()
        or base.heights.keys() != tall.heights.keys()
    ):
        return None
    added = tall.heights[row] - base.heights[row]
    if abs(tall.height - base.height - added) > 0.01:
        return None
    pairs = enumerate(zip(before[1::2], after[1::2]))
    places = [(name, place, tall.places[name]) for name, place in base.places.items()]
    return Slope(
        numbers={place: (float(new) - float(old)) / added for place, (old, new) in pairs if old != new},
        tops={name: (new.top - old.top) / added for name, old, new in places},
        depths={name: (new.height - old.height) / added for name, old, new in places},
        heights={name: (tall.heights[name] - height) / added for name, height in base.heights.items()},
        height=(tall.height - base.height) / added,
    )


def stretched(base: Drawing, by: Mapping[str, tuple[Slope, float]]) -> Drawing:
    """The drawing with rows taller: for each its slope, and how many pixels more it has."""
    content = _NUMBER.split(base.content)
    for place, more in _sum(by, "numbers").items():
        content[2 * place + 1] = b"%.4f" % (float(content[2 * place + 1]) + more)
    tops, depths, heights = (_sum(by, name) for name in ("tops", "depths", "heights"))
    return replace(
        base,
        content=b"".join(content),
        height=base.height + sum(slope.height * more for slope, more in by.values()),
        places={
            name: replace(place, top=place.top + tops[name], height=place.height + depths[name])
            for name, place in base.places.items()
        },
        heights={name: height + heights[name] for name, height in base.heights.items()},
    )


def _sum(by: Mapping[str, tuple[Slope, float]], name: str) -> dict:
    """By how much each number, top, depth or height moves in all."""
    total: dict = {}
    for slope_, more in by.values():
        for what, each in getattr(slope_, name).items():
            total[what] = total.get(what, 0.0) + each * more
    return total
