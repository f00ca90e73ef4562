"""A contact is greeted: the letter, and that it was sent (R-CARE)."""

from flask import Blueprint, abort, g, request, url_for

from webapp import htmx
from webapp.forms.greetings import GreetingForm
from webapp.models.contact import Contact
from webapp.models.greeting import Greeting, letter_to
from webapp.models.letter import Letter
from webapp.models.occasion import BIRTHDAY, OCCASIONS, Occasion
from webapp.views import cards, toasts
from webapp.views.finding import find
from webapp.views.sending import once
from webapp.views.worklist import back_among

blueprint = Blueprint("greetings", __name__)


@blueprint.get("/contacts/<int:id>/greetings/new")
def new(id: int):
    """From the first letter for the occasion, or the one that is chosen."""
    contact, occasion = _contact(id), _occasion()
    letters = Letter.offered(occasion.slug)
    chosen = next((letter for letter in letters if str(letter.id) == request.args.get("letter")), None)
    letter = chosen or next(iter(letters), None)
    text = letter_to(contact, contact.customer, letter.text, occasion.slug) if letter else ""
    form = GreetingForm.among(letters, occasion=occasion.slug, letter=letter and letter.id, text=text)
    return _ask(contact, form, occasion)


@blueprint.post("/contacts/<int:id>/greetings")
def create(id: int):
    contact, occasion = _contact(id), _occasion()
    form = GreetingForm.among(Letter.offered(occasion.slug), occasion=occasion.slug)

    def record() -> Greeting:
        return Greeting.record(contact, occasion.slug, form.text.data, by=g.user)

    if not form.submit(once(form, Greeting, record)):
        return _ask(contact, form, occasion)
    if here := back_among(url_for("care.index")):
        toasts.say(f"已记下{occasion.title}")
        return htmx.go(here)
    return cards.page(contact.customer, f"已记下{occasion.title}")


def _contact(id: int) -> Contact:
    contact = find(Contact, id)
    Greeting.require_sender(contact.customer, g.user)
    return contact


def _occasion() -> Occasion:
    return OCCASIONS.get(request.values.get("occasion") or BIRTHDAY) or abort(404)


def _ask(contact: Contact, form: GreetingForm, occasion: Occasion):
    told = {"customer": contact.customer, "contact": contact, "form": form, "heading": occasion.title}
    return htmx.dialog("greetings/_form.html", occasion.title, **told)
