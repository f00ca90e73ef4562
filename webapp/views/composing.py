"""Where a composer is open: how it is shown there, and what answers 记下 (R-QUICK)."""

from collections.abc import Callable
from typing import NamedTuple

from flask import g, request, url_for

from webapp import htmx
from webapp.forms.followups import FollowUpForm
from webapp.forms.own_fields import own_form
from webapp.models.contact import Contact
from webapp.models.customer import Customer
from webapp.models.eyes import WHOLE
from webapp.models.own_field import FOLLOWUP
from webapp.models.task import Task
from webapp.screens.calls import plausible
from webapp.screens.composer import Composer, Extras, recent
from webapp.screens.timeline import Timeline
from webapp.text import masking
from webapp.views import toasts
from webapp.views.worklist import worklist_asked


def composer_form() -> type[FollowUpForm]:
    """With what the office asks for of its own."""
    return own_form(FollowUpForm, FOLLOWUP)


class Place(NamedTuple):
    """`show` draws the composer in the page, `answer` what the page is to show of the record; `back` is where it leads
    without scripts."""

    name: str
    show: Callable
    answer: Callable
    back: Callable

    def open(self, customer: Customer, step: int | None):
        """The composer, with whom to reach and what was said last; `step` is the id of the one that led here."""
        offered = self.offered(customer, step)
        if htmx.htmx:
            return self.show("followups/_compose.html", "记跟进", **offered)
        composer = offered["composer"]
        offered["form"] = composer_form().asking(composer.people, composer.chosen, composer.led_here)
        return self._whole("followups/_compose.html", customer, offered)

    def _whole(self, template: str, customer: Customer, shown: dict):
        """All of it at once; on a page of its own nothing can be fetched later, where there are no scripts."""
        back = _card_of(customer), "看客户卡"
        shown["extras"] = Extras.of(customer, g.user)
        if not htmx.htmx:
            shown["is_alone"] = True
        return htmx.alone(template, f"记跟进：{customer.name}", back=back, **shown)

    def offered(self, customer: Customer, step: int | None) -> dict:
        """What followups/_compose.html needs."""
        return {
            "composer": Composer.of(customer, g.user, Task.listed(customer, g.user), led_by=step),
            "contacts": tuple(masking.card(contact) for contact in Contact.listed(customer)[:2]),
            "recent": recent(customer),
            "step": step,
            **self._common(customer),
        }

    def refuse(self, customer: Customer, form: FollowUpForm):
        """The composer with what was typed and what is wrong with it."""
        step = form.led_by
        composer = Composer.of(customer, g.user, Task.listed(customer, g.user), led_by=step)
        asked = {"composer": composer, "form": form, "step": step, **self._common(customer)}
        return self._whole("followups/_composer.html", customer, asked)

    def recorded(self, customer: Customer, form: FollowUpForm):
        if htmx.htmx:
            return self.answer(customer, form)
        _say(customer)
        return htmx.go(self.back(customer))

    def _common(self, customer: Customer) -> dict:
        return {"customer": customer, "eyes": WHOLE, "place": self.name, "number": customer.number}


def _on_card(customer: Customer, form: FollowUpForm):
    steps = Task.listed(customer, g.user)
    return htmx.fragment(
        "followups/_recorded.html",
        customer=customer,
        eyes=WHOLE,
        composer=Composer.of(customer, g.user, steps, people=form.people),
        place="card",
        step=None,
        followup=form.given,
        is_plain=not form.fulfils.data,
        timeline=Timeline(customer, request.form),
        steps=steps,
        event="followup-changed",
    )


def _on_worklist(customer: Customer, form: FollowUpForm):
    worklist = worklist_asked()
    ticked = tuple(worklist.step(task.id) for task in form.ticked(customer))
    return _closing("worklist/_recorded.html", customer=customer, ticked=ticked, **worklist.figures(g.user))


def _on_list(customer: Customer, form: FollowUpForm):
    return _closing("customers/_recorded.html", customer=customer)


def _closing(template: str, **context):
    """The row's composer goes, and the page follows."""
    return htmx.swap(htmx.fragment(template, event="followup-changed", **context), "delete", "#compose")


def _over_the_page(customer: Customer, form: FollowUpForm):
    return htmx.fragment("followups/_told.html", customer=customer, event="dialog-close")


def _card_of(customer: Customer) -> str:
    return url_for("customers.show", number=customer.number)


def _worklist_of(_customer: Customer) -> str:
    return url_for("worklist.index")


def _next_of(customer: Customer) -> str:
    passed = [*request.form.getlist("passed"), customer.number]
    return url_for("calls.show", passed=plausible(passed))


def _go_on(customer: Customer, _form: FollowUpForm):
    _say(customer)
    return htmx.go(_next_of(customer))


def _say(customer: Customer) -> None:
    toasts.say(f"已记下：{customer.name}", draft=f"followup-{customer.number}")


ON_CARD = Place("card", htmx.alone, _on_card, _card_of)
_ALL = (
    ON_CARD,
    Place("worklist", htmx.alone, _on_worklist, _worklist_of),
    Place("list", htmx.alone, _on_list, _card_of),
    Place("board", htmx.dialog, _over_the_page, _card_of),
    Place("dialog", htmx.dialog, _over_the_page, _card_of),
    Place("calls", htmx.alone, _go_on, _next_of),
)
PLACES = {place.name: place for place in _ALL}


def place_named(name: str | None) -> Place:
    """The place a page names; the card for none that there is."""
    return PLACES.get(name or "", ON_CARD)
