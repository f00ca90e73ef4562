"""A branch with many customers, entries and steps, written in bulk: for counting queries, not for rules."""

from datetime import timedelta

from webapp.clock import now, today
from webapp.models import Classification, Contact, Customer, Dimension, DimensionValue, FollowUp, Memo, SearchTerm, Task
from webapp.screens.board import Board


def fill_branch(owner, count: int, dimension: str = "stage") -> list[Customer]:
    """`count` customers of the owner, each with a primary contact, an overdue step and a place in the dimension.

    They are spread over its columns.
    """
    start = Customer.select().count()
    Customer.insert_many(_customer(owner, start + place) for place in range(count)).execute()
    found = list(Customer.select().where(Customer.number.startswith("T")).order_by(Customer.id.desc()).limit(count))
    Contact.insert_many(_contact(customer) for customer in found).execute()
    Task.insert_many(_step(customer, owner) for customer in found).execute()
    SearchTerm.insert_many({"customer": customer, "term": "众多", "is_public": True} for customer in found).execute()
    for slug in {dimension, "grade", "value"}:
        _place(found, slug)
    return found


def _customer(owner, place: int) -> dict:
    called = dict.fromkeys(("name", "name_key", "name_stem"), f"众多客户{place:05}有限公司")
    whose = {"owner": owner, "branch": owner.branch_id, "created_by": owner}
    return {
        "number": f"T{place:06}",
        **called,
        **whose,
        "last_followup_at": now() - timedelta(days=place % 90),
        "next_due_on": today() - timedelta(days=place % 5),
        "next_step": "寄送报告",
    }


def _contact(customer: Customer) -> dict:
    return {"customer": customer, "name": "王建国", "phone": "13912340000", "is_primary": True}


def _step(customer: Customer, owner) -> dict:
    return {
        "customer": customer,
        "action": "寄送报告",
        "due_on": customer.next_due_on,
        "responsible": owner,
        "created_by": owner,
    }


def _place(customers: list[Customer], slug: str) -> None:
    values = list(DimensionValue.select().join(Dimension).where(Dimension.slug == slug))
    rows = (_placed(customer, values[place % len(values)]) for place, customer in enumerate(customers))
    Classification.insert_many(rows).execute()


def _placed(customer: Customer, value: DimensionValue) -> dict:
    return {
        "customer": customer,
        "dimension": value.dimension_id,
        "value": value,
        "owner": customer.owner_id,
        "branch": customer.branch_id,
        "urgency": f"1 {customer.next_due_on} 9 2024-05-10",
    }


def fill_timeline(customer: Customer, by, count: int) -> None:
    """`count` entries of mixed kinds, the follow-ups each with a step."""
    FollowUp.insert_many(_followup(customer, by, place) for place in range(count // 2)).execute()
    followups = FollowUp.select().where(FollowUp.customer == customer)
    done = ({**_step(customer, by), "followup": followup, "is_open": False} for followup in followups)
    Task.insert_many(done).execute()
    Memo.insert_many(_memo(customer, by, place) for place in range(count - count // 2)).execute()


def _memo(customer: Customer, by, place: int) -> dict:
    at = now() - timedelta(hours=place + 1)
    return {"customer": customer, "kind": "note", "body": "客户要求月底前交付", "by": by, "at": at}


def _followup(customer: Customer, by, place: int) -> dict:
    return {
        "customer": customer,
        "at": now() - timedelta(hours=place + 1),  # whatever is recorded now comes after it
        "method": "电话",
        "content": "电话确认第三季度启动采购",
        "executor": by,
        "executor_name": by.name,
        "recorded_by": by,
    }


def five_columns(owner) -> None:
    """A fifth column on the stage board, as the office may add one."""
    stage = Dimension.get(Dimension.slug == "stage")
    DimensionValue.create(dimension=stage, slug="trial", label="试用客户", position=len(Board(stage, owner).values))
