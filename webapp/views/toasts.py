"""What the next page says in a toast, where an answer leads there."""

from flask import flash


def say(words: str, *, bad: bool = False, move: int | None = None, draft: str = "") -> None:
    """Say it there. `move` is the id of one that can be taken back, `draft` what was typed and is saved by now."""
    flash({"words": words, "bad": bad, "move": move, "draft": draft})
