"""Birthdays, letters and greetings; who looks after a customer of the first grade, and how each grade is served."""

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, Model, TextField

from webapp.database import LastingIdField, UtcDateTimeField

CHANNELS = {  # by who leads, as offices started with
    "销售经理主导、产品专家协同": ("客户成功经理专人对接，电话、上门", True),
    "销售代表": ("销售代表对接，电话、微信", False),
    "行业资讯为主": ("行业资讯推送，客服热线", False),
}


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

    class Contact(Named):
        class Meta:
            table_name = "contact"

    class FollowUp(Named):
        class Meta:
            table_name = "follow_up"

    class DimensionValue(Named):
        lead_role = CharField(40)
        service_channel = CharField(80)
        has_own_manager = BooleanField()

        class Meta:
            table_name = "dimension_value"

    class Letter(Named):
        occasion = CharField(20)
        title = CharField(30)
        text = TextField()
        position = IntegerField()
        is_retired = BooleanField()

        class Meta:
            table_name = "letter"

    class Greeting(Named):
        id = LastingIdField()
        customer = ForeignKeyField(Customer, index=False, on_delete="CASCADE")
        contact = ForeignKeyField(Contact, index=False, on_delete="CASCADE")
        occasion = CharField(20)
        period = CharField(7)
        text = TextField()
        followup = ForeignKeyField(FollowUp, on_delete="CASCADE")
        by = ForeignKeyField(User, index=False, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            table_name = "greeting"
            indexes = ((("contact", "occasion", "period"), True), (("customer", "at"), False))

    empty = {"constraints": [SQL("DEFAULT ''")]}
    manager = ForeignKeyField(User, field=User.id, null=True, index=False, on_delete="RESTRICT")
    own = BooleanField(constraints=[SQL("DEFAULT FALSE")])
    migrator.migrate(
        migrator.add_column("contact", "birthday", CharField(20, **empty), allow_not_null=True),
        migrator.add_column("contact", "birthday_key", CharField(5, **empty), allow_not_null=True),
        migrator.add_column("customer", "success_manager_id", manager),
        migrator.add_column("dimension_value", "service_channel", CharField(80, **empty), allow_not_null=True),
        migrator.add_column("dimension_value", "has_own_manager", own, allow_not_null=True),
    )
    db.execute_sql("CREATE INDEX contact_birthday ON contact (birthday_key, customer_id) WHERE birthday_key <> ''")
    for lead_role, (channel, is_own) in CHANNELS.items():
        changed = DimensionValue.update(service_channel=channel, has_own_manager=is_own)
        changed.where(DimensionValue.lead_role == lead_role).execute()
    db.create_tables([Letter, Greeting])
