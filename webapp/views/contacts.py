from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.errors import DomainError, NotAllowed
from webapp.forms.contacts import ContactForm
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.customer.comparable import Duplicate
from webapp.models.customer.fileable import DuplicatesFound
from webapp.models.edit_clash import EditClash
from webapp.text import masking
from webapp.views import find_customer, get_or_404
from webapp.views.duplicates import may_see

blueprint = Blueprint("contacts", __name__)


@blueprint.get("/customers/<number>/contacts/new")
def new(number: str):
    return _form(_workable(number), ContactForm())


@blueprint.post("/customers/<number>/contacts")
def create(number: str):
    customer = _workable(number)
    form = ContactForm()
    return _save(
        customer, form, None, lambda: Contact.add(customer, form.values(), by=g.user, duplicate_reason=form.reason)
    )


@blueprint.post("/contacts/<int:id>/reveals")
def reveal(id: int):
    """Show one contact in full, on record (R-REVEAL)."""
    contact = _find(id)
    try:
        contact.reveal(request.form.get("reason", ""), by=g.user)
    except DomainError as refusal:
        return _ask_why(contact, refusal)
    shown = masking.card(contact, revealed=True)
    if not htmx.htmx:
        works = g.user.works_on(contact.customer)
        return render_template("contacts/show.html", customer=contact.customer, card=shown, open=works)
    response = htmx.fragment(
        "contacts/_contact.html", card=shown, open=g.user.works_on(contact.customer), event="dialog-close"
    )
    return htmx.swap(response, "outerHTML", f"#contact-{contact.id}")


@blueprint.get("/contacts/<int:id>/edit")
def edit(id: int):
    """The form holds the full data, so opening it counts as a reveal."""
    contact = _find(id)
    _require(contact.customer)
    contact.reveal("修改联系人", by=g.user)
    form = ContactForm()
    form.open(contact)
    return _form(contact.customer, form, contact)


@blueprint.post("/contacts/<int:id>")
def update(id: int):
    contact = _find(id)
    _require(contact.customer)
    form = ContactForm()

    def write() -> None:
        contact.revise(form.values(), base=form.seen(), by=g.user, duplicate_reason=form.reason)

    return _save(contact.customer, form, contact, write)


def _save(customer: Customer, form: ContactForm, contact: Contact | None, write):
    if not form.validate():
        return _form(customer, form, contact, 422)
    try:
        write()
    except EditClash as clash:
        contact.reveal("修改联系人", by=g.user)  # the form now shows what somebody else wrote
        form.settle(clash)
        return _form(customer, form, contact, 409)
    except DuplicatesFound as found:
        form.refuse(found)
        return _form(customer, form, contact, 422, found.duplicates)
    except DomainError as refusal:
        form.refuse(refusal)
        return _form(customer, form, contact, refusal.status)
    return htmx.go(url_for("customers.show", number=customer.number))


def _form(
    customer: Customer,
    form: ContactForm,
    contact: Contact | None = None,
    status: int = 200,
    duplicates: list[Duplicate] = (),
):
    page, dialog = "contacts/edit.html", "contacts/_form.html"
    similar = {"duplicates": duplicates, "may_see": may_see(duplicates), "doubts": ()}
    context = {"customer": customer, "form": form, "contact": contact, "is_clash": status == 409, **similar}
    return htmx.answer(page, dialog, status=status, **context)


def _ask_why(contact: Contact, refusal: DomainError):
    context = {"customer": contact.customer, "card": masking.card(contact), "refusal": refusal, "status": 422}
    response = htmx.answer("contacts/why.html", "contacts/_why.html", **context)
    return htmx.into_dialog(response)


def _find(id: int) -> Contact:
    contacts = Contact.select(Contact, Customer).join(Customer).where(g.user.scope(Customer))
    return get_or_404(contacts, Contact.id == id)


def _workable(number: str) -> Customer:
    customer = find_customer(number)
    _require(customer)
    return customer


def _require(customer: Customer) -> None:
    if not g.user.works_on(customer):
        raise NotAllowed("联系人由负责人、分站负责人和协同人维护")
