from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.rules import commitment
from headway.foundation.audit.services import ACTOR_LENGTH, NAME_LENGTH, Deed, record, record_many
from headway.foundation.audit.tests.factories import AT, DONE, ONA, Person, entry, thing
from headway.foundation.core.actors import SystemActor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TRANSACTION = 2  # its savepoint, and the end of it
TAMPERING: dict[str, str] = {
    "change an entry": "UPDATE audit_entry SET actor_name = 'Jonas'",
    "change one column of one entry": "UPDATE audit_entry SET verb = 'x' WHERE number = {number}",
    "remove an entry": "DELETE FROM audit_entry WHERE number = {number}",
    "remove all entries": "DELETE FROM audit_entry",
    "change a payload": "UPDATE audit_payload SET content = '{{}}'",
    "change a salt": "UPDATE audit_payload SET salt = '' WHERE entry_id = {number}",
    "write over an entry": (
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE number = {number}"
        " ON CONFLICT (number) DO UPDATE SET actor_name = 'Jonas'"
    ),
    "write over a payload": (
        "INSERT INTO audit_payload SELECT * FROM audit_payload WHERE entry_id = {number}"
        " ON CONFLICT (entry_id) DO UPDATE SET content = '{{}}'"
    ),
}
ONLY_ON = {
    "sqlite": {
        "replace an entry": (
            "REPLACE INTO audit_entry (number, at, actor_id, actor_name, verb, thing_type,"
            " thing_key, thing_name, commitment)"
            " SELECT number, at, actor_id, 'Jonas', verb, thing_type, thing_key, thing_name,"
            " commitment FROM audit_entry"
        ),
        "replace a payload": (
            "REPLACE INTO audit_payload (entry_id, content, salt)"
            " SELECT entry_id, '{{}}', salt FROM audit_payload"
        ),
        "change or replace": "UPDATE OR REPLACE audit_entry SET number = number + 1",
    },
    "postgresql": {
        "empty the table": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry CASCADE",
    },
}
STATEMENTS = [
    pytest.param(statement, id=name)
    for statements in (TAMPERING, ONLY_ON.get(connection.vendor, {}))
    for name, statement in statements.items()
]
"""What this database would understand."""


def all_entries() -> QuerySet[Entry]:
    return Entry.objects.unrestricted(reason="test")


THROUGH_THE_ORM: dict[str, Callable[[Entry], object]] = {
    "save": lambda one: one.save(),
    "delete": lambda one: one.delete(),
    "update": lambda _one: all_entries().update(actor_name="Jonas"),
    "delete all": lambda _one: all_entries().delete(),
    "bulk update": lambda one: all_entries().bulk_update([one], ["actor_name"]),
    "write over": lambda one: Entry.objects.bulk_create(
        [one], update_conflicts=True, update_fields=["actor_name"], unique_fields=["number"]
    ),
    "save a payload": lambda one: one.payload.save(),
    "update payloads": lambda _one: Payload.objects.unrestricted(reason="test").update(salt=""),
}


def kept() -> list[tuple[object, ...]]:
    """Return the whole trail as it stands, entries with their payloads."""
    rows = Entry.objects.unrestricted(reason="test").order_by("number")
    return list(rows.values_list(*[f.name for f in Entry._meta.fields], "payload__content"))


def test_an_entry_says_who_did_what_to_which_thing_when_and_why() -> None:
    made = record(
        DONE, thing(), by=ONA, at=AT, payload={"what": "žuvį"}, reason="asked", name="Directory"
    )
    made.refresh_from_db()
    assert (made.at, made.actor_id, made.actor_name, made.verb) == (AT, "1", "Ona", "test_done")
    assert (made.thing_type, made.thing_key, made.thing_name) == (
        "publication.contentversion",
        "directory",
        "Directory",
    )
    assert made.payload.content == '{"reason":"asked","what":"žuvį"}'


@pytest.mark.parametrize("number", [1, 3])
def test_many_entries_keep_their_order_and_take_two_queries(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"Thing {n}" for n in range(number)]
    deeds = [Deed(thing(), name=name, payload={"name": name}) for name in names]
    with django_assert_num_queries(2 + TRANSACTION):
        made = record_many(DONE, deeds, by=ONA, at=AT)
    assert [each.thing_name for each in made] == names
    rows = all_entries().order_by("number")
    assert [row.thing_name for row in rows] == names
    assert [row.payload.content for row in rows] == [f'{{"name":"{name}"}}' for name in names]


def test_a_command_is_named_without_an_id() -> None:
    made = entry(SystemActor("headway demo"))
    assert (made.actor_id, made.actor_name) == ("", "headway demo")


def test_long_names_are_cut_and_not_refused() -> None:
    made = record(DONE, thing(), by=Person(1, "y" * 400), at=AT, name="z" * 400)
    made.refresh_from_db()
    assert (len(made.actor_name), len(made.thing_name)) == (ACTOR_LENGTH, NAME_LENGTH)


def test_the_commitment_is_made_of_payload_and_salt() -> None:
    one, same = entry(), entry()
    for made in (one, same):
        assert made.commitment == commitment(salt=made.payload.salt, payload=made.payload.content)
    assert one.commitment != same.commitment
    assert one.payload.content == same.payload.content


def test_a_payload_that_json_cannot_hold_leaves_no_entry() -> None:
    with pytest.raises(TypeError):
        entry(payload={"on": AT})
    assert kept() == []


def test_what_is_rolled_back_leaves_no_entry() -> None:
    stays = entry()

    def fail() -> None:
        with transaction.atomic():
            entry()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert [row[0] for row in kept()] == [stays.pk]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_or_removes_what_is_recorded(statement: str) -> None:
    number = entry().pk
    before = kept()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(number=number))
    assert kept() == before


@pytest.mark.parametrize("way", THROUGH_THE_ORM)
def test_no_call_changes_or_removes_what_is_recorded(way: str) -> None:
    one = entry()
    before = kept()
    one.actor_name = "Jonas"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        THROUGH_THE_ORM[way](one)
    assert kept() == before


def test_erasing_a_payload_leaves_the_entry_and_its_commitment() -> None:
    one, other = entry(), entry()
    Payload.objects.unrestricted(reason="test").get(pk=one.pk).delete()
    rows = {row[0]: row for row in kept()}
    assert (rows[one.pk][8], rows[one.pk][-1]) == (one.commitment, None)
    assert rows[other.pk][-1] == '{"what":"something"}'
