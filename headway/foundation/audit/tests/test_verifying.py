"""Whatever is done to the trail behind the product’s back is noticed; an erasure breaks nothing."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from conftest import triggers_off
from headway.foundation.audit.models import DailyHead, Erasure, Link, Payload
from headway.foundation.audit.queries import head
from headway.foundation.audit.rules import GENESIS, link_digest
from headway.foundation.audit.services import keep_daily_heads
from headway.foundation.audit.tests.factories import AT, JONAS, ONA, entry, erased, settle
from headway.foundation.audit.verifying import Verified, verify

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)
LENGTH = 6


def furnished() -> list[int]:
    """Make a chain in which each may be found out, with an erasure and a head; return entries."""
    made = [entry(ONA if n % 2 else JONAS, payload={"what": f"thing {n}"}) for n in range(LENGTH)]
    settle()
    return [each.pk for each in made]


def run(statement: str, *values: Any) -> int:  # noqa: ANN401 -- what a database takes
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def tampering() -> Generator[list[int]]:
    """Be somebody who holds the database, and can do away with triggers; then undo all."""
    with transaction.atomic():
        entries = furnished()
        with triggers_off():
            yield entries
        transaction.set_rollback(True)


def broken() -> str:
    return verify().broken


def test_an_untouched_chain_is_whole() -> None:
    assert verify() == Verified()
    entries = furnished()
    found = verify()
    assert (found.broken, found.entries, found.head) == ("", len(entries), head())
    assert found.head.position == LENGTH


def test_a_slice_ends_where_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    furnished()
    for size in (1, 2, LENGTH, LENGTH + 1):
        monkeypatch.setattr("headway.foundation.audit.verifying.SLICE", size)
        assert (verify().broken, verify().entries) == ("", LENGTH)


TEXTS: dict[str, tuple[str, ...]] = {
    "audit_entry": (
        "actor_id", "verb", "thing_type", "thing_key", "actor_commitment", "thing_commitment",
        "content_commitment", "digest",
    ),
    "audit_payload": (
        "actor_name", "actor_salt", "thing_name", "thing_salt", "content", "content_salt",
    ),
    "audit_link": ("previous", "digest"),
}  # fmt: skip
KEYS = {"audit_entry": "number", "audit_payload": "entry_id", "audit_link": "entry_id"}
COLUMNS = st.sampled_from([(table, each) for table, names in TEXTS.items() for each in names])


@examples(max_examples=60)
@given(COLUMNS, st.integers(0, LENGTH - 1), st.text("abcdef0123456789", max_size=30))
def test_any_altered_value_is_noticed_at_its_entry(
    where: tuple[str, str], place: int, words: str
) -> None:
    table, column = where
    with tampering() as entries:
        number = entries[place]
        key = KEYS[table]
        statement = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} <> %s"  # noqa: S608 -- our own names
        changed = run(statement, words, number, words)
        found = verify()
        assert bool(found.broken) is bool(changed), found.broken
        assert found.entry == (number if changed else None)


@examples(max_examples=20)
@given(st.integers(0, LENGTH - 1), st.integers(-5, 5))
def test_any_altered_moment_is_noticed(place: int, minutes: int) -> None:
    with tampering() as entries:
        number = entries[place]
        run("UPDATE audit_entry SET at = %s WHERE number = %s", AT + minutes * DAY, number)
        assert verify().entry == (number if minutes else None)


REMOVALS: dict[str, tuple[str, ...]] = {
    "a link": ("DELETE FROM audit_link WHERE entry_id = %s",),
    "a payload": ("DELETE FROM audit_payload WHERE entry_id = %s",),
    "an entry": (
        "DELETE FROM audit_payload WHERE entry_id = %s",
        "DELETE FROM audit_link WHERE entry_id = %s",
        "DELETE FROM audit_entry WHERE number = %s",
    ),
}


@pytest.mark.parametrize("place", range(LENGTH - 1))
@pytest.mark.parametrize("what", REMOVALS)
def test_any_removal_is_noticed(what: str, place: int) -> None:
    with tampering() as entries:
        number = entries[place]
        for statement in REMOVALS[what]:
            run(statement, number)
        assert broken()


@pytest.mark.parametrize("where", [f"position = {LENGTH}", "position > 0"])
def test_removed_links_are_noticed_though_the_entries_stay(where: str) -> None:
    with tampering():
        run(f"DELETE FROM audit_link WHERE {where}")  # noqa: S608 -- our own words
        assert broken().endswith("has no place in the chain.")


@examples(max_examples=20)
@given(st.permutations(range(LENGTH)))
def test_any_other_order_is_noticed(order: list[int]) -> None:
    with tampering() as entries:
        run("UPDATE audit_link SET entry_id = -entry_id")
        for place, which in enumerate(order, start=1):
            run("UPDATE audit_link SET entry_id = %s WHERE position = %s", entries[which], place)
        first = next((n for n, which in enumerate(order) if n != which), None)
        assert verify().entry == (None if first is None else entries[order[first]])


@pytest.mark.parametrize("place", range(1, LENGTH + 1))
def test_any_insertion_is_noticed(place: int) -> None:
    """An entry with words that fit, and with a link that fits with what stands before it."""
    with tampering():
        before = Link.objects.get(position=place)
        run("UPDATE audit_link SET position = position + 100 WHERE position >= %s", place)
        run("UPDATE audit_link SET position = position - 99 WHERE position > 100")
        new = entry(ONA)
        run("DELETE FROM audit_link WHERE entry_id = %s", new.pk)
        digest = link_digest(
            position=place, entry=new.pk, says=new.digest, previous=before.previous
        )
        Link.objects.create(position=place, entry=new, previous=before.previous, digest=digest)
        found = verify()
        assert (found.entry, found.entries) == (before.entry_id, place)


def test_an_entry_written_past_the_product_is_noticed() -> None:
    with tampering() as entries:
        run(
            "INSERT INTO audit_entry (at, actor_id, verb, thing_type, thing_key, actor_commitment,"
            " thing_commitment, content_commitment, digest) SELECT at, actor_id, verb, thing_type,"
            " thing_key, actor_commitment, thing_commitment, content_commitment, digest"
            " FROM audit_entry WHERE number = %s",
            entries[0],
        )
        assert broken().endswith("has no place in the chain.")


def made_anew() -> None:
    """Compute every link anew, as somebody would who altered an entry and knows the method."""
    previous = GENESIS
    for link in Link.objects.order_by("position").select_related("entry"):
        digest = link_digest(
            position=link.position, entry=link.entry_id, says=link.entry.digest, previous=previous
        )
        statement = "UPDATE audit_link SET previous = %s, digest = %s WHERE position = %s"
        run(statement, previous, digest, link.position)
        previous = digest


def published() -> tuple[date, str]:
    """Keep a head of what there is, and say it as somebody outside would know it."""
    [kept] = keep_daily_heads(at=AT + DAY)
    return kept.day, kept.digest


def test_a_chain_that_was_cut_fits_in_itself_and_not_with_a_head() -> None:
    with tampering() as entries:
        known = published()
        assert not verify([known]).broken
        for statement in REMOVALS["an entry"]:
            run(statement, entries[-1])
        assert broken() == f"The head of {known[0]} is not in the chain."
        run("DELETE FROM audit_dailyhead")
        assert not broken(), "nothing in the house knows"
        assert "cut or made anew" in verify([known]).broken


def test_a_chain_made_anew_fits_in_itself_and_not_with_a_head() -> None:
    with tampering() as entries:
        known = published()
        altered = Link.objects.select_related("entry").get(entry=entries[2]).entry
        altered.verb = "something_else"
        statement = "UPDATE audit_entry SET verb = %s, digest = %s WHERE number = %s"
        run(statement, altered.verb, altered.computed_digest, altered.pk)
        assert verify().entry == altered.pk
        made_anew()
        run("DELETE FROM audit_dailyhead")
        assert not broken(), "nothing in the house knows"
        assert "cut or made anew" in verify([known]).broken


def test_another_head_kept_for_a_day_than_published_is_noticed() -> None:
    furnished()
    day, _digest = published()
    earlier = Link.objects.get(position=LENGTH - 1).digest
    assert verify([(day, earlier)]).broken == (
        f"The head kept for {day} is another than the one published."
    )


def test_an_erasure_breaks_nothing_and_is_counted() -> None:
    furnished()
    entry(ONA, payload={"what": "a talk with JONAS JONAITIS"})
    settle()
    before = head()
    counted = erased(JONAS, "Jonas Jonaitis")
    settle()
    found = verify()
    assert (found.broken, found.entries, found.erased) == ("", before.position + 1, 4)
    assert dict(counted) == {"actor": 3, "content": 1}
    kept = Payload.objects.unrestricted(reason="test")
    assert not any("jonaitis" in f"{p.actor_name}{p.thing_name}{p.content}".lower() for p in kept)
    assert not dict(erased(JONAS, "Jonas Jonaitis")), "nothing is left to erase"
    settle()
    assert not broken()


MARK = "INSERT INTO audit_erasure (entry_id, part, record_id) VALUES ({ours}, 'content', {record})"
HIDDEN: dict[str, tuple[str, ...]] = {
    "words lost without a record": (
        "UPDATE audit_payload SET content = '', content_salt = '' WHERE entry_id = {ours}",
    ),
    "another part marked": ("UPDATE audit_erasure SET part = 'content' WHERE entry_id = {theirs}",),
    "more erased than recorded": (
        "UPDATE audit_payload SET content = '', content_salt = '' WHERE entry_id = {ours}",
        MARK,
    ),
    "marked and still there": (MARK,),
    "words put back": ("UPDATE audit_payload SET actor_name = 'Petras' WHERE entry_id = {theirs}",),
    "a mark removed": ("DELETE FROM audit_erasure WHERE entry_id = {theirs}",),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_is_hidden_as_an_erasure_is_noticed(what: str) -> None:
    theirs, ours, *_others = furnished()
    erased(JONAS, "Jonas Jonaitis")
    settle()
    assert not broken()
    with triggers_off():
        record = Erasure.objects.values_list("record_id", flat=True)[0]
        for statement in HIDDEN[what]:
            run(statement.format(theirs=theirs, ours=ours, record=record))
        assert broken()


def test_a_head_is_kept_for_each_day_that_ended(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    assert [(kept.day, kept.digest) for kept in keep_daily_heads(at=AT)] == [
        (date(2026, 3, 1), GENESIS)
    ]
    furnished()
    with django_assert_num_queries(1 + 2):
        assert keep_daily_heads(at=AT) == []
    made = keep_daily_heads(at=AT + 3 * DAY)
    assert [(kept.day, kept.position) for kept in made] == [
        (date(2026, 3, number), LENGTH) for number in (2, 3, 4)
    ]
    assert {kept.digest for kept in made} == {head().digest}
    assert DailyHead.objects.count() == 4
    assert verify().heads == 4
