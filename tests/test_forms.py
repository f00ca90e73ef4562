"""What every form does with what is typed."""

import pkgutil
from datetime import timedelta
from importlib import import_module

import pytest
from wtforms import DateField, DateTimeLocalField

from webapp import forms
from webapp.clock import today
from webapp.forms import plausible, stripped
from webapp.forms.contacts import ContactForm
from webapp.models import Customer, Task


@pytest.mark.parametrize("typed", ["  第一行\r\n第二行\r\n", "第一行\r第二行", "第一行\n第二行"])
def test_lines_end_in_one_way(typed):
    assert stripped(typed) == "第一行\n第二行"


def test_what_a_browser_sends_is_kept_with_plain_line_ends(client, world):
    form = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/edit").form("main form")
    form.submit(remarks="五月有展会\r\n六月签约")
    assert Customer.get_by_id(world.overdue.id).remarks == "五月有展会\n六月签约"


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1024-05-10", "9999-12-31", (today() + timedelta(days=22 * 366)).isoformat()]
)
@pytest.mark.parametrize("field", ["filed_on", "first_contact_on", "cooperation_since"])
def test_a_year_nobody_means_is_refused_beside_the_field(client, world, field, day):
    form = client.log_in(world.rep).get(f"/customers/{world.overdue.number}/edit").form("main form")
    page = form.submit(status=422, **{field: day})
    assert "请核对年份" in page.one(f"#{field}-error").text
    assert page.form("main form").fields[field] == day


def dates():
    """Every date a form asks for: (form.field, its declaration)."""
    for module in pkgutil.iter_modules(forms.__path__):
        for form in vars(import_module(f"webapp.forms.{module.name}")).values():
            for name, field in vars(form).items() if isinstance(form, type) else ():
                if getattr(field, "field_class", None) in (DateField, DateTimeLocalField):
                    yield f"{form.__name__}.{name}", field


def test_every_date_is_checked():
    assert {name for name, _ in dates()} >= {
        "CustomerForm.filed_on",
        "ContactForm.left_on",
        "RecordForm.at",
        "Dated.due_on",
    }
    assert [name for name, field in dates() if plausible not in field.kwargs["validators"]] == []


def test_htmx_attributes_are_written_with_dashes(app):
    with app.test_request_context():
        assert 'hx-get="/x"' in ContactForm().phone(hx_get="/x")


def test_every_day_and_moment_ends_with_a_year_of_four_digits(client, world):
    """In a Chinese Chromium eight typed digits are a date only then."""
    desk = client.log_in(world.rep)
    number = world.overdue.number
    task = Task.get(Task.customer == world.overdue)
    paths = (f"/customers/{number}", "/customers/new", f"/customers/{number}/edit", f"/customers/{number}/tasks/new")
    fields = [
        field
        for path in (*paths, f"/tasks/{task.id}/rescheduling")
        for field in desk.get(path).css("input[type=date], input[type=datetime-local]")
    ]
    assert len(fields) > 6 and all(field.get("max").startswith("9999-12-31") for field in fields)
