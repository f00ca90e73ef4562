"""The migrations and the models describe the same tables, on both databases (R-SCALE)."""

import pytest

from tests.engines import use_database
from webapp import schema
from webapp.database import db, is_sqlite
from webapp.models import ALL, SearchTerm

SQLITE_COLUMNS = """
SELECT m.name, c.name, upper(c.type), c."notnull", c.pk, m.sql LIKE '%WITHOUT ROWID'
FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
"""
SQLITE_KEYS = 'SELECT m.name, f."from", f."table", f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f'
POSTGRESQL_COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
FROM information_schema.columns WHERE table_schema = 'public'
"""
POSTGRESQL_KEYS = """
SELECT t.relname, a.attname, r.relname,
       CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL' END
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'f'
"""
Facts = set[tuple]


def rows(sql: str) -> Facts:
    return {tuple(row) for row in db.execute_sql(sql).fetchall() if row[0] != "schema_migration"}


def columns_and_indexes() -> Facts:
    """Name, type and nullability of every column, primary keys and indexes; names of indexes left out."""
    facts = rows(SQLITE_COLUMNS if is_sqlite() else POSTGRESQL_COLUMNS)
    for name in set(db.get_tables()) - {"schema_migration"}:
        for index in db.get_indexes(name):
            facts |= {
                (name, *index.columns, "unique" if index.unique else "index"),
                (name, "indexed", plain(index.sql or "")),
            }
        facts.add((name, "primary key", *db.get_primary_keys(name)))
    return facts


def plain(sql: str) -> str:
    """What an index is made of and where, in one spelling."""
    return " ".join(sql.replace('"', "").lower().rpartition(" on ")[2].split())


def keys() -> Facts:
    """(table, column, table it points to, on delete) of every foreign key."""
    return rows(SQLITE_KEYS if is_sqlite() else POSTGRESQL_KEYS)


@pytest.fixture
def migrated(engine, tmp_path):
    with use_database(engine.empty()):
        schema.migrate(tmp_path)
        yield columns_and_indexes(), keys()


@pytest.fixture
def made_from_models(engine, monkeypatch):
    with use_database(engine.empty()):
        monkeypatch.setattr(SearchTerm._meta, "without_rowid", is_sqlite())
        db.create_tables(ALL)
        yield columns_and_indexes()


def test_the_migrated_tables_are_those_of_the_models(migrated, made_from_models):
    assert migrated[0] - made_from_models == set()
    assert made_from_models - migrated[0] == set()


def test_the_migrated_foreign_keys_are_those_of_the_models(migrated):
    wanted = {
        (model._meta.table_name, field.column_name, field.rel_model._meta.table_name, field.on_delete)
        for model in ALL
        for field in model._meta.refs
    }
    assert migrated[1] - wanted == set()
    assert wanted - migrated[1] == set()


def needless(indexes: Facts) -> Facts:
    """Indexes that are the beginning of another one of their table: written with every row, and never needed."""
    plain = {(table, tuple(columns)) for table, *columns, kind in indexes if kind == "index"}
    every = {(table, tuple(columns)) for table, *columns, kind in indexes if kind in ("index", "unique")}
    return {
        (table, *columns)
        for table, columns in plain
        for other, longer in every
        if other == table and longer != columns and longer[: len(columns)] == columns
    }


def test_no_index_is_the_beginning_of_another(migrated):
    assert needless(migrated[0]) == set()


def test_a_needless_index_is_found():
    indexes = {("memo", "customer_id", "at", "index"), ("memo", "at", "index"), ("memo", "id", "unique")}
    assert needless(indexes) == set()
    assert needless({*indexes, ("memo", "customer_id", "index")}) == {("memo", "customer_id")}


def test_the_comparison_sees_what_an_index_is_made_of(fresh_database):
    before = columns_and_indexes()
    db.execute_sql("DROP INDEX customer_due")
    db.execute_sql("CREATE INDEX customer_due ON customer (COALESCE(next_due_on, '9999-12-30'), id)")
    assert any("9999-12-30" in str(fact) for fact in columns_and_indexes() - before)


def test_the_comparison_sees_types_nullability_keys_and_indexes(fresh_database):
    before = columns_and_indexes()
    for change in (
        "ALTER TABLE \"setting\" ADD COLUMN extra VARCHAR(5) NOT NULL DEFAULT ''",
        'CREATE INDEX i ON "contact" (name, age)',
    ):
        db.execute_sql(change)
    found = columns_and_indexes() - before
    assert ("contact", "name", "age", "index") in found
    assert any({"extra", "VARCHAR(5)"} <= set(fact) or {"extra", 5, "NO"} <= set(fact) for fact in found)


def test_migrating_again_changes_nothing(fresh_database, tmp_path):
    before = columns_and_indexes()
    assert schema.migrate(tmp_path) == [] == schema.pending()
    assert columns_and_indexes() == before


def test_an_empty_database_has_everything_pending(engine):
    with use_database(engine.empty()):
        assert schema.pending() == sorted(path.stem for path in schema.MIGRATIONS.glob("0*.py"))


def test_prints_of_customers_keep_their_numbers_and_counts(engine):
    """0005: what was printed before there were other subjects is about its customer still."""
    with use_database(engine.empty()):
        runner = schema._runner()
        runner.up("0004_lists_in_order")
        build_world_as_of_release_one()
        runner.up()
        row = db.execute_sql('SELECT subject_kind, subject_key, customer_id, times FROM "print"').fetchone()
        assert (row[0], int(row[1]), row[3]) == ("customer", row[2], 2)


AT = "2024-05-10 00:00:00"
RELEASE_ONE = {
    "region": {"id": 1, "name": "华东"},
    "branch": {"id": 1, "name": "苏州分站", "region_id": 1},
    "user": {
        "id": 1,
        "username": "limin",
        "name": "李敏",
        "role": "rep",
        "branch_id": 1,
        "password_hash": "",
        "must_change_password": False,
        "created_at": AT,
    },
    "customer": {
        "id": 7,
        "number": "C1",
        "kind": "company",
        "name": "甲",
        "name_key": "甲",
        "name_stem": "甲",
        "owner_id": 1,
        "branch_id": 1,
        "created_by_id": 1,
        "filed_on": "2024-05-10",
        "created_at": AT,
        "updated_at": AT,
    },
    "print": {
        "number": "P20240510-0001",
        "slug": "tracking-sheet",
        "customer_id": 7,
        "times": 2,
        "copies": "123",
        "is_unmasked": False,
        "snapshot": "{}",
        "digest": "",
        "by_id": 1,
        "at": AT,
    },
}


def build_world_as_of_release_one() -> None:
    """One customer of one rep, printed."""
    for table, values in RELEASE_ONE.items():
        _insert(table, values)


def _insert(table: str, values: dict) -> None:
    """A row, '' or 0 in what the values leave out and the table asks for."""
    missing = {
        column.name: 0 if "int" in column.data_type.lower() else ""
        for column in db.get_columns(table)
        if not column.null and not column.primary_key
    }
    row = dict((missing | values).items())
    places = ", ".join([db.param] * len(row))
    names = ", ".join(f'"{name}"' for name in row)
    db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(row.values()))
