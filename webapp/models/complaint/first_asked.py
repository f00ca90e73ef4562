"""首问责任人 of complaints at customers that get another owner: whoever answers for them goes along."""

from collections import Counter
from datetime import datetime

from peewee import fn

from webapp.models.complaint import Complaint
from webapp.models.correctable import Revision
from webapp.models.customer import Customer
from webapp.models.notice import Notice
from webapp.models.rows import chunks
from webapp.models.user import User


def hand_on_all(givers: dict[int, int], to: User, *, at: datetime, by) -> Counter:
    """Open complaints at these customers, by id, of which their former owner was asked first are `to`'s to answer for,
    from that moment on. How many at each. The caller has held the customers, which are `to`'s."""
    along: Counter[int] = Counter()
    open_ = Complaint.select(Complaint, Customer, User).join(Customer).switch(Complaint)
    open_ = open_.join(User, on=Complaint.first_asked).where(Complaint.closed_at.is_null())
    for some in chunks(givers):
        for complaint in list(open_.where(Complaint.customer << some)):
            if complaint.first_asked_id == givers[complaint.customer_id]:
                complaint.keep_first_asked(at=at, by=by)
                _answer(complaint, to)
                Notice.tell([to.id], "complaint", complaint.customer, complaint.id, by=by)
                along[complaint.customer_id] += 1
    return along


def take_back_all(customers: list[int], giver: User, *, at: datetime) -> None:
    """As if those had not been handed on at that moment: but what is closed by now, or somebody else's to answer for.
    The caller has held the customers."""
    later = Revision.alias()
    last = later.select(fn.MAX(later.id)).where(later.noun == Revision.noun, later.row == Revision.row)
    handed = Revision.select(Revision, Complaint).join(Complaint, on=Revision.row == Complaint.id, attr="complaint")
    handed = handed.where(Revision.noun == Complaint.noun(), Revision.at == at, Revision.id == last)
    for some in chunks(customers):
        open_ = handed.where(Revision.customer << some, Complaint.closed_at.is_null())
        for revision in list(open_):
            _answer(revision.complaint, giver)
            revision.delete_instance()


def _answer(complaint: Complaint, user: User) -> None:
    complaint.put_right({"first_asked": user}, None)
