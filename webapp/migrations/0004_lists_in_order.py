"""Indexes in the orders lists are read in, a branch's and the company's: a page costs the same of any number of customers."""

SILENT = "COALESCE(last_followup_at, '0001-01-01 00:00:00')"
DUE = "COALESCE(next_due_on, '9999-12-31')"

DROPPED = (
    "customer_branch_id_last_followup_at_id",
    "customer_owner_id_last_followup_at_id",
    "customer_branch_id_next_due_on_id",
    "customer_owner_id_next_due_on_id",
    "customer_next_due_on_last_followup_at",
    "task_is_open_due_on",
)
MADE = (
    "customer_branch_id_name_sort_id ON customer (branch_id, name_sort, id)",
    "customer_name_sort_id ON customer (name_sort, id)",
    f"customer_due ON customer ({DUE}, id)",
    f"customer_branch_due ON customer (branch_id, {DUE}, id)",
    f"customer_silent ON customer ({SILENT}, id)",
    f"customer_branch_silent ON customer (branch_id, {SILENT}, id)",
    f"customer_undated ON customer ({SILENT}, id) WHERE next_due_on IS NULL",
    f"customer_branch_undated ON customer (branch_id, {SILENT}, id) WHERE next_due_on IS NULL",
    "task_is_open_due_on_id ON task (is_open, due_on, id)",
)


def up(_migrator, db):
    for name in DROPPED:
        db.execute_sql(f'DROP INDEX IF EXISTS "{name}"')
    for index in MADE:
        db.execute_sql(f"CREATE INDEX {index}")
