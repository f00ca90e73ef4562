"""Whatever is put into a form, field by field: what is good is taken, the rest is refused with a reason.

The forms are found by walking the pages (tests/filling.py): a new one joins by itself, one on no page fails.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from werkzeug.wrappers import Response

from tests.engines import use_database
from tests.filling import ANY_WORD, TEXTS, Asked, Forms
from tests.page import Client, Page
from tests.stored import everything, holds
from tests.text.test_screening import RESIDENT_ID
from tests.world import World
from webapp.models import Memo
from webapp.text import screening
from webapp.text.screening import found_in

ARRANGED = ("issue_types", "letters", "outlines", "own_fields", "purposes")  # pages of what has an order of its own
# acts that ask nothing of a person
ACTS = frozenset(
    {
        "absences.end",
        "assignments.undo",
        "binned.purge",
        "binned.restore",
        "calendar_links.create",
        "collaborations.end",
        "calendar_links.end",
        "handovers.confirm",
        "handovers.submit",
        "imports.confirm",
        "imports.undo",
        "imports.withdraw",
        "memos.acknowledge",
        "mergers.undo",
        "milestones.settle",
        "moves.undo",
        "notices.read",
        "notices.read_all",
        "pins.update",
        "pool.claim",
        "pool.look",
        "proposals.dismiss",
        "prints.note",
        "reassignments.undo",
        "sessions.destroy",
        "settings.branches.close",
        "settings.branches.reopen",
        "settings.calendar.forget",
        "settings.demo.clear",
        "settings.demo.create",
        "settings.job_runs.create",
        "settings.office.reset",
        "settings.presets.apply",
        "settings.presets.take_back",
        "settings.users.disable",
        "settings.users.enable",
        "settings.users.end_sessions",
        "settings.users.reset_password",
        *(f"settings.{page}.{act}" for page in ARRANGED for act in ("move", "restore", "retire")),
        "tasks.complete",
        "tasks.reopen",
        "voidings.undo",
    }
)
HUGE = "9" * 30
NONSENSE = ("长" * 5000, HUGE, "")
NO_WORDS = (*NONSENSE, "0001-01-01T00:00")  # for what is no text
# what is typed there is kept nowhere
PASSING = (
    "duplicates.create: ",
    "followups.candidates: ",
    "passwords.update: ",
    "search.create: ",
    "customers.narrow: ",
)


@pytest.fixture(scope="module")
def forms(app, engine):
    """One walk for all of the tests, which take back whatever they send, each time a transaction of its own: in one
    for all of them PostgreSQL takes ever longer."""
    with use_database(engine.copy()):
        yield Forms(Client(app), World())


def taking_posts(app) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}


def unmet(app, asked: Iterable[Asked]) -> set[str]:
    """Routes that take a form, and none of these is for them."""
    return taking_posts(app) - ACTS - {form.endpoint for form in asked if form.fields}


def tried(forms: Forms, texts: Callable[[str, str], Iterable[str]]) -> Iterator[tuple[str, Response]]:
    """Each field of each form with each of the `texts` for its name and kind, good values in the others.

    Says where, and what was answered; the database is as that left it until the next is asked for.
    """
    for asked in forms.asked:
        for name in asked.fresh:
            for text in texts(name, asked.kinds[name]):
                with forms.sent(asked, **{name: text}) as answer:
                    yield f"{asked.endpoint}: {name} = {text[:20]}", answer


def test_every_route_that_takes_a_form_is_on_a_page(forms, app):
    assert not unmet(app, forms.asked), "no page has a form for it; where it asks nothing, it is named in ACTS"


def test_a_form_that_is_on_no_page_would_be_noticed(forms, app):
    assert unmet(app, [form for form in forms.asked if form.endpoint != "memos.create"]) == {"memos.create"}


def test_an_act_asks_nothing(forms, app):
    asking = {form.endpoint for form in forms.asked if form.fields}
    assert taking_posts(app) >= ACTS and not asking & ACTS


def test_what_is_good_is_taken(forms):
    """Or what is tried below in one field would be refused for another."""
    refused = list(refusals(forms))
    assert not refused, "say in tests/filling.py (GOOD) what is good there:\n" + "\n".join(refused)


def refusals(forms: Forms) -> Iterator[str]:
    for asked in forms.asked:
        with forms.sent(asked) as answer:
            if answer.status_code >= 400:
                yield f"{asked.endpoint}: {Page(answer.text).errors}"


def only(forms: Forms, endpoint: str, monkeypatch, **fields) -> Forms:
    """The first form for it alone, with other values in some fields."""
    asked = next(asked for asked in forms.asked if asked.endpoint == endpoint)
    monkeypatch.setattr(forms, "asked", [replace(asked, fields={**asked.fields, **fields})])
    return forms


def test_a_field_that_takes_no_common_word_is_noticed(forms, monkeypatch):
    assert len(list(refusals(only(forms, "contacts.create", monkeypatch, phone=ANY_WORD)))) == 1


def test_one_absurd_field_among_good_ones_is_no_failure(forms):
    absurd = tried(forms, lambda _, kind: NONSENSE if kind in TEXTS else NO_WORDS)
    failed = {where for where, answer in absurd if answer.status_code >= 500}
    assert failed == set()


def test_no_text_takes_a_resident_id(forms):
    """R-NOID: it is refused and nothing is written; the refusal says why, and does not repeat the number."""
    before = everything()
    taken = {where for where, answer in tried(forms, identity_in_texts) if not is_refused(answer, before)}
    assert {where for where in taken if not where.startswith(PASSING)} == set()


def test_a_form_that_takes_one_would_be_noticed(forms, monkeypatch):
    monkeypatch.setattr(screening, "found_in", lambda text: None)
    (answer,) = (answer for _, answer in tried(only(forms, "memos.create", monkeypatch), identity_in_texts))
    assert answer.status_code == 303 and not is_refused(answer, {})


def identity_in_texts(name: str, kind: str) -> list[str]:
    """A company's name is doubted before it is looked into."""
    return [f"{RESIDENT_ID}有限公司" if name == "name" else RESIDENT_ID] if kind in TEXTS else []


def is_refused(answer: Response, before: dict) -> bool:
    said = " ".join(Page(answer.text).shown())
    says_why = found_in(RESIDENT_ID) in said and RESIDENT_ID not in said
    return answer.status_code in (409, 422) and says_why and everything() == before


def test_no_field_keeps_one(forms):
    """Nor does any that is no text: a choice, a day, what the page sends along."""
    tries = tried(forms, lambda _name, _kind: [RESIDENT_ID])
    assert {where for where, _ in tries if holds(RESIDENT_ID)} == set()


def test_whatever_is_kept_would_be_found(world):
    assert not holds(RESIDENT_ID)
    Memo.create(customer=world.overdue, by=world.manager, kind="note", body=f"他的证件是 {RESIDENT_ID}")
    assert holds(RESIDENT_ID)
