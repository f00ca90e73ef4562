"""Follow-ups are found by how satisfied the customer was, where it was asked."""


def up(migrator, db):
    db.execute_sql(
        "CREATE INDEX follow_up_satisfaction ON follow_up (satisfaction, at, customer_id)"
        " WHERE satisfaction IS NOT NULL"
    )
