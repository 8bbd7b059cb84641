"""The trail, its chain, and what refuses to change either: rows stay; words may only be erased.

SQLite's REPLACE removes a row without firing the triggers on removal, so it is refused as well.
PostgreSQL has no such statement; its ON CONFLICT … DO UPDATE fires the trigger on changes.

On PostgreSQL entries are linked at the end of the transaction: `audit_gather` is called for each
entry among the constraints that wait for the end, and asks for `audit_link_up`, which is therefore
called after all of them. Only then the lock is taken: whoever holds it waits for no other row.
"""

import django.db.models.deletion
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


REFUSED = "the audit trail is append-only"
LOCK = 7_203_314  # any number that no other lock of this database has

KEPT = {
    "entry": ("number",),
    "link": ("position", "entry_id", "digest"),
    "erasure": ("id",),
    "dailyhead": ("day",),
}
"""Tables whose rows never change, and what may stand there once."""
PARTS = ("actor_name", "actor_salt"), ("thing_name", "thing_salt"), ("content", "content_salt")
ERASES = " AND ".join(
    ["NEW.entry_id = OLD.entry_id"]
    + [
        f"((NEW.{words} = OLD.{words} AND NEW.{salt} = OLD.{salt})"
        f" OR (NEW.{words} = '' AND NEW.{salt} = ''))"
        for words, salt in PARTS
    ]
)
"""What may be done to a payload: some of its words go, each with its salt; the others stay."""


def _once(table, names):
    same = " OR ".join(f"{name} = NEW.{name}" for name in names)
    return f"""CREATE TRIGGER audit_{table}_once BEFORE INSERT ON audit_{table}
        WHEN EXISTS (SELECT 1 FROM audit_{table} WHERE {same})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""


SQLITE = [
    f"""CREATE TRIGGER audit_{table}_{name} BEFORE {verb} ON audit_{table}
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
    for table in KEPT
    for name, verb in (("keeps", "UPDATE"), ("stays", "DELETE"))
] + [
    f"""CREATE TRIGGER audit_payload_keeps BEFORE UPDATE ON audit_payload WHEN NOT ({ERASES})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER audit_payload_stays BEFORE DELETE ON audit_payload
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
] + [_once(table, names) for table, names in {**KEPT, "payload": ("entry_id",)}.items()]

POSTGRESQL = [
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    f"""CREATE TRIGGER audit_payload_keeps BEFORE UPDATE ON audit_payload
        FOR EACH ROW WHEN (NOT ({ERASES})) EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_payload_stays BEFORE DELETE ON audit_payload
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_payload_remains BEFORE TRUNCATE ON audit_payload
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
] + [
    f"""CREATE TRIGGER audit_{table}_{name} BEFORE {verb} ON audit_{table}
        FOR EACH {each} EXECUTE FUNCTION audit_refuse()"""
    for table in KEPT
    for name, verb, each in (
        ("keeps", "UPDATE OR DELETE", "ROW"), ("stays", "TRUNCATE", "STATEMENT")
    )
] + [
    # Empty but within a transaction; it need not survive anything.
    """CREATE UNLOGGED TABLE audit_turn
        (entry_id bigint PRIMARY KEY, says varchar(64) NOT NULL)""",
    """CREATE FUNCTION audit_gather() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM audit_link WHERE entry_id = NEW.number) THEN
                INSERT INTO audit_turn VALUES (NEW.number, NEW.digest);
            END IF;
            RETURN NULL;
        END $$""",
    f"""CREATE FUNCTION audit_link_up() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            place bigint;
            before varchar(64);
        BEGIN
            PERFORM pg_advisory_xact_lock({LOCK});
            SELECT position, digest INTO place, before
                FROM audit_link ORDER BY position DESC LIMIT 1;
            place := coalesce(place, 0) + 1;
            before := coalesce(before, repeat('0', 64));
            INSERT INTO audit_link (position, entry_id, previous, digest)
                VALUES (place, NEW.entry_id, before, encode(sha256(convert_to(
                    concat_ws(E'\\x1f', place, NEW.entry_id, NEW.says, before), 'UTF8'
                )), 'hex'));
            DELETE FROM audit_turn WHERE entry_id = NEW.entry_id;
            RETURN NULL;
        END $$""",
    """CREATE CONSTRAINT TRIGGER audit_entry_gathers AFTER INSERT ON audit_entry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_gather()""",
    """CREATE CONSTRAINT TRIGGER audit_turn_links AFTER INSERT ON audit_turn
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link_up()""",
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
                ('verb', models.CharField(max_length=60, verbose_name='verb')),
                ('thing_type', models.CharField(max_length=60, verbose_name='type')),
                ('thing_key', models.CharField(max_length=60, verbose_name='key')),
                ('actor_commitment', models.CharField(max_length=64, verbose_name='commitment to the actor’s name')),
                ('thing_commitment', models.CharField(max_length=64, verbose_name='commitment to the thing’s name')),
                ('content_commitment', models.CharField(max_length=64, verbose_name='commitment to the content')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
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
                ('actor_name', models.CharField(max_length=200, verbose_name='name of the actor')),
                ('actor_salt', models.CharField(max_length=32, verbose_name='salt')),
                ('thing_name', models.CharField(max_length=300, verbose_name='name')),
                ('thing_salt', models.CharField(max_length=32, verbose_name='salt')),
                ('content', models.TextField(verbose_name='content')),
                ('content_salt', models.CharField(max_length=32, verbose_name='salt')),
            ],
            options={
                'verbose_name': 'payload',
                'verbose_name_plural': 'payloads',
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='position')),
                ('previous', models.CharField(max_length=64, verbose_name='digest before it')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='digest')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, related_name='link', to='audit.entry', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('actor', 'name of the actor'), ('thing', 'name'), ('content', 'content')], max_length=10, verbose_name='part')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='erasures', to='audit.entry', verbose_name='entry')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='audit.entry', verbose_name='record of the erasure')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'constraints': [models.UniqueConstraint(fields=('entry', 'part'), name='audit_erasure_once')],
            },
        ),
        migrations.CreateModel(
            name='DailyHead',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('position', models.BigIntegerField(verbose_name='position')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
            ],
            options={
                'verbose_name': 'daily head',
                'verbose_name_plural': 'daily heads',
            },
        ),
    ]), migrations.RunPython(protect, elidable=False)]
