"""An office of an earlier release, brought to the present one on both databases: it loses nothing, and goes on working.

releases/0.1.0.json.gz is an office of the first release, written down from its SQLite file: every table with its
columns and rows, JSON as the text it was stored as, bytes as hex; what SQLite said of the tables; and the ids last
given, some of them to rows that are gone. That release made it itself, at 1668fd5: `init --demo` with 21 of the
demo's sixty companies, then its verbs (and its models, for what had no verb yet: collaborations, an undated step,
columns of the office's own), its sheets printed, its lists imported. Its `doctor` found nothing wrong. All names are
invented.
"""

import gzip
import json
from functools import cache
from itertools import compress
from pathlib import Path

import pytest

from tests.engines import use_database
from tests.page import Client
from tests.test_schema import columns_and_indexes, keys, migrated  # noqa: F401 — the last is a fixture: a new office
from tests.world import CONTENT, file_customer
from webapp import demo, doctor, schema
from webapp.clock import today
from webapp.config import Config
from webapp.database import db, is_sqlite
from webapp.imports.customer_import import CustomerImport
from webapp.models import (
    ALL,
    Acknowledgement,
    AuditEvent,
    Branch,
    Contact,
    Customer,
    Edition,
    FollowUp,
    ImportBatch,
    ImportRow,
    Memo,
    Notice,
    Print,
    Region,
    Task,
    User,
    seal,
)

RELEASE = Path(__file__).with_name("releases") / "0.1.0.json.gz"
FIRST = "0001_first_release"
# "table.column" that a later migration renamed or dropped → the SQL that gives what it held
BECAME = {"customer.standing": "influence"}
# table → first column of the rows that a later migration made into something else
MOVED = {"setting": {"demo"}}
# what is derived from the rest, and is worked out anew: that it agrees is the doctor's to say
DERIVED = {
    *(f"customer.{column}" for column in ("name_key", "name_stem", "name_sort", "next_step")),
    "contact.phone_key",
    *(f"search_term.{column}" for column in ("term", "customer_id")),
    "import_batch.report",  # its rows became a table's, see below
}
# what a later release may bring values of its own to
SEEDED = {"dimension", "dimension_value"}

SQLITE_TABLES = """
SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'schema_migration'
"""
SQLITE_LAST_ID = "UPDATE sqlite_sequence SET seq = {last} WHERE name = '{table}'"
POSTGRESQL_LAST_ID = """SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), {last})"""


def _bytes_or_all(value: dict):
    return bytes.fromhex(value["hex"]) if value.keys() == {"hex"} else value


OFFICE = json.loads(gzip.decompress(RELEASE.read_bytes()), object_hook=_bytes_or_all)
TABLES, LAST_IDS = OFFICE["tables"], OFFICE["last_ids"]


def load() -> None:
    """The office as that release left it, in the database at hand."""
    schema._runner().up(FIRST)
    with db.atomic():
        for table, held in TABLES.items():
            names, places = _list(held["columns"]), ", ".join([db.param] * len(held["columns"]))
            for row in held["rows"]:
                db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', row)
        for table, last in LAST_IDS.items():
            db.execute_sql((SQLITE_LAST_ID if is_sqlite() else POSTGRESQL_LAST_ID).format(table=table, last=last))


