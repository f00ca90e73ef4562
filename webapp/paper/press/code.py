"""The QR code of a sheet, drawn into the page itself."""

from dataclasses import dataclass
from functools import lru_cache

import segno

QUIET = 4  # modules around it
MASK = 0  # a fixed one is read as well as the best of eight, and made five times as fast


@dataclass(frozen=True, slots=True)
class Code:
    url: str

    def of_copy(self, copy: int | None) -> "Code":
        """The code of a copy (counted from 1), which says which it is; of a form without copies the same."""
        return self if copy is None else Code(f"{self.url}?copy={copy}")

    def drawn(self, left: float, bottom: float, size: float) -> bytes:
        """The operators that draw it in a square, in points from the lower left corner of the page."""
        return b"q %.2f 0 0 %.2f %.2f %.2f cm %b Q" % (size, size, left, bottom, _image(self.url))


def matrix(url: str) -> segno.QRCode:
    return segno.make(url, error="m", micro=False, mask=MASK)


@lru_cache(maxsize=200)
def _image(url: str) -> bytes:
    """An inline image, one bit a module."""
    rows = [[bit & 1 for bit in row] for row in matrix(url).matrix]
    side = len(rows) + 2 * QUIET
    blank = [[0] * side] * QUIET
    padded = [*blank, *([*[0] * QUIET, *row, *[0] * QUIET] for row in rows), *blank]
    width = (side + 7) // 8
    data = b"".join(int("".join(map(str, row)).ljust(width * 8, "0"), 2).to_bytes(width, "big") for row in padded)
    return b"BI /W %d /H %d /BPC 1 /IM true /D [1 0] /F /AHx ID %b> EI" % (side, side, data.hex().encode())
