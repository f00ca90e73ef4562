from flask import Blueprint, g, request, url_for

from webapp import htmx
from webapp.errors import DomainError
from webapp.forms.contacts import ContactForm
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.text import masking
from webapp.views import cards, withdrawals
from webapp.views.duplicates import may_see
from webapp.views.finding import find, find_customer
from webapp.views.on_record import on_record
from webapp.views.sending import once

blueprint = Blueprint("contacts", __name__)
REASONS = ("回访客户", "核对资料", "代负责人联系")  # of a manager or a colleague: one press each
CORRECTING = "修改联系人"  # why somebody who corrects a contact sees it whole


@blueprint.get("/customers/<number>/contacts/new")
def new(number: str):
    return _form(find_customer(number, Contact.require_keeper), ContactForm())


@blueprint.post("/customers/<number>/contacts")
def create(number: str):
    customer, form = find_customer(number, Contact.require_keeper), ContactForm()

    def add() -> Contact:
        return Contact.add(customer, form.values(), by=g.user, duplicate_reason=form.reason)

    if not form.submit(once(form, Contact, add)):
        return _form(customer, form)
    return htmx.go(url_for("customers.show", number=number))


@blueprint.post("/contacts/<int:id>/reveals")
def reveal(id: int):
    """Show one contact in full, on record (R-REVEAL)."""
    contact = find(Contact, id)
    try:
        contact.reveal(request.form.get("why") or request.form.get("reason", ""), by=g.user)
    except DomainError as refusal:
        return _ask_why(contact, refusal)
    customer = contact.customer
    eyes = Eyes.of(g.user, customer)
    shown = {"card": masking.card(contact, revealed=True), "keeps": g.user.keeps(customer)}
    back = url_for("customers.show", number=customer.number), "回客户卡"
    response = htmx.alone("contacts/_contact.html", f"联系人：{eyes.name(customer)}", back=back, **shown)
    return htmx.swap(htmx.announce(response, "dialog-close"), "outerHTML", f"#contact-{contact.id}")


@blueprint.get("/contacts/<int:id>/edit")
@on_record
def edit(id: int):
    """The form holds the full data, so opening it counts as a reveal."""
    contact, form = _own(id), ContactForm()
    contact.reveal(CORRECTING, by=g.user)
    form.open(contact)
    return _form(contact.customer, form, contact)


@blueprint.post("/contacts/<int:id>")
def update(id: int):
    contact, form = _own(id), ContactForm()

    def revise() -> None:
        contact.revise(form.values(), base=form.seen(), by=g.user, duplicate_reason=form.reason)

    if not form.submit(revise):
        if form.is_clash:
            contact.reveal(CORRECTING, by=g.user)  # the form now shows what somebody else wrote
        return _form(contact.customer, form, contact)
    return htmx.go(url_for("customers.show", number=contact.customer.number))


def _taken_back(contact: Contact) -> tuple[str, str]:
    card = masking.card(contact)
    what = f"{card.name}不再是这位客户的联系人；只有遮盖过的资料留在时间线里。"
    if card.primary or card.decision_maker:
        what += "因此记下的重大变更，请在“备忘与批示”里另外撤回。"
    return "联系人", what


withdrawals.serve(blueprint, Contact, "/contacts", _taken_back, answer=cards.page)


def _form(customer: Customer, form: ContactForm, contact: Contact | None = None):
    context = {"customer": customer, "contact": contact, "form": form, "doubts": ()}
    similar = {"duplicates": form.duplicates, "may_see": may_see(form.duplicates)}
    return htmx.dialog("contacts/_form.html", "联系人", **context, **similar)


def _ask_why(contact: Contact, refusal: DomainError):
    eyes = Eyes.of(g.user, contact.customer)
    context = {"customer": contact.customer, "eyes": eyes, "card": masking.card(contact, eyes.known)}
    context |= {"refusal": refusal, "is_refused": "reason" in request.form}
    context |= {"reasons": REASONS if g.user.works_on(contact.customer) else ()}
    return htmx.dialog("contacts/_why.html", "查看原因", status=422, **context)


def _own(id: int) -> Contact:
    contact = find(Contact, id)
    Contact.require_keeper(contact.customer, g.user)
    return contact
