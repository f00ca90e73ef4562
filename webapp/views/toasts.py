"""What the next page says in a toast, where an answer leads there."""

from flask import flash

from webapp.models.classification import Move


def say(words: str, *, bad: bool = False, move: Move | None = None, draft: str = "") -> None:
    """Say it there. `move` is one that can be taken back, `draft` what was typed and is saved by now."""
    flash({"words": words, "bad": bad, "move": move and {"id": move.id, "card": move.card}, "draft": draft})
