"""The trail, and what refuses to change it: entries stay; of a payload, only its erasure is allowed.

SQLite's REPLACE removes a row without firing the triggers on removal, so it is refused as well.
PostgreSQL has no such statement; its ON CONFLICT … DO UPDATE fires the trigger on changes.
"""

import django.db.models.deletion
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


REFUSED = "the audit trail is append-only"

SQLITE = [
    f"""CREATE TRIGGER audit_entry_{name} BEFORE {verb} ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for name, verb in (("keeps", "UPDATE"), ("stays", "DELETE"))
] + [
    f"""CREATE TRIGGER audit_payload_keeps BEFORE UPDATE ON audit_payload
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
] + [
    f"""CREATE TRIGGER audit_{table}_once BEFORE INSERT ON audit_{table}
        WHEN EXISTS (SELECT 1 FROM audit_{table} WHERE {key} = NEW.{key})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for table, key in (("entry", "number"), ("payload", "entry_id"))
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

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('audit', '0002_append_only'), ('audit', '0003_no_replacing')]

    initial = True

    dependencies = [
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False, verbose_name='number')),
                ('at', models.DateTimeField(db_index=True, verbose_name='at')),
                ('actor_id', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='actor')),
                ('actor_name', models.CharField(max_length=200, verbose_name='name of the actor')),
                ('verb', models.CharField(max_length=60, verbose_name='verb')),
                ('thing_type', models.CharField(max_length=60, verbose_name='type')),
                ('thing_key', models.CharField(max_length=60, verbose_name='key')),
                ('thing_name', models.CharField(max_length=300, verbose_name='name')),
                ('commitment', models.CharField(max_length=64, verbose_name='commitment')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'indexes': [models.Index(fields=['thing_type', 'thing_key'], name='audit_entry_thing')],
            },
        ),
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='payload', serialize=False, to='audit.entry', verbose_name='entry')),
                ('content', models.TextField(verbose_name='content')),
                ('salt', models.CharField(max_length=32, verbose_name='salt')),
            ],
            options={
                'verbose_name': 'payload',
                'verbose_name_plural': 'payloads',
            },
        ),
    ]), migrations.RunPython(protect, elidable=False)]
