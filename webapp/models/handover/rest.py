"""What whoever has handed over their last customer still answers for at other people's."""

from collections import defaultdict

from webapp.clock import now
from webapp.models.assignment.holding import held
from webapp.models.complaint import Complaint, first_asked
from webapp.models.customer import Customer
from webapp.models.task import Task
from webapp.models.user import User


def answered_for(user: User):
    """For a query of customers: whether there are open steps or complaints of theirs."""
    steps = Task.select(Task.customer).where(Task.responsible == user, Task.is_open)
    complaints = Complaint.select(Complaint.customer)
    complaints = complaints.where(Complaint.first_asked == user, Complaint.closed_at.is_null())
    return (Customer.id << steps) | (Customer.id << complaints)


def hand_on_the_rest(giver: User, reason: str, *, by) -> None:
    """Their open steps and complaints at other people's customers are those people's; in the pool `by` gets them.
    Nothing while they have customers. Inside the caller's transaction, in which they are held."""
    if giver.customers.exists():
        return
    theirs = defaultdict(dict)
    for row in held(Customer.select().where(answered_for(giver))):
        theirs[row.owner_id or by.id][row.id] = giver.id
    for owner in User.select().where(User.id << [*theirs]).order_by(User.id):
        Task.hand_on_all(theirs[owner.id], owner, reason, assignment=None, by=by)
        first_asked.hand_on_all(theirs[owner.id], owner, at=now(), by=by)
