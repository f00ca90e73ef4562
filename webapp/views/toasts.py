"""What the next page says in a toast, where an answer leads there."""

from flask import flash

from webapp.models.classification import Move


def say(words: str, *, bad: bool = False, move: Move | None = None, draft: str = "", undo: str = "") -> None:
    """Say it there. `move` is one that can be taken back, `undo` the address that takes back anything else, `draft`
    what was typed and is saved by now."""
    taken_back = {"move": move and {"id": move.id, "card": move.card}, "undo": undo}
    flash({"words": words, "bad": bad, "draft": draft, **taken_back})
