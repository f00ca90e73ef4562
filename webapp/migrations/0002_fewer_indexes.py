"""Drops indexes that nothing is found by: those that are the beginning of another one, and those on who did something.

Every one of them was written with every row; a moved card stands in four instead of nine.
"""

BEGINNINGS = (
    "customer_owner_id",
    "customer_branch_id",
    "contact_customer_id",
    "dimensionvalue_dimension_id",
    "classification_customer_id",
    "classification_value_id",
    "move_customer_id",
    "followup_customer_id",
    "followup_executor_id",
    "task_customer_id",
    "task_responsible_id",
    "memo_customer_id",
    "print_customer_id",
    "collaboration_user_id",
)
UNASKED = (
    "customer_verified_by_id",
    "customer_created_by_id",
    "classification_dimension_id",
    "classification_owner_id",
    "classification_branch_id",
    "move_dimension_id",
    "move_from_value_id",
    "move_to_value_id",
    "move_by_id",
    "followup_recorded_by_id",
    "followuprevision_by_id",
    "task_created_by_id",
    "completion_by_id",
    "rescheduling_by_id",
    "reassignment_from_user_id",
    "reassignment_to_user_id",
    "reassignment_by_id",
    "memo_by_id",
    "acknowledgement_by_id",
    "print_by_id",
    "collaboration_invited_by_id",
)


def up(_migrator, db):
    for name in BEGINNINGS + UNASKED:
        db.execute_sql(f'DROP INDEX IF EXISTS "{name}"')
