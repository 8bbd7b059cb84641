"""Entries are never changed or removed; of a payload, only its erasure is allowed."""

from django.db import migrations

REFUSED = "the audit trail is append-only"

SQLITE = [
    f"""CREATE TRIGGER audit_entry_{name} BEFORE {verb} ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for name, verb in (("keeps", "UPDATE"), ("stays", "DELETE"))
] + [
    f"""CREATE TRIGGER audit_payload_keeps BEFORE UPDATE ON audit_payload
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
]
POSTGRESQL = [
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    """CREATE TRIGGER audit_entry_keeps BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_entry_stays BEFORE TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_payload_keeps BEFORE UPDATE ON audit_payload
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
]


def protect(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, elidable=False)]
