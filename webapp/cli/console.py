"""Text for a terminal, where a Chinese character takes two columns."""

import unicodedata
from collections.abc import Iterable, Sequence

import click


def width(text: str) -> int:
    """Columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def table(rows: Iterable[Sequence[object]]) -> None:
    """Print the rows with their columns aligned; the first row is the heading."""
    rows = [[str(cell) for cell in row] for row in rows]
    columns = [max(map(width, column)) for column in zip(*rows)]
    for row in rows:
        click.echo("  ".join(map(padded, row, columns)).rstrip())


def framed(lines: Sequence[str]) -> None:
    """Print the lines in a frame, for what is shown only once."""
    columns = max(map(width, lines))
    bar = "─" * (columns + 2)
    body = (f"│ {padded(line, columns)} │" for line in lines)
    click.echo("\n".join((f"┌{bar}┐", *body, f"└{bar}┘")))
