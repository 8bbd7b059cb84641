from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from headway.foundation.audit.models import Entry, Payload
from headway.foundation.audit.rules import commitment
from headway.foundation.audit.services import (
    ACTOR_LENGTH,
    NAME_LENGTH,
    Deed,
    keep_daily_heads,
    record,
    record_many,
)
from headway.foundation.audit.tests.factories import (
    AT,
    DONE,
    JONAS,
    LINKING,
    ONA,
    Person,
    entry,
    erased,
    settle,
    thing,
)
from headway.foundation.core.actors import SystemActor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TRANSACTION = 2  # its savepoint, and the end of it
TAMPERING: dict[str, str] = {
    "change an entry": "UPDATE audit_entry SET actor_id = '2'",
    "change one column of one entry": "UPDATE audit_entry SET verb = 'x' WHERE number = {number}",
    "remove an entry": "DELETE FROM audit_entry WHERE number = {number}",
    "remove all entries": "DELETE FROM audit_entry",
    "change a payload": "UPDATE audit_payload SET content = '{{}}'",
    "change a name": "UPDATE audit_payload SET actor_name = 'Jonas'",
    "change a salt": "UPDATE audit_payload SET content_salt = '' WHERE entry_id = {number}",
    "keep a salt": "UPDATE audit_payload SET content = '' WHERE entry_id = {number}",
    "move a payload": "UPDATE audit_payload SET entry_id = {number} + 1000",
    "remove a payload": "DELETE FROM audit_payload WHERE entry_id = {number}",
    "change a link": "UPDATE audit_link SET previous = ''",
    "move a link": "UPDATE audit_link SET position = position + 1000",
    "remove a link": "DELETE FROM audit_link WHERE entry_id = {number}",
    "change a head": "UPDATE audit_dailyhead SET digest = ''",
    "remove a head": "DELETE FROM audit_dailyhead",
    "change an erasure": "UPDATE audit_erasure SET part = 'thing'",
    "remove an erasure": "DELETE FROM audit_erasure",
    "write over an entry": (
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE number = {number}"
        " ON CONFLICT (number) DO UPDATE SET actor_id = '2'"
    ),
    "write over a payload": (
        "INSERT INTO audit_payload SELECT * FROM audit_payload WHERE entry_id = {number}"
        " ON CONFLICT (entry_id) DO UPDATE SET content = '{{}}'"
    ),
}
ONLY_ON = {
    "sqlite": {
        "replace an entry": (
            "REPLACE INTO audit_entry (number, at, actor_id, verb, thing_type, thing_key,"
            " actor_commitment, thing_commitment, content_commitment, digest)"
            " SELECT number, at, '2', verb, thing_type, thing_key, actor_commitment,"
            " thing_commitment, content_commitment, digest FROM audit_entry"
        ),
        "replace a payload": (
            "REPLACE INTO audit_payload SELECT entry_id, actor_name, actor_salt, thing_name,"
            " thing_salt, '{{}}', content_salt FROM audit_payload"
        ),
        "replace a link": (
            "REPLACE INTO audit_link (position, entry_id, previous, digest)"
            " SELECT position + 1000, entry_id, previous, '' FROM audit_link"
        ),
        "replace a head": (
            "REPLACE INTO audit_dailyhead SELECT day, position, '' FROM audit_dailyhead"
        ),
        "change or replace": "UPDATE OR REPLACE audit_entry SET number = number + 1",
    },
    "postgresql": {
        "empty the table": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry CASCADE",
        "empty the chain": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_link",
        "empty the heads": "TRUNCATE audit_dailyhead",
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


def all_payloads() -> QuerySet[Payload]:
    return Payload.objects.unrestricted(reason="test")


THROUGH_THE_ORM: dict[str, Callable[[Entry], object]] = {
    "save": lambda one: one.save(),
    "delete": lambda one: one.delete(),
    "update": lambda _one: all_entries().update(actor_id="2"),
    "delete all": lambda _one: all_entries().delete(),
    "bulk update": lambda one: all_entries().bulk_update([one], ["actor_id"]),
    "write over": lambda one: Entry.objects.bulk_create(
        [one], update_conflicts=True, update_fields=["actor_id"], unique_fields=["number"]
    ),
    "save a payload": lambda one: one.payload.save(),
    "update payloads": lambda _one: Payload.objects.unrestricted(reason="test").update(
        actor_salt=""
    ),
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
    assert (made.at, made.actor_id, made.verb) == (AT, "1", "test_done")
    assert (made.thing_type, made.thing_key) == ("publication.contentversion", "directory")
    assert (made.payload.actor_name, made.payload.thing_name) == ("Ona", "Directory")
    assert made.payload.content == '{"reason":"asked","what":"žuvį"}'


@pytest.mark.parametrize("number", [1, 3])
def test_many_entries_keep_their_order_and_take_two_queries_and_two_to_link(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"Thing {n}" for n in range(number)]
    deeds = [Deed(thing(), name=name, payload={"name": name}) for name in names]
    with django_assert_num_queries(2 + LINKING[connection.vendor] + TRANSACTION):
        made = record_many(DONE, deeds, by=ONA, at=AT)
    rows = all_entries().order_by("number")
    assert [row.pk for row in rows] == [each.pk for each in made]
    assert [row.payload.thing_name for row in rows] == names
    assert [row.payload.content for row in rows] == [f'{{"name":"{name}"}}' for name in names]


def test_a_command_is_named_without_an_id() -> None:
    made = entry(SystemActor("headway demo"))
    assert (made.actor_id, made.payload.actor_name) == ("", "headway demo")


def test_long_names_are_cut_and_not_refused() -> None:
    made = record(DONE, thing(), by=Person(1, "y" * 400), at=AT, name="z" * 400)
    made.refresh_from_db()
    kept = made.payload
    assert (len(kept.actor_name), len(kept.thing_name)) == (ACTOR_LENGTH, NAME_LENGTH)


def test_commitments_are_made_of_words_and_salts() -> None:
    one, same = entry(), entry()
    for made in (one, same):
        kept = made.payload
        assert commitment(salt=kept.actor_salt, words="Ona") == made.actor_commitment
        assert commitment(salt=kept.thing_salt, words="directory 1") == made.thing_commitment
        assert commitment(salt=kept.content_salt, words=kept.content) == made.content_commitment
    assert one.payload.content == same.payload.content
    committed = [
        (made.actor_commitment, made.thing_commitment, made.content_commitment)
        for made in (one, same)
    ]
    assert len({each for three in committed for each in three}) == 6


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


def everything() -> list[list[tuple[object, ...]]]:
    """Return every table of the trail as it stands."""
    with connection.cursor() as cursor:
        found = []
        for table in ("entry", "payload", "link", "erasure", "dailyhead"):
            cursor.execute(f"SELECT * FROM audit_{table} ORDER BY 1")  # noqa: S608 -- our own names
            found.append(cursor.fetchall())
        return found


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_or_removes_what_is_recorded(statement: str) -> None:
    number = entry().pk
    entry(JONAS)
    erased(JONAS, "Jonas Jonaitis")
    settle()
    keep_daily_heads(at=AT + timedelta(days=1))
    before = everything()
    assert all(before)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(number=number))
    assert everything() == before


@pytest.mark.parametrize("way", THROUGH_THE_ORM)
def test_no_call_changes_or_removes_what_is_recorded(way: str) -> None:
    one = entry()
    before = kept()
    one.actor_id = one.payload.actor_name = "2"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        THROUGH_THE_ORM[way](one)
    assert kept() == before