def _list(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def columns_kept(table: str) -> list[str]:
    return [column for column in TABLES[table]["columns"] if f"{table}.{column}" not in DERIVED]


def lines_held(table: str) -> set[str]:
    """Each row as it was written down, in one spelling, but for those that are something else now."""
    rows = (row for row in TABLES[table]["rows"] if row[0] not in MOVED.get(table, ()))
    is_kept = [column in columns_kept(table) for column in TABLES[table]["columns"]]
    return {_line([*compress(row, is_kept)], table) for row in rows}


def lines_found(table: str) -> set[str]:
    """Each row that is in the database now, by the columns it had in that release, in the same spelling."""
    wanted = ", ".join(_now(table, column) for column in columns_kept(table))
    return {_line(row, table) for row in db.execute_sql(f'SELECT {wanted} FROM "{table}"').fetchall()}


def _now(table: str, column: str) -> str:
    sql = BECAME.get(f"{table}.{column}", f'"{column}"')
    return f"CAST({sql} AS TEXT)" if column in TABLES[table]["json"] else sql


def _line(row: list, table: str) -> str:
    columns, holding_json = columns_kept(table), TABLES[table]["json"]
    cells = {column: _cell(cell, column in holding_json) for column, cell in zip(columns, row, strict=True)}
    return json.dumps(cells, default=str, ensure_ascii=False, sort_keys=True)


def _cell(cell, holds_json: bool):
    """SQLite knows no yes and no, and PostgreSQL keeps JSON in an order of its own."""
    if holds_json and cell is not None:
        return json.loads(cell)
    return int(cell) if isinstance(cell, bool) else cell


def contents() -> dict[str, dict]:
    """Everything in the database as the present models read it: table → key → row. The edition is a random one."""
    return {model._meta.table_name: _by_key(model) for model in ALL if model is not Edition}


def _by_key(model) -> dict[tuple, dict]:
    key = [field.name for field in model._meta.get_primary_keys()]
    return {tuple(row[name] for name in key): row for row in model.select().dicts()}


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """`offices(engine)`: the URL of that office on this server, brought to the present release."""

    @cache
    def upgrade(engine) -> str:
        with use_database(engine.empty()) as url:
            load()
            schema.migrate(tmp_path_factory.mktemp("instance"), "tests")
        return url

    return upgrade


@pytest.fixture
def office(engine, offices):
    """The office is at hand; whatever the test does to it is rolled back."""
    with use_database(offices(engine)), db.atomic() as transaction:
        yield
        transaction.rollback()


def test_the_first_migration_makes_the_tables_of_then(tmp_path):
    with use_database(f"sqlite:///{tmp_path}/then.sqlite3"):
        schema._runner().up(FIRST)
        assert {row[0] for row in db.execute_sql(SQLITE_TABLES)} == set(OFFICE["schema"])


def test_every_table_then_had_something_to_lose():
    assert [table for table, held in TABLES.items() if not held["rows"]] == []


def test_its_tables_are_those_of_a_new_office(migrated, office):  # noqa: F811
    assert (columns_and_indexes(), keys()) == migrated


@pytest.mark.parametrize("table", [table for table in TABLES if columns_kept(table)])
def test_every_row_has_kept_its_values(office, table):
    held, found = lines_held(table), lines_found(table)
    assert held - found == set()
    assert found - held == set() or table in SEEDED


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM number_sequence WHERE scope = 'GJ-#'",
        "UPDATE number_sequence SET value = value + 1 WHERE scope = 'GJ-#'",
        "INSERT INTO number_sequence (scope, value) VALUES ('新', 1)",
    ],
    ids=["lost", "changed", "invented"],
)
def test_the_comparison_sees_what_is_otherwise(office, change):
    db.execute_sql(change)
    assert lines_found("number_sequence") != lines_held("number_sequence")


def test_both_databases_come_to_the_same(servers, offices):
    found = []
    for kind in ("sqlite", "postgresql"):
        with use_database(offices(servers(kind))):
            found.append(contents())
    assert found[0] == found[1]


def test_its_doctor_finds_nothing_wrong(office, tmp_path):
    """The trail is whole, and derived columns agree with the rows."""
    checks = list(doctor.examine(Config.load(INSTANCE=str(tmp_path)), lambda: True))
    assert {check.title: check.problems for check in checks if check.problems} == {}
    assert "操作日志完整" in [check.title for check in checks]


def test_numbers_and_ids_go_on(office):
    """Also after the ids of rows that are gone: the trail still speaks of those."""
    rep = User.get(User.username == "limin")
    filed = file_customer("从今往后有限公司", "13912349999", by=rep)
    given = dict(TABLES["number_sequence"]["rows"])["GJ-#"]
    assert filed.id > LAST_IDS["customer"] and filed.number == f"GJ-{given + 1:04}"
    step = {"action": "寄送检测报告样本", "due_on": today()}
    followup = FollowUp.record(filed, {"at": filed.created_at, "method": "电话", "content": CONTENT}, [step], by=rep)
    assert followup.id > LAST_IDS["follow_up"]
    assert AuditEvent.verify() is None


