from datetime import date

from flask import Blueprint, g, render_template, request, url_for

from webapp import htmx
from webapp.forms.calendar_days import CalendarDayForm
from webapp.models.calendar_day import CalendarDay
from webapp.screens.calendar_year import CalendarYear
from webapp.views import toasts
from webapp.views.settings.page import Page

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
page = Page(
    "工作日历",
    "哪些天放假、哪些天调休上班；逾期和停留多少个工作日按它数",
    "calendar-clock",
    "settings.calendar.index",
)


@blueprint.get("")
def index():
    return _shown(CalendarYear(request.args.get("year", type=int)), CalendarDayForm())


@blueprint.post("")
def create():
    CalendarDay.require_keeper(g.user)
    form = CalendarDayForm()

    def note() -> None:
        CalendarDay.note(form.day.data, form.works, form.name.data, until=form.until.data, by=g.user)

    if not form.submit(note):
        return _shown(CalendarYear(form.day.data and form.day.data.year), form)
    toasts.say("已记入工作日历")
    return _year_of(form.day.data)


@blueprint.post("/<day:day>/reversal")
def forget(day: date):
    CalendarDay.forget(day, by=g.user)
    toasts.say("已取消，这一天按原来的安排")
    return _year_of(day)


def _shown(year: CalendarYear, form: CalendarDayForm):
    may = g.user.can_set
    return render_template("settings/calendar.html", year=year, form=form, may=may), form.http_status


def _year_of(day: date):
    return htmx.go(url_for("settings.calendar.index", year=day.year))
