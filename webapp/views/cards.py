"""What answers a write on a customer's card: the card as it is now."""

from flask import g, request, url_for

from webapp import htmx
from webapp.models.customer import Customer
from webapp.models.eyes import Eyes
from webapp.models.memo import Memo
from webapp.models.proposal import Proposal
from webapp.models.task import Task
from webapp.screens.next_days import asked_of
from webapp.screens.timeline import Timeline
from webapp.views import toasts


def anew(customer: Customer, message: str):
    """Its steps, its timeline and its memos where it stands open, else the page anew."""
    if not is_asked_from():
        return page(customer, message)
    shown = {"customer": customer, "eyes": Eyes.of(g.user, customer), "timeline": Timeline(customer, request.form)}
    shown |= {"steps": Task.listed(customer, g.user), "memos": Memo.listed(customer)}
    shown |= {"asks": asked_of(customer, g.user), "waits": waits_for_words(customer)}
    return htmx.fragment("customers/_anew.html", message=message, event="dialog-close", **shown)


def waits_for_words(customer: Customer) -> bool:
    """Is there a 重大变更 for this reader to word?"""
    return g.user.can_edit(customer) and Proposal.waits(customer)


def page(customer: Customer, message: str):
    """The card as a page, which says it."""
    toasts.say(message)
    return htmx.go(url_for("customers.show", number=customer.number))


def opened(customer: Customer, part: str, message: str):
    """The card as a page with one of its parts open, which says it."""
    toasts.say(message)
    return htmx.go(url_for("customers.show", number=customer.number, open=part))


def is_asked_from() -> bool:
    """Does the request come from a card that can be mended in place? Only a card says how its timeline stands."""
    return bool(htmx.htmx) and "pages" in request.form
