"""The tables of the first release. Frozen copies: they never follow the models."""

from peewee import *

from webapp.database import ChineseJSONField, DayField, LastingIdField, UtcDateTimeField


def up(migrator, db):
    class Region(Model):
        name = CharField(unique=True, max_length=40)

        class Meta:
            database = db
            table_name = "region"

    class Branch(Model):
        name = CharField(unique=True, max_length=40)
        region = ForeignKeyField(Region, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "branch"

    class User(Model):
        username = CharField(unique=True, max_length=40)
        name = CharField(max_length=40)
        role = CharField(max_length=20)
        branch = ForeignKeyField(Branch, null=True, on_delete="RESTRICT")
        password_hash = CharField(max_length=200, default="")
        must_change_password = BooleanField(default=True)
        disabled_at = UtcDateTimeField(null=True)
        created_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "user"

    class Session(Model):
        token_hash = CharField(unique=True, max_length=64)
        user = ForeignKeyField(User, on_delete="CASCADE")
        address = CharField(max_length=60)
        agent = CharField(max_length=200, default="")
        created_at = UtcDateTimeField()
        seen_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "session"

    class LoginAttempt(Model):
        username = CharField(max_length=40)
        address = CharField(max_length=60)
        at = UtcDateTimeField()
        succeeded = BooleanField()

        class Meta:
            database = db
            table_name = "login_attempt"
            indexes = ((("username", "at"), False), (("address", "at"), False))

    class Setting(Model):
        name = CharField(primary_key=True, max_length=60)
        value = ChineseJSONField()

        class Meta:
            database = db
            table_name = "setting"

    class NumberSequence(Model):
        scope = CharField(primary_key=True, max_length=80)
        value = IntegerField()

        class Meta:
            database = db
            table_name = "number_sequence"

    class AuditHead(Model):
        id = IntegerField(primary_key=True)
        length = BigIntegerField(default=0)
        hash = CharField(max_length=64, default="")

        class Meta:
            database = db
            table_name = "audit_head"

    class AuditEvent(Model):
        at = UtcDateTimeField()
        actor_name = CharField(max_length=40)
        origin = CharField(max_length=80, default="")
        action = CharField(index=True, max_length=40)
        branch_id = IntegerField(null=True)
        customer_id = IntegerField(null=True)
        subject = CharField(max_length=80, default="")
        details = ChineseJSONField(default=dict)
        previous_hash = CharField(max_length=64)
        hash = CharField(max_length=64)
        actor = ForeignKeyField(User, null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "audit_event"
            indexes = ((("branch_id", "id"), False), (("customer_id", "at"), False))

    class Dimension(Model):
        slug = CharField(unique=True, max_length=40)
        label = CharField(max_length=20)
        position = IntegerField()
        is_computed = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "dimension"

    class DimensionValue(Model):
        dimension = ForeignKeyField(Dimension, on_delete="RESTRICT")
        slug = CharField(max_length=40)
        label = CharField(max_length=20)
        position = IntegerField()
        hue = CharField(max_length=20, default="ink")
        definition = TextField(default="")
        strategy = TextField(default="")
        cadence_days = IntegerField(null=True)
        lead_role = CharField(max_length=40, default="")
        outcome = CharField(max_length=10, default="")
        asks_reason = BooleanField(default=False)
        card_limit = IntegerField(null=True)
        stay_limit = IntegerField(null=True)
        is_retired = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "dimension_value"
            indexes = ((("dimension", "slug"), True), (("dimension", "position"), False))

    class Customer(Model):
        id = LastingIdField()
        number = CharField(unique=True, max_length=30)
        kind = CharField(max_length=12, default="company")
        name = CharField(max_length=80)
        name_key = CharField(index=True, max_length=80)
        name_stem = CharField(index=True, max_length=80)
        name_sort = CharField(max_length=160, default="")
        short_name = CharField(max_length=40, default="")
        uscc = CharField(index=True, max_length=18, default="")
        industry = CharField(max_length=40, default="")
        source = CharField(max_length=40, default="")
        source_detail = CharField(max_length=80, default="")
        province = CharField(max_length=20, default="")
        city = CharField(max_length=20, default="")
        district = CharField(max_length=20, default="")
        address = CharField(max_length=120, default="")
        main_business = CharField(max_length=200, default="")
        need = TextField(default="")
        expected_need = TextField(default="")
        filed_on = DayField()
        first_contact_on = DayField(null=True)
        cooperation_since = DayField(null=True)
        social_accounts = CharField(max_length=120, default="")
        standing = CharField(max_length=200, default="")
        decision_process = CharField(max_length=200, default="")
        remarks = TextField(default="")
        owner = ForeignKeyField(User, on_delete="RESTRICT")
        branch = ForeignKeyField(Branch, on_delete="RESTRICT")
        verified_at = UtcDateTimeField(null=True)
        verified_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        last_followup_at = UtcDateTimeField(null=True)
        followup_count = IntegerField(default=0)
        next_due_on = DayField(null=True)
        next_step = CharField(max_length=400, default="")
        version = IntegerField(default=1)
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        created_at = UtcDateTimeField()
        updated_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "customer"
            indexes = (
                (("branch", "number"), False),
                (("owner", "number"), False),
                (("branch", "last_followup_at", "id"), False),
                (("owner", "last_followup_at", "id"), False),
                (("branch", "next_due_on", "id"), False),
                (("owner", "next_due_on", "id"), False),
                (("next_due_on", "last_followup_at"), False),
            )

    class Contact(Model):
        name = CharField(max_length=40)
        sex = CharField(max_length=4, default="")
        age = IntegerField(null=True)
        position = CharField(max_length=40, default="")
        department = CharField(max_length=40, default="")
        phone = CharField(max_length=30, default="")
        phone_key = CharField(index=True, max_length=20, default="")
        email = CharField(index=True, max_length=120, default="")
        qq = CharField(max_length=20, default="")
        wechat = CharField(max_length=40, default="")
        preferred_channel = CharField(max_length=20, default="")
        unverified = CharField(max_length=200, default="")
        is_primary = BooleanField(default=False)
        is_decision_maker = BooleanField(default=False)
        left_on = DayField(null=True)
        version = IntegerField(default=1)
        created_at = UtcDateTimeField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "contact"
            indexes = (
                (("customer", "is_primary"), False),
                SQL("CREATE UNIQUE INDEX IF NOT EXISTS contact_one_primary ON contact (customer_id) WHERE is_primary"),
                SQL(
                    "CREATE UNIQUE INDEX IF NOT EXISTS contact_one_decision_maker ON contact (customer_id) "
                    "WHERE is_decision_maker"
                ),
            )

    class Project(Model):
        customer = ForeignKeyField(Customer, unique=True, on_delete="CASCADE")
        name = CharField(max_length=80, default="")
        status = CharField(max_length=40, default="")
        is_agent = BooleanField(null=True)
        regional_linkage = TextField(default="")
        updated_at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "project"

    class Collaboration(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        invited_by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "collaboration"
            indexes = ((("user", "customer"), True), (("customer",), False))

    class Classification(Model):
        dimension = ForeignKeyField(Dimension, on_delete="RESTRICT")
        value = ForeignKeyField(DimensionValue, on_delete="RESTRICT")
        note = CharField(max_length=60, default="")
        since = UtcDateTimeField()
        is_pinned = BooleanField(default=False)
        version = IntegerField(default=1)
        owner = ForeignKeyField(User, on_delete="RESTRICT")
        branch = ForeignKeyField(Branch, on_delete="RESTRICT")
        urgency = CharField(max_length=60, default="")
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "classification"
            indexes = (
                (("customer", "dimension"), True),
                (("value", "branch", "urgency", "customer"), False),
                (("value", "owner", "urgency", "customer"), False),
                (("value", "urgency", "customer"), False),
            )

    class Move(Model):
        dimension = ForeignKeyField(Dimension, on_delete="RESTRICT")
        from_value = ForeignKeyField(DimensionValue, null=True, on_delete="RESTRICT")
        to_value = ForeignKeyField(DimensionValue, null=True, on_delete="RESTRICT")
        from_since = UtcDateTimeField(null=True)
        from_note = CharField(max_length=60, default="")
        reason = CharField(max_length=400, default="")
        origin = CharField(max_length=20)
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()
        undoes = ForeignKeyField("self", unique=True, null=True, on_delete="CASCADE")
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "move"
            indexes = ((("customer", "at"), False),)

    class FollowUp(Model):
        at = UtcDateTimeField()
        method = CharField(max_length=20)
        tool = CharField(max_length=20, default="")
        topic = CharField(max_length=80, default="")
        content = TextField()
        attitude = CharField(max_length=4, default="")
        need_change = TextField(default="")
        objections = TextField(default="")
        our_participants = CharField(max_length=120, default="")
        their_participants = CharField(max_length=120, default="")
        consensus = TextField(default="")
        issue_type = CharField(max_length=40, default="")
        remarks = TextField(default="")
        executor = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        executor_name = CharField(max_length=40)
        recorded_by = ForeignKeyField(User, on_delete="RESTRICT")
        recorded_at = UtcDateTimeField()
        is_imported = BooleanField(default=False)
        version = IntegerField(default=1)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "follow_up"
            indexes = ((("customer", "at"), False), (("executor", "at"), False))

    class FollowUpRevision(Model):
        followup = ForeignKeyField(FollowUp, on_delete="CASCADE")
        before = ChineseJSONField()
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "follow_up_revision"

    class Task(Model):
        action = CharField(max_length=400)
        due_on = DayField(null=True)
        responsible = ForeignKeyField(User, on_delete="RESTRICT")
        is_open = BooleanField(default=True)
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        created_at = UtcDateTimeField()
        followup = ForeignKeyField(FollowUp, null=True, on_delete="CASCADE")
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "task"
            indexes = (
                (("responsible", "is_open", "due_on"), False),
                (("customer", "is_open", "due_on"), False),
                (("is_open", "due_on"), False),
            )

    class Completion(Model):
        task = ForeignKeyField(Task, unique=True, on_delete="CASCADE")
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField(index=True)

        class Meta:
            database = db
            table_name = "completion"

    class Rescheduling(Model):
        task = ForeignKeyField(Task, on_delete="CASCADE")
        from_day = DayField(null=True)
        to_day = DayField()
        reason = CharField(max_length=200, default="")
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "rescheduling"

    class Reassignment(Model):
        task = ForeignKeyField(Task, on_delete="CASCADE")
        from_user = ForeignKeyField(User, on_delete="RESTRICT")
        to_user = ForeignKeyField(User, on_delete="RESTRICT")
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "reassignment"

    class Memo(Model):
        kind = CharField(max_length=12)
        body = TextField()
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "memo"
            indexes = ((("customer", "at"), False),)

    class Acknowledgement(Model):
        memo = ForeignKeyField(Memo, unique=True, on_delete="CASCADE")
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "acknowledgement"

    class SearchTerm(Model):
        term = CharField(max_length=12)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "search_term"
            primary_key = CompositeKey("term", "customer")
            indexes = ((("customer",), False),)
            without_rowid = isinstance(db, SqliteDatabase)

    class Print(Model):
        number = CharField(unique=True, max_length=30)
        slug = CharField(max_length=40)
        customer = ForeignKeyField(Customer, on_delete="CASCADE")
        times = IntegerField()
        copies = CharField(max_length=20)
        is_unmasked = BooleanField(default=False)
        snapshot = ChineseJSONField()
        digest = CharField(max_length=64)
        by = ForeignKeyField(User, on_delete="RESTRICT")
        at = UtcDateTimeField()

        class Meta:
            database = db
            table_name = "print"
            indexes = ((("customer", "slug", "times"), True), (("customer", "at"), False))

    class ImportBatch(Model):
        id = LastingIdField()
        filename = CharField(max_length=200)
        digest = CharField(max_length=64)
        content = BlobField(null=True)
        mode = CharField(max_length=10)
        mapping = ChineseJSONField(default=dict)
        branch = ForeignKeyField(Branch, on_delete="RESTRICT")
        by = ForeignKeyField(User, on_delete="RESTRICT")
        created_at = UtcDateTimeField()
        confirmed_at = UtcDateTimeField(null=True)
        undone_at = UtcDateTimeField(null=True)
        report = ChineseJSONField(default=dict)

        class Meta:
            database = db
            table_name = "import_batch"

    class ImportChange(Model):
        batch = ForeignKeyField(ImportBatch, on_delete="CASCADE")
        table = CharField(max_length=40)
        row_id = IntegerField()
        before = ChineseJSONField(null=True)
        after = ChineseJSONField()

        class Meta:
            database = db
            table_name = "import_change"

    db.create_tables(
        [
            Region,
            Branch,
            User,
            Session,
            LoginAttempt,
            Setting,
            NumberSequence,
            AuditHead,
            AuditEvent,
            Dimension,
            DimensionValue,
            Customer,
            Contact,
            Project,
            Collaboration,
            Classification,
            Move,
            FollowUp,
            FollowUpRevision,
            Task,
            Completion,
            Rescheduling,
            Reassignment,
            Memo,
            Acknowledgement,
            SearchTerm,
            Print,
            ImportBatch,
            ImportChange,
        ]
    )


def down(migrator, db):
    for table in (
        "import_change",
        "import_batch",
        "print",
        "search_term",
        "acknowledgement",
        "memo",
        "reassignment",
        "rescheduling",
        "completion",
        "task",
        "follow_up_revision",
        "follow_up",
        "move",
        "classification",
        "collaboration",
        "project",
        "contact",
        "customer",
        "dimension_value",
        "dimension",
        "audit_event",
        "audit_head",
        "number_sequence",
        "setting",
        "login_attempt",
        "session",
        "user",
        "branch",
        "region",
    ):
        migrator.migrate(migrator.drop_table(table))
