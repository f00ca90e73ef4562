"""The import of customer lists."""

from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
