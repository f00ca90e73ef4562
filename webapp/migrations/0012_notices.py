"""Notices: who is told of what. Instructions that nobody has acknowledged yet are told to the customer's owner."""

from peewee import CharField, ForeignKeyField, IntegerField, Model

from webapp.database import UtcDateTimeField

UNREAD = """
INSERT INTO notice (user_id, kind, about, customer_id, by_id, at)
SELECT customer.owner_id, 'instruction', memo.id, customer.id, memo.by_id, memo.at
FROM memo JOIN customer ON customer.id = memo.customer_id JOIN "user" ON "user".id = customer.owner_id
WHERE memo.kind = 'instruction' AND memo.by_id <> customer.owner_id AND "user".disabled_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM acknowledgement WHERE acknowledgement.memo_id = memo.id)
ORDER BY memo.id
"""


def up(_migrator, db):
    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Notice(Model):
        user = ForeignKeyField(User, backref="+", index=False, on_delete="CASCADE")
        kind = CharField(20)
        about = IntegerField()
        customer = ForeignKeyField(Customer, backref="+", on_delete="CASCADE")
        by = ForeignKeyField(User, null=True, backref="+", index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        read_at = UtcDateTimeField(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("user", "kind", "about"), True), (("user", "read_at"), False), (("kind", "about"), False))

    db.create_tables([Notice])
    db.execute_sql("CREATE INDEX memo_instruction ON memo (by_id, at) WHERE kind = 'instruction'")
    db.execute_sql(UNREAD)
