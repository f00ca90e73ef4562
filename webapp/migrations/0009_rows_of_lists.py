"""The rows of a list are rows of a table: a page of them is read, and not fifty thousand in one value. A session keeps
what was looked for last, where no address may hold it.
"""

import hashlib

from peewee import (
    SQL,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from webapp.database import ChineseJSONField

TO_VERIFY = "待核实："


def up(migrator, db):
    class ImportBatch(Model):
        report = ChineseJSONField(default=dict)

        class Meta:
            database = db
            table_name = "import_batch"

    class ImportRow(Model):
        batch = ForeignKeyField(ImportBatch, index=False, on_delete="CASCADE")
        place = IntegerField()
        outcome = CharField(10)
        is_to_verify = BooleanField(default=False)
        number = CharField(30, default="")
        name = TextField(default="")
        is_person = BooleanField(default=False)
        remarks = ChineseJSONField(default=list)
        cells = ChineseJSONField(null=True)

        class Meta:
            database = db
            table_name = "import_row"
            primary_key = CompositeKey("batch", "place")

    db.create_tables([ImportRow])
    asked = ChineseJSONField(constraints=[SQL("DEFAULT '{}'")])
    migrator.migrate(migrator.add_column("session", "asked", asked, allow_not_null=True))
    for (id_,) in list(ImportBatch.select(ImportBatch.id).order_by(ImportBatch.id).tuples()):
        report = ImportBatch.get_by_id(id_).report
        rows = report.pop("rows", [])
        for start in range(0, len(rows), 500):
            ImportRow.insert_many([_row(id_, row) for row in rows[start : start + 500]]).execute()
        report["digest"] = _digest(rows)
        ImportBatch.update(report=report).where(ImportBatch.id == id_).execute()


def _row(batch, row):
    return {
        "batch": batch,
        "place": row["row"],
        "outcome": row["outcome"],
        "is_to_verify": any(remark.startswith(TO_VERIFY) for remark in row["remarks"]),
        "number": row["number"],
        "name": row["name"],
        "is_person": row.get("is_person", False),
        "remarks": row["remarks"],
        "cells": row.get("cells"),
    }


def _digest(rows):
    digest = hashlib.sha256()
    for row in rows:
        said = row["row"], row["outcome"], row["number"], row["name"], row["remarks"]
        digest.update(repr(said).encode())
    return digest.hexdigest()
