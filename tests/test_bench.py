"""The benchmark still knows what its people ask: an answer it does not expect ends it."""

import subprocess
import sys

from tests.conventions import ROOT


def test_a_day_of_a_small_office_goes_through():
    bench = [sys.executable, "-m", "webapp.bench", "--customers", "60", "--only", "day"]
    result = subprocess.run(bench, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "a day" in result.stdout
