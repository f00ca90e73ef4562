"""What a customer needs, is likely to buy and may be worth; how its file was verified; what of its key facts has changed
and nobody has worded yet; what its project is, and when it is to be done."""

from peewee import SQL, BigIntegerField, CharField, ForeignKeyField, IntegerField, Model, TextField

from webapp.database import ChineseJSONField, DayField, UtcDateTimeField

LONG = "pain_points latent_needs expected_solution expected_value preferences special_requests".split()
SHORT = {
    "time_requirement": 80,
    "need_urgency": 20,
    "budget": 200,
    "need_traits": 200,
    "industry_scale": 20,
    "budget_trend": 20,
    "stability": 20,
    "verified_how": 20,
}


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Customer(Model):
        class Meta:
            database = db
            table_name = "customer"

    class Proposal(Model):
        customer = ForeignKeyField(Customer, unique=True, on_delete="CASCADE")
        changes = ChineseJSONField()
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "proposal"

    empty = {"constraints": [SQL("DEFAULT ''")]}
    texts = [(name, TextField(**empty)) for name in LONG]
    texts += [(name, CharField(longest, **empty)) for name, longest in SHORT.items()]
    columns = (
        ("interest", IntegerField(null=True)),
        ("expected_purchase_on", DayField(null=True)),
        ("expected_amount", BigIntegerField(null=True)),
        ("referrals", IntegerField(null=True)),
    )
    migrator.migrate(
        *(migrator.add_column("customer", name, field, allow_not_null=True) for name, field in texts),
        *(migrator.add_column("customer", name, field) for name, field in columns),
        migrator.add_column("project", "description", TextField(**empty), allow_not_null=True),
        migrator.add_column("project", "completes_on", DayField(null=True)),
    )
    db.create_tables([Proposal])
