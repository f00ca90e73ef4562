"""What a record said before it was corrected (R-WHO). The addresses are those of what was."""

from flask import Blueprint, g

from webapp import htmx
from webapp.models.correctable import Correctable
from webapp.models.eyes import Eyes
from webapp.views.finding import find


def serve_history(blueprint: Blueprint, noun: type[Correctable], path: str) -> None:
    """The history of what stands at `path` (/memos)."""

    def history(id: int):
        record = find(noun, id)
        record.require_reader_of_history(g.user)
        shown = {"customer": record.customer, "history": record.history(), "eyes": Eyes.of(g.user, record.customer)}
        return htmx.dialog("shared/_history.html", "更正前的内容", **shown)

    blueprint.add_url_rule(f"{path}/<int:id>/history", view_func=history)
