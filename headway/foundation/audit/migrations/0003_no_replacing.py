"""SQLite's REPLACE removes a row without firing the triggers on removal: refuse it as well.

PostgreSQL has no such statement; its ON CONFLICT … DO UPDATE fires the trigger on changes.
"""

from django.db import migrations

REFUSED = "the audit trail is append-only"

SQLITE = [
    f"""CREATE TRIGGER audit_{table}_once BEFORE INSERT ON audit_{table}
        WHEN EXISTS (SELECT 1 FROM audit_{table} WHERE {key} = NEW.{key})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for table, key in (("entry", "number"), ("payload", "entry_id"))
]


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunPython(protect, elidable=False)]
