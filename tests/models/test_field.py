"""A noun's sheet and its columns say the same (R-BASE, R-FU); a thing has one word."""

import pytest
from peewee import CharField

from webapp.database import BaseModel
from webapp.forms.contacts import ContactForm
from webapp.forms.customers import CustomerForm, FilingForm, NeedsForm, ProspectForm, ValueForm
from webapp.forms.followups import CorrectionForm, FollowUpForm
from webapp.forms.projects import ProjectForm
from webapp.imports.files.columns import FIXED
from webapp.models.contact import fields as contact
from webapp.models.customer import fields as customer
from webapp.models.followup import FollowUp, FollowUpRevision
from webapp.models.followup import fields as followup
from webapp.models.project import fields as project
from webapp.models.record import Record
from webapp.screens.timeline.sources import LABELS


def columns_of(noun: type[Record]) -> type[BaseModel]:
    return next(base for base in noun.__mro__ if base.__name__ == f"{noun.__name__}Columns")


SHEETS = {
    "contact": (contact.FIELDS, contact.ContactColumns),
    "customer": (customer.FIELDS, customer.CustomerColumns),
    "followup": (followup.FIELDS, followup.FollowUpColumns),
    "project": (project.FIELDS, project.ProjectColumns),
    **{noun.noun(): (noun.sheet, columns_of(noun)) for noun in Record.__subclasses__()},
}


def test_each_field_of_a_customer_has_a_form():
    """Or nobody can fill it in."""
    forms = (customer.FILE, customer.NEEDS, customer.PROSPECT, customer.VALUE)
    assert {name for sheet in forms for name in sheet.names} == set(customer.FIELDS.names)


def own_columns(model: type[BaseModel]) -> list[str]:
    return [name for name in model._meta.sorted_field_names if name != "id"]


@pytest.mark.parametrize(("sheet", "model"), SHEETS.values(), ids=SHEETS)
def test_each_column_has_its_line_and_each_line_its_column(sheet, model):
    assert list(sheet.names) == own_columns(model)


@pytest.mark.parametrize(("sheet", "model"), SHEETS.values(), ids=SHEETS)
def test_no_two_fields_of_a_noun_have_one_word(sheet, model):
    assert len(set(sheet.labels.values())) == len(sheet)


@pytest.mark.parametrize(
    ("form", "sheet"),
    [
        (ContactForm, contact.FIELDS),
        (ProjectForm, project.FIELDS),
        (CustomerForm, customer.FILE),
        (FilingForm, customer.FILE),
        (NeedsForm, customer.NEEDS),
        (ProspectForm, customer.PROSPECT),
        (ValueForm, customer.VALUE),
        (FollowUpForm, followup.FIELDS),
        (CorrectionForm, followup.FIELDS),
    ],
)
def test_a_form_asks_for_each_under_its_word(app, form, sheet):
    with app.test_request_context():
        asked = form(formdata=None)
        assert {name: asked[name].label.text for name in sheet.names} == sheet.labels


def test_lists_bring_each_field_of_a_customer_under_its_word():
    assert {name: FIXED.label(name) for name in customer.FIELDS.names} == customer.FIELDS.labels


def test_what_was_corrected_is_told_under_its_word():
    kept = FollowUpRevision(before=dict.fromkeys(followup.FIELDS.names))
    assert [label for label, _, _ in kept.said(FollowUp())] == [*followup.FIELDS.labels.values()]


@pytest.mark.parametrize("noun", LABELS)
def test_what_was_changed_is_told_under_its_word(noun):
    assert LABELS[noun].items() >= SHEETS[noun][0].labels.items()


@pytest.mark.parametrize(("sheet", "model"), SHEETS.values(), ids=SHEETS)
def test_no_form_takes_more_than_the_column_holds(sheet, model):
    """But for spaces, which fall away."""
    columns = {name: column for name, column in model._meta.fields.items() if isinstance(column, CharField)}
    cut = [field for field in sheet if field.longest_typed and field.name in columns]
    assert all(field.longest_typed > columns[field.name].max_length for field in cut)
