"""Parts of the customer's file that stand folded on the card and have a form of their own: what it needs, what it is
likely to buy, what it is worth."""

from collections.abc import Callable

from flask import Blueprint, g, url_for

from webapp import htmx
from webapp.forms.customers import PartForm
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.user import User
from webapp.screens.records import told
from webapp.views import cards
from webapp.views.finding import find_customer
from webapp.views.parts import Act, Part, shown


class FilePart:
    """The views of one of them: it shows what its form asks for. `above` says of a customer what stands over that: a
    template, and what it needs."""

    def __init__(
        self,
        name: str,
        label: str,
        form: type[PartForm],
        *,
        place: int,
        above: Callable[[Customer], tuple[str, dict]] | None = None,
    ):
        self.name, self.label, self.form, self.above = name, label, form, above
        self.part = Part(name, label, place, Act("改", f"{name}/edit", "pencil"), User.can_edit)
        self.blueprint = Blueprint(name, __name__, url_prefix=f"/customers/<number>/{name}")
        for method, path, view in (("GET", "", self.show), ("GET", "/edit", self.edit), ("POST", "", self.update)):
            self.blueprint.add_url_rule(path, view.__name__, view, methods=[method])

    def show(self, number: str):
        customer, sheet = find_customer(number), self.form.sheet
        template, context = self.above(customer) if self.above else ("", {})
        facts = told(sheet, (getattr(customer, name) for name in sheet.names))
        eyes = Eyes.of(g.user, customer)
        return shown(
            self.part, customer, "customers/_facts_of_part.html", eyes=eyes, facts=facts, above=template, **context
        )

    def edit(self, number: str):
        customer, form = find_customer(number, Customer.require_editor), self.form()
        form.open(customer)
        return self._ask(customer, form)

    def update(self, number: str):
        customer, form = find_customer(number, Customer.require_editor), self.form()
        if not form.submit(lambda: customer.revise(form.values(), base=form.seen(), by=g.user)):
            return self._ask(form.current or customer, form)
        return cards.opened(customer, self.name, f"{self.label}已存下")

    def _ask(self, customer: Customer, form: PartForm):
        action = url_for(f"{self.name}.update", number=customer.number)
        told = {"customer": customer, "form": form, "action": action, "heading": self.label}
        return htmx.dialog("customers/_part_form.html", self.label, **told)
