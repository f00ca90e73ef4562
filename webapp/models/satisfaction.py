"""满意度, from 1 to 5, wherever a customer has told it: in a feedback, in a follow-up, when called back about a
complaint."""

from functools import reduce

from peewee import ModelSelect

from webapp.models.complaint import Complaint
from webapp.models.complaint.handling import Handling
from webapp.models.feedback import Feedback
from webapp.models.followup import FollowUp


def heard(day, moment, *, most=None, customer=None) -> ModelSelect:
    """A query of customer and score: what was told since that day, which began at that moment; no more than `most`, of
    one customer or of all."""
    told = (
        (Feedback.select(), Feedback.customer, Feedback.satisfaction, Feedback.given_on >= day),
        (FollowUp.select(), FollowUp.customer, FollowUp.satisfaction, FollowUp.at >= moment),
        (Handling.select().join(Complaint), Complaint.customer, Handling.satisfaction, Handling.at >= moment),
    )
    return reduce(ModelSelect.union_all, (_told(*one, most, customer) for one in told))


def _told(query, whose, score, is_recent, most, customer) -> ModelSelect:
    limits = [whose == customer] if customer is not None else []
    limits.append(score.is_null(False) if most is None else score <= most)
    return query.select(whose.alias("customer_id"), score.alias("score")).where(is_recent, *limits)
