"""价值评估: what a customer has been worth, may be worth, and how it stands with the office (R-VALUE-EVAL)."""

from typing import NamedTuple

from peewee import fn

from webapp.clock import midnight, today
from webapp.models.complaint import Complaint
from webapp.models.complaint.handling import Breach
from webapp.models.order import Order
from webapp.models.order.figures import Figures, a_year_before
from webapp.models.satisfaction import heard
from webapp.prepared import Prepared


class Evaluation(NamedTuple):
    """What can be counted of it: its orders, and of the last 12 months the mean satisfaction from 1 to 5 with how often
    it was asked, the complaints, and how many of their clocks ran out. What cannot be counted people say themselves."""

    orders: Figures
    satisfaction: float | None
    asked: int
    complaints: int
    breaches: int


def evaluation(customer) -> Evaluation:
    since = a_year_before(today())
    satisfaction, asked = _heard.first(customer=customer.id, day=since, moment=midnight(since))
    complaints, breaches = _complaints.first(customer=customer.id, since=midnight(since))
    mean = round(float(satisfaction), 1) if asked else None
    return Evaluation(Order.figures(customer), mean, asked, complaints, breaches)


def _satisfaction(customer, day, moment):
    told = heard(day, moment, customer=customer).alias("told")
    return told.select_from(fn.AVG(told.c.score), fn.COUNT(told.c.score))


def _counted(customer, since):
    recent = Complaint.customer == customer, Complaint.complained_at >= since
    late = Breach.select(fn.COUNT(Breach.id)).join(Complaint).where(*recent)
    return Complaint.select(fn.COUNT(Complaint.id), late).where(*recent)


_heard = Prepared(_satisfaction, row=tuple)
_complaints = Prepared(_counted, row=tuple)
