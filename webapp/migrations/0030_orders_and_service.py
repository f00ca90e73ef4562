"""What a customer ordered, who else is after it, what it says of the service, and the days that matter; what such a
record said before a correction; the issue types as the office has them."""

from peewee import SQL, BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from webapp.database import ChineseJSONField, DayField, LastingIdField, UtcDateTimeField


def up(migrator, db):
    class Named(Model):
        class Meta:
            database = db

    class User(Named):
        class Meta:
            table_name = "user"

    class Customer(Named):
        class Meta:
            table_name = "customer"

    class Record(Named):
        id = LastingIdField()
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()
        recorded_at = UtcDateTimeField()
        version = IntegerField()

    class Order(Record):
        ordered_on = DayField()
        amount = BigIntegerField()
        content = TextField()
        contract_number = CharField(40)
        is_long_term = BooleanField()
        renews_on = DayField(null=True)
        remarks = TextField()

        class Meta:
            table_name = "orders"
            indexes = (
                (("customer", "at"), False),
                (("customer", "ordered_on"), False),
                SQL("CREATE INDEX orders_renewal ON orders (renews_on, customer_id) WHERE renews_on IS NOT NULL"),
            )

    class Competitor(Record):
        name = CharField(80)
        features = TextField()
        opinion = TextField()
        strategy = TextField()

        class Meta:
            table_name = "competitor"
            indexes = ((("customer", "at"), False),)

    class Feedback(Record):
        given_on = DayField()
        satisfaction = IntegerField()
        product = IntegerField(null=True)
        delivery = IntegerField(null=True)
        response = IntegerField(null=True)
        price = IntegerField(null=True)
        evaluation = TextField()
        issue_type = CharField(40)
        problem = TextField()
        solution = TextField()
        result = TextField()
        suggestion = TextField()

        class Meta:
            table_name = "feedback"
            indexes = ((("customer", "at"), False),)

    class Milestone(Record):
        kind = CharField(12)
        happens_on = DayField()
        note = CharField(200)
        remind_days = IntegerField(null=True)
        noun_of_cause = CharField(12)
        row_of_cause = IntegerField(null=True)
        remind_on = DayField(null=True)
        settled_at = UtcDateTimeField(null=True)
        settled_by = ForeignKeyField(User, null=True, index=False, on_delete="RESTRICT")

        class Meta:
            table_name = "milestone"
            indexes = (
                (("customer", "at"), False),
                SQL(
                    "CREATE UNIQUE INDEX milestone_cause ON milestone (noun_of_cause, row_of_cause)"
                    " WHERE row_of_cause IS NOT NULL"
                ),
                SQL(
                    "CREATE INDEX milestone_reminder ON milestone (customer_id, remind_on)"
                    " WHERE remind_on IS NOT NULL AND settled_at IS NULL"
                ),
            )

    class Revision(Named):
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        noun = CharField(12)
        row = IntegerField()
        before = ChineseJSONField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "revision"
            indexes = ((("noun", "row"), False),)

    class IssueType(Named):
        label = CharField(20, unique=True)
        position = IntegerField()
        is_retired = BooleanField()

        class Meta:
            table_name = "issue_type"

    db.create_tables([Order, Competitor, Feedback, Milestone, Revision, IssueType])
