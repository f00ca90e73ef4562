"""Forms that make something make one, however often they are sent: a network that drops answers doubles nothing."""

from datetime import timedelta

import pytest

from tests.world import CONTENT
from webapp.clock import today
from webapp.models import (
    ALL,
    AuditEvent,
    Competitor,
    Complaint,
    Contact,
    Customer,
    Feedback,
    FollowUp,
    Lookup,
    Memo,
    Milestone,
    Order,
    Sending,
    Task,
)
from webapp.models.attachment import HOLDERS

CARD = "/customers/{number}"
FILE = {"industry": "制造业", "source": "展会", "need": "检测报告", "contact_name": "丁一", "phone": "13512345678"}
NEXT_WEEK = str(today() + timedelta(days=7))
# by what takes the form: where it is opened, what is typed into it, and of what it makes one
FORMS = {
    "followups.create": (CARD + "/followups/new", {"content": CONTENT}, FollowUp),
    "memos.create": (CARD + "/memos/new", {"kind": "note", "body": "老板喜欢喝茶"}, Memo),
    "tasks.create": (CARD + "/tasks/new", {"action": "送样品"}, Task),
    "pauses.create": (CARD + "/pauses/new", {"pause_reason": "项目暂停", "pause_until": NEXT_WEEK}, Task),
    "orders.create": (CARD + "/orders/new", {"amount": "1.2 万", "content": "检测"}, Order),
    "complaints.create": (CARD + "/complaints/new", {"description": "报告晚了三天"}, Complaint),
    "competitors.create": (CARD + "/competitors/new", {"name": "华测"}, Competitor),
    "feedbacks.create": (CARD + "/feedbacks/new", {"satisfaction": "4"}, Feedback),
    "milestones.create": (CARD + "/milestones/new", {"kind": "other"}, Milestone),
    "contacts.create": (CARD + "/contacts/new", {"name": "新同事", "phone": "13712345678"}, Contact),
    "customers.create": ("/customers/new", {"name": "一式两份有限公司", **FILE}, Customer),
}
# what takes a form and makes no further row when it is sent again, and why
OTHERWISE = {
    **dict.fromkeys(
        ("attachments.create", *(f"attachments.create_on_{noun}" for noun in HOLDERS)), "the same file hangs there once"
    ),
    **dict.fromkeys(("assignments.create", "assignments.create_of_one"), "they are theirs; see test_assignments.py"),
    "absences.create": "the same days of the same person are one absence",
    "collaborations.create": "somebody is asked on once",
    "calendar_links.create": "the one link is replaced",
    "duplicates.create": "nothing is kept but who asked, once a day",
    "greetings.create": "nobody is greeted twice",
    "binned.create": "it is gone",
    "mergers.create": "the other is gone",
    "draws.create": "each is another draw, and on record",
    "inspections.create": "the same untruth costs once; see test_inspections.py",
    "handovers.create": "a customer stands on one list",
    "handlings.create": "a clock is stopped once",
    "imports.create": "a list is read, and counts once it is confirmed",
    "moves.create": "the card says which version was seen",
    "reassignments.create": "the step says whose it was",
    "reschedulings.create": "the step says when it was due",
    "reschedulings.create_of_all": "nothing is overdue any more",
    "search.create": "nothing is kept",
    "sessions.create": "a login ends the one before it in this browser",
    "settings.branches.create": "a name stands once",
    "settings.demo.create": "it is loaded once",
    "settings.users.create": "a user name stands once",
    "settings.issue_types.create": "a name stands once",
    "settings.calendar.create": "a day has one line",
    "settings.job_runs.create": "a day has one run",
    "settings.letters.create": "a title stands once",
    "settings.own_fields.create": "a name stands once",
    "settings.outlines.create": "a title stands once",
    "settings.purposes.create": "a name stands once",
    "verifications.create": "a file is verified, or verified anew",
    "voidings.create": "a step is voided once",
}


def everything() -> dict[str, int]:
    return {model.__name__: model.select().count() for model in ALL}


def test_whatever_makes_something_is_among_these(app):
    creating = {rule.endpoint for rule in app.url_map.iter_rules() if ".create" in rule.endpoint}
    assert creating == FORMS.keys() | OTHERWISE.keys(), "sent twice, what does it make? See views/sending.py"


@pytest.mark.parametrize("name", FORMS)
def test_the_same_sent_again_makes_nothing_further(desk, world, name):
    path, said, noun = FORMS[name]
    form = desk.get(path.format(number=world.no_next.number)).form("main form[method=post]")
    count = noun.select().count()
    first = form.submit(**said, status=303)
    assert noun.select().count() == count + 1
    before = everything()
    second = form.submit(**said, status=303)
    assert everything() == before
    assert first.location == second.location


def test_htmx_is_answered_the_same_again(desk, world):
    page = desk.get(CARD.format(number=world.overdue.number))
    answers = [page.form("#composer").submit(content=CONTENT, htmx=True) for _ in range(2)]
    entries = [answer.one(f"#followup-{FollowUp.select().order_by(FollowUp.id.desc()).get().id}") for answer in answers]
    assert entries[0].text == entries[1].text


def test_filled_in_otherwise_it_is_another(desk, world):
    """Somebody goes back to the page, as the browser kept it, and writes something else."""
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    count = FollowUp.select().count()
    form.submit(content=CONTENT, status=303)
    form.submit(content=f"{CONTENT}，客户又来电话", status=303)
    assert FollowUp.select().count() == count + 2


def test_drawn_anew_it_is_another(desk, world):
    count = FollowUp.select().count()
    for _ in range(2):
        desk.get(CARD.format(number=world.overdue.number)).form("#composer").submit(content=CONTENT, status=303)
    assert FollowUp.select().count() == count + 2


def test_what_was_refused_was_not_sent(desk, world):
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    form.submit(content="跟进", status=422)
    assert not Sending.select().exists()
    form.submit(content=CONTENT, status=303)


def test_the_page_around_it_may_have_changed(desk, world):
    """Whoever looks whether it was recorded, with 再看 or another kind, has another timeline before them."""
    form = desk.get(CARD.format(number=world.overdue.number)).form("#composer")
    count = FollowUp.select().count()
    for kind, pages in (("", "1"), ("followup", "2")):
        data = {**form.fields, "content": CONTENT, "kind": kind, "pages": pages}
        desk.post(form.element["hx-post"], data, htmx=True)
    assert FollowUp.select().count() == count + 1


def test_a_day_that_is_pressed_twice_is_one_step(desk, world):
    page, day = desk.get(CARD.format(number=world.no_next.number)), str(today() + timedelta(days=1))
    count = Task.select().count()
    for _ in range(2):
        page.press(f"#steps [value='{day}']", {"when": day}, htmx=True)
    assert Task.select().count() == count + 1


@pytest.mark.parametrize("name", ["contacts.create", "customers.create"])
def test_whoever_is_told_of_another_customer_has_asked(desk, world, name):
    """R-MASK: also where it was a form that was refused."""
    path, said, _ = FORMS[name]
    form = desk.get(path.format(number=world.no_next.number)).form("main form[method=post]")
    page = form.submit(**said | {"phone": "13912340009"}, status=422)
    assert "电话相同" in page.text
    assert Lookup.select().where(Lookup.user == world.rep).count() == 1
    assert AuditEvent.select().where(AuditEvent.action == "duplicates.asked").count() == 1
    assert not Sending.select().exists()
