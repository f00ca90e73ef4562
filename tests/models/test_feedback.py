"""服务反馈 (R-FEEDBACK) and 竞争对手 (R-COMP)."""

from datetime import timedelta

import pytest

from webapp.clock import today
from webapp.errors import DomainError
from webapp.models import Competitor, Feedback


def test_r_feedback_service_records_what_the_customer_says(world):
    put = Feedback.record(world.helped, {"satisfaction": 5, "evaluation": "很及时"}, by=world.service)
    assert (put.satisfaction, put.given_on, put.by) == (5, today(), world.service)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"satisfaction": 0}, "satisfaction"),
        ({"satisfaction": 6}, "satisfaction"),
        ({"satisfaction": None}, "satisfaction"),
        ({"price": 9}, "price"),
        ({"given_on": today() + timedelta(days=1)}, "given_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, wrong, field):
    with pytest.raises(DomainError) as refusal:
        Feedback.record(world.won, {"satisfaction": 4, **wrong}, by=world.rep)
    assert refusal.value.field == field and not Feedback.select().exists()


def test_r_comp_a_competitor_has_a_name(world):
    with pytest.raises(DomainError) as refusal:
        Competitor.record(world.won, {"features": "便宜"}, by=world.rep)
    assert refusal.value.field == "name"
