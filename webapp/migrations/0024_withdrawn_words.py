"""Each line of what was taken back says itself who reads it; until now its label told."""

import json

FOR_INSIDERS, EARLIER = "客户方参与人", "更正前的"


def up(migrator, db):
    for id_, said in db.execute_sql("SELECT id, CAST(said AS TEXT) FROM withdrawal").fetchall():
        lines = [
            [label, text, label == FOR_INSIDERS or label.startswith(EARLIER)] for label, text, *_ in json.loads(said)
        ]
        told = json.dumps(lines, ensure_ascii=False)
        db.execute_sql(f"UPDATE withdrawal SET said = {db.param} WHERE id = {db.param}", (told, id_))
