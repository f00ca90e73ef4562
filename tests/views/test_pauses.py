"""无需再跟进 (R-PROMISE)."""

from datetime import timedelta

import pytest

from tests.views.test_tasks import plan
from webapp.clock import today
from webapp.models import Collaboration, Customer, Task

PAUSE = {"pause_reason": "项目停工，开春再看", "pause_until": (today() + timedelta(days=90)).isoformat()}


def test_nothing_more_is_needed_for_a_while_and_why(desk, world):
    """R-PROMISE, U5: 无需再跟进 has a reason and an end, and can be ended before."""
    number, until = world.no_next.number, today() + timedelta(days=90)
    form = desk.get(f"/customers/{number}/pauses/new").form("main form")
    page = form.submit(status=422, pause_until=today().isoformat())
    assert len(page.errors) == 1 and form.submit(status=422).css("#pause_reason-error, #pause_until-error")
    form.submit(pause_reason="项目停工，开春再看", pause_until=until.isoformat())
    steps = desk.get(f"/customers/{number}").one("#steps")
    assert "无需再跟进：项目停工，开春再看" in steps.text and "恢复跟进" in steps.text and not steps.css("#asks button")
    assert Customer.get_by_id(world.no_next.id).next_due_on == until
    assert world.no_next.name not in desk.get("/").one("#undated").text
    plan(desk, world.no_next)
    assert "恢复跟进" not in desk.get(f"/customers/{number}").one("#steps").text


def pausing(client, customer, **fields):
    return client.post(f"/customers/{customer.number}/pauses", fields.pop("said", PAUSE), **fields)


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("colleague", 404), ("service", 403), ("inspector", 403), ("admin", 403)]
)
def test_a_pause_is_not_for_everybody(client, world, who, status):
    """R-PROMISE: who was asked to help from service decides nothing."""
    Collaboration.create(customer=world.no_next, user=world.service, invited_by=world.rep)
    client.log_in(getattr(world, who)).get(f"/customers/{world.no_next.number}/pauses/new", status=status)
    pausing(client, world.no_next, status=status)
    assert Customer.get_by_id(world.no_next.id).next_due_on is None


def test_a_pause_said_twice_is_one(desk, world):
    for _ in range(2):
        pausing(desk, world.no_next)
    assert Task.select().where(Task.customer == world.no_next, Task.is_open).count() == 1


def test_no_pause_beside_what_is_to_be_done_and_what_was_typed_stays(desk, world):
    page = pausing(desk, world.overdue, status=422)
    assert "还有没做完的下一步" in page.one("#pause_reason-error").text
    assert page.form("main form").fields["pause_reason"] == PAUSE["pause_reason"]


def test_a_pause_ended_since_is_not_taken_up_again_beside_a_step(desk, world):
    pausing(desk, world.no_next)
    pause = Task.get(Task.customer == world.no_next)
    plan(desk, world.no_next)
    path = f"/tasks/{pause.id}/completion/reversal"
    assert "后来又有了安排" in desk.post(path, htmx=True, target=f"li#task-{pause.id}", status=422).text
    assert not Task.get_by_id(pause.id).is_open
