"""The dimensions every office starts with (dimensions.toml). The office edits them; seeding again never overwrites."""

import tomllib
from pathlib import Path

from webapp.models.dimension import Dimension, DimensionValue

DIMENSIONS = tomllib.loads(Path(__file__).with_name("dimensions.toml").read_text(encoding="utf-8"))["dimension"]


def seed_dimensions() -> None:
    """Create what is missing; whatever the office has changed stays."""
    for position, told in enumerate(DIMENSIONS):
        dimension, is_new = Dimension.get_or_create(slug=told["slug"], defaults=_columns(told) | {"position": position})
        if is_new:
            _seed_values(dimension, told.get("values", []))


def _columns(told: dict) -> dict:
    """The row's columns; headings are written one a line."""
    columns = {name: value for name, value in told.items() if name != "values"}
    return columns | {"headings": "\n".join(told.get("headings", []))}


def _seed_values(dimension: Dimension, values: list[dict]) -> None:
    for position, told in enumerate(values):
        DimensionValue.create(dimension=dimension, position=position, **told)
