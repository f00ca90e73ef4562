from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.zone import ROOM, zone_at


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 30))
def test_no_run_sees_its_day_end(minutes):
    start = datetime(2026, 11, 26, tzinfo=UTC) + timedelta(minutes=minutes)
    end = start + timedelta(hours=ROOM, minutes=-1)
    days = {moment.astimezone(ZoneInfo(zone_at(start))).date() for moment in (start, end)}
    assert len(days) == 1
