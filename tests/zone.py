"""Where the tests' office lies.

Its people say 今天 and 逾期 3 天, so no run of less than two hours sees their day end.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

PLACES = ("Asia/Shanghai", "UTC")  # eight hours apart: where one day is about to end, the other's is not
ROOM = 2  # hours; a run takes minutes


def zone_at(moment: datetime) -> str:
    """A zone with at least two hours of its day left."""
    return next(place for place in PLACES if moment.astimezone(ZoneInfo(place)).hour < 24 - ROOM)


ZONE = zone_at(datetime.now(UTC))
