from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for

from webapp import htmx
from webapp.clock import now
from webapp.models.calendar_link import CalendarLink
from webapp.screens.agenda import Entry, agenda
from webapp.views import toasts

blueprint = Blueprint("calendar_links", __name__)


@blueprint.get("/calendar-link")
def show():
    CalendarLink.require_subscriber(g.user)
    return _page()


@blueprint.post("/calendar-link")
def create():
    """A new link. It stands on this one answer, and nowhere else."""
    token = CalendarLink.make(by=g.user)
    return _page(_base_url() + url_for("calendar_links.feed", token=token))


@blueprint.post("/calendar-link/ending")
def end():
    CalendarLink.end(by=g.user)
    toasts.say("已停用，日历里不再更新")
    return htmx.go(url_for("calendar_links.show"))


@blueprint.get("/calendar/<token>.ics")
def feed(token: str):
    """One's own steps, for a calendar program: the token is all that it brings along."""
    user = CalendarLink.whose(token) or abort(404)
    return Response(_written(agenda(user), _base_url()), mimetype="text/calendar")


def _page(address: str = ""):
    return render_template("calendar_links/show.html", link=CalendarLink.of(g.user), address=address)


def _base_url() -> str:
    return current_app.extensions["genjinbu"].base_url(request.host_url).rstrip("/")


def _written(entries: list[Entry], base_url: str) -> bytes:
    """The steps as iCalendar (RFC 5545)."""
    from icalendar import Calendar  # 40 ms to import, and no page needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Genjinbu//跟进簿//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "跟进簿")
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, base_url))
    return calendar.to_ical()


def _event(entry: Entry, base_url: str):
    from icalendar import Event

    event = Event()
    event.add("uid", f"step-{entry.id}@genjinbu")
    event.add("dtstamp", now())
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", f"{entry.customer}：{entry.action}")
    event.add("url", base_url + url_for("customers.show", number=entry.number))
    event.add("transp", "TRANSPARENT")
    return event
