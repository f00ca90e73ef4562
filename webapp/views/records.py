"""The pages of a record: its part of the card, its form, its history, and how it is taken back."""

from collections.abc import Callable

from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.database import row_id
from webapp.errors import Stale
from webapp.forms.moves import UNSEEN
from webapp.forms.records import RecordForm, form_of
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.record import Record
from webapp.screens import records
from webapp.views import cards, withdrawals
from webapp.views.corrections import serve_history
from webapp.views.finding import find, find_customer
from webapp.views.parts import Act, Part, shown
from webapp.views.sending import once

TAKEN_BACK = "它不再算数；写过什么留在时间线里。"


class RecordPages:
    """The views of such a noun.

        pages = RecordPages("orders", Order, place=10, words="记一笔", kind="order")
        blueprint, part = pages.blueprint, pages.part

    `name` is the last part of the addresses, `place` where its part stands on the card, `words` those of its button,
    `kind` what the timeline is narrowed to for all of them. `above` says of a customer what stands over the list: a
    template, and what it needs. `form` is one that asks for more than the sheet does."""

    def __init__(
        self,
        name: str,
        noun: type[Record],
        *,
        place: int,
        words: str,
        kind: str,
        above: Callable[[Customer], tuple[str, dict]] | None = None,
        form: type[RecordForm] | None = None,
    ):
        self.name, self.noun, self.kind, self.above = name, noun, kind, above
        self.form = form or form_of(noun)
        self.part = Part(name, noun.word, place, Act(words, f"{name}/new", "plus"), noun.is_recorded_by)
        self.blueprint = Blueprint(name, __name__)
        self._serve("GET", f"/customers/<number>/{name}", self.index)
        self._serve("GET", f"/customers/<number>/{name}/new", self.new)
        self._serve("POST", f"/customers/<number>/{name}", self.create)
        self._serve("GET", f"/{name}/<int:id>/edit", self.edit)
        self._serve("POST", f"/{name}/<int:id>", self.update)
        serve_history(self.blueprint, noun, f"/{name}")
        withdrawals.serve(self.blueprint, noun, f"/{name}", lambda _row: (noun.word, TAKEN_BACK), self.answer)

    def _serve(self, method: str, path: str, view: Callable) -> None:
        self.blueprint.add_url_rule(path, view.__name__, view, methods=[method])

    def index(self, number: str):
        customer = find_customer(number)
        template, context = self.above(customer) if self.above else ("", {})
        told = {"rows": records.of_customer(self.noun, customer), "may": self.part.may(g.user, customer)}
        told |= {"name": self.name, "kind": self.kind, "most": records.MOST, "above": template, **context}
        return shown(self.part, customer, "records/_part.html", eyes=Eyes.of(g.user, customer), **told)

    def new(self, number: str):
        return self.ask(find_customer(number, self.noun.require_recorder), self.form())

    def create(self, number: str):
        customer, form = find_customer(number, self.noun.require_recorder), self.form()
        if not form.submit(once(form, self.noun, lambda: self.noun.record(customer, form.values(), by=g.user))):
            return self.ask(customer, form)
        return self.answer(customer, f"{self.noun.word}已记下")

    def edit(self, id: int):
        row = self.own(id)
        return self.ask(row.customer, self.form.of(row), row)

    def update(self, id: int):
        row = self.own(id)
        form = self.form.of(row)
        version = request.form.get("version", UNSEEN, type=row_id)
        if not form.submit(lambda: row.correct(form.values(), version=version, **form.beside(), by=g.user)):
            seen = self.own(id)
            if form.http_status != Stale.status:
                seen.version = version  # what was refused is no other version
            return self.ask(seen.customer, form, seen)
        return self.answer(row.customer, "更正已存下")

    def answer(self, customer: Customer, message: str):
        """The card, with this part open."""
        return cards.opened(customer, self.name, message)

    def own(self, id: int) -> Record:
        """One that this person may put right: the form holds it whole."""
        row = find(self.noun, id)
        row.require_corrector(g.user)
        return row

    def ask(self, customer: Customer, form: RecordForm, row: Record | None = None):
        """The form, of a record that is there already or of a further one."""
        heading = f"更正{self.noun.word}" if row else self.noun.word
        below = {"id": row.id} if row else {"number": customer.number}
        action = url_for(f"{self.name}.{'update' if row else 'create'}", **below)
        told = {"customer": customer, "form": form, "row": row, "heading": heading, "action": action}
        return htmx.dialog("records/_form.html", heading, **told)