@pytest.mark.parametrize("model", [FollowUp, Task, Memo, Contact], ids=lambda model: model.__name__)
def test_what_is_taken_back_leaves_its_id_to_nobody(office, model):
    """0013: also in tables that are older than that."""
    newest = model.select().order_by(model.id.desc()).first()
    values = {name: value for name, value in newest.__data__.items() if name != "id"}
    newest.delete_instance()
    assert model.create(**values).id > newest.id


def test_what_the_demo_brought_along_says_so_itself(office):
    """0007: a setting held its ids."""
    ids = json.loads(dict(TABLES["setting"]["rows"])["demo"])
    for kind, model in {"regions": Region, "branches": Branch, "users": User, "customers": Customer}.items():
        marked = model.select(model.id).where(model.is_demo).tuples()
        assert sorted(id_ for (id_,) in marked) == ids[kind]


def test_the_rows_of_its_lists_are_rows_of_a_table(office):
    """0009: a report held them. A preview that waited is still the one that was agreed to."""
    table = TABLES["import_batch"]
    held = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    for batch in held:
        report, now_held = json.loads(batch["report"]), ImportBatch.get_by_id(batch["id"])
        rows = report.pop("rows")
        agreed = now_held.report.pop("digest")
        assert now_held.report == report and len(agreed) == 64
        for row, kept in zip(rows, ImportRow.of(now_held), strict=True):
            assert (kept.place, kept.outcome, kept.number) == (row["row"], row["outcome"], row["number"])
            assert (kept.name, kept.remarks, kept.cells) == (row["name"], row["remarks"], row.get("cells"))
    assert {row.outcome for row in ImportRow.select()} >= {"created", "updated", "rejected"}
    waiting = ImportBatch.get(ImportBatch.confirmed_at.is_null())
    CustomerImport(waiting).confirm(by=User.get(User.username == "wutong"))
    assert waiting.confirmed_at


def test_its_demo_stays_where_its_people_did_something_real(office):
    """Its admin opened an account and set something: that is not forgotten with the demo."""
    before = contents()
    with pytest.raises(demo.StillInUse, match="客户 GJ-0001"):
        demo.clear(by=User.system())
    with pytest.raises(demo.StillInUse, match="动过真实的设置"):
        demo.clear(trials=True, by=User.system())
    assert contents() == before


def test_its_demo_goes_without_a_trace_where_they_did_not(office):
    """Account and trail are chained anew; the setting that held the demo's ids goes along."""
    real = AuditEvent.action << ["user.opened", "setting.changed", "user.password_reset", "user.disabled"]
    AuditEvent.update(actor=None).where(real, AuditEvent.subject != "demo").execute()
    User.delete().where(User.username == "linqiu").execute()
    seal.put(seal.present()._replace(until=0, hash=""))
    AuditEvent.chain_anew()
    demo.clear(trials=True, by=User.system())
    assert {user.username for user in User.select()} == {"system", "admin"}
    loading = (AuditEvent.action == "demo.loaded") | (AuditEvent.subject == "demo")
    assert not AuditEvent.select().where(loading).exists() and AuditEvent.verify() is None


def test_instructions_that_nobody_had_acknowledged_are_told(office):
    """0012: to the owner, as the day's are (R-NOTIFY)."""
    memos = Memo.select(Memo, Customer).join(Customer).where(Memo.kind == "instruction")
    acknowledged = {row.memo_id for row in Acknowledgement.select()}
    waiting = {(memo.customer.owner_id, memo.id, memo.by_id) for memo in memos if memo.id not in acknowledged}
    assert waiting == {(row.user_id, row.about, row.by_id) for row in Notice.select()} != set()
    assert all(row.read_at is None and row.kind == "instruction" for row in Notice.select())


@pytest.fixture
def desk(app, office):
    """The browser of one of its managers."""
    return Client(app).log_in(User.get(User.username == "zhouqiming"))


@pytest.mark.parametrize(
    "path", ["/", "/customers", "/boards/stage", "/boards/project-node", "/customers/GJ-0001", "/paper", "/imports/1"]
)
def test_its_screens_open(desk, path):
    desk.get(path)


def test_its_prints_are_counted_on(desk):
    desk.get("/paper/tracking-sheet.pdf?customer=GJ-0001&copy=1")
    prints = Print.select(Print.times).join(Customer).where(Customer.number == "GJ-0001")
    assert sorted(row.times for row in prints) == [1, 2, 3]
