"""价值评估 (R-VALUE-EVAL) and 需求分析 (R-NEED) of a customer."""

from datetime import timedelta

from tests.world import CONTENT
from webapp.clock import now, today
from webapp.models import Complaint, Feedback, FollowUp, Order
from webapp.models.eyes import Eyes
from webapp.screens.needs import Analysis
from webapp.screens.value import evaluation


def test_r_value_eval_what_can_be_counted(world):
    for days_ago, satisfaction in ((10, 5), (40, 4), (500, 1)):
        told = {"satisfaction": satisfaction, "given_on": today() - timedelta(days=days_ago)}
        Feedback.record(world.won, told, by=world.rep)
    Order.record(world.won, {"amount": 100_00, "content": "检测"}, by=world.rep)
    long_ago = now() - timedelta(days=30)
    complaint = Complaint.record(world.won, {"description": "晚了", "complained_at": long_ago}, by=world.rep)
    complaint.solve("补发", by=world.rep)
    found = evaluation(world.won)
    assert (found.satisfaction, found.asked, found.complaints, found.breaches) == (4.5, 2, 1, 2)
    assert found.orders.cumulative == 100_00


def test_satisfaction_counts_wherever_it_was_told(world):
    """In a feedback, in a follow-up, when somebody was called back."""
    Feedback.record(world.won, {"satisfaction": 5}, by=world.rep)
    said = {"at": now(), "method": "电话", "content": CONTENT}
    for extra in ({"satisfaction": 2}, {}):
        FollowUp.record(world.won, said | extra, by=world.rep)
    complaint = Complaint.record(world.won, {"description": "晚了"}, by=world.rep)
    complaint.solve("补发", by=world.rep)
    complaint.call_back("客户认可", satisfaction=4, is_settled=True, by=world.rep)
    found = evaluation(world.won)
    assert (found.satisfaction, found.asked) == (3.7, 3)


def test_of_a_new_customer_nothing_is_made_up(world):
    found = evaluation(world.fresh)
    assert (found.satisfaction, found.asked, found.complaints, found.orders.count) == (None, 0, 0, 0)


def test_r_need_the_analysis_says_what_there_is_and_how_to_go_on(world):
    world.won.revise({"pain_points": "报告慢", "expected_amount": 500_000_00}, by=world.rep)
    world.won.move_to(world.value("a", "grade"), by=world.rep)
    analysis = Analysis(world.won, Eyes.of(world.rep, world.won))
    told = {heading: [one.text for one in said] for heading, said in analysis.rest}
    assert told["痛点"] == ["报告慢"] and told["预算与价格敏感度"] == ["500,000.00 元"]
    assert (analysis.must, analysis.grade.label, analysis.cadence_days) == (world.won.need, "A类", 7)
    stranger = Analysis(world.won, Eyes.of(world.inspector, world.won))
    assert dict(stranger.rest)["预算与价格敏感度"][0].text == "●●●"
