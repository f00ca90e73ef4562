"""What a dimension is for stands in its row: the part it plays, its headings in lists, where it is shown."""

from peewee import CharField, IntegerField, TextField

PLACES = ("in_filters", "on_rows", "on_worklist", "on_cards", "in_search", "on_paper")
# what the code knew of the dimensions by name until now: role, headings, and the places above
KNOWN = {
    "stage": ("stage", "客户阶段\n阶段", 1, 1, 1, None, 1, 2),
    "value": ("", "价值等级\n价值\n价值分类", 2, 2, None, 2, None, 1),
    "grade": ("grade", "等级\n客户等级\n客户级别", 3, 3, 2, 1, None, None),
    "relationship": ("", "客户关系\n关系等级", 4, None, None, None, None, None),
    "status": ("", "客户状态\n状态", None, None, None, None, None, None),
    "frequency": ("frequency", "", None, None, None, None, None, None),
    "project-node": ("node", "", None, None, None, None, None, None),
}


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("dimension", "role", CharField(20, default="")),
        migrator.add_column("dimension", "headings", TextField(default="")),
        *(migrator.add_column("dimension", place, IntegerField(null=True)) for place in PLACES),
        migrator.rename_column("customer", "standing", "influence"),
    )
    columns = ("role", "headings", *PLACES)
    update = (
        f'UPDATE "dimension" SET {", ".join(f"{column} = {db.param}" for column in columns)} WHERE slug = {db.param}'
    )
    for slug, values in KNOWN.items():
        db.execute_sql(update, (*values, slug))
    db.execute_sql("CREATE UNIQUE INDEX dimension_one_role ON dimension (role) WHERE role <> ''")
