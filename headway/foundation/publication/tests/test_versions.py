"""What is current is read from the database itself, so every process and every node knows it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from headway.foundation.publication.models import ContentVersion
from headway.foundation.publication.services import renew
from headway.foundation.publication.store import Known, Versions
from headway.foundation.publication.store import versions as store

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from pytest_django import Settings

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCOPES = frozenset({"a"})
TABLE = "CREATE TABLE publication_contentversion (scope text, number integer, renewed_at text)"
RENEWED = "INSERT INTO publication_contentversion VALUES ('a', ?, ?)"


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[sqlite3.Connection]:
    """Return how another process writes into the database that is asked for versions."""
    path = tmp_path / "versions.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute(TABLE)
    said: dict[str, Any] = {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {},
        "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0,
        "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "ATOMIC_REQUESTS": False, "TEST": {},
    }  # fmt: skip
    monkeypatch.setattr(
        connections, "create_connection", lambda alias: DatabaseWrapper(said, alias)
    )
    monkeypatch.setattr(store, "_errors", lambda _alias: (sqlite3.Error,))
    yield other
    other.close()


def version(versions: Versions) -> str:
    known = versions.current()
    assert known
    return known.of(SCOPES)


@pytest.mark.django_db
def test_what_another_process_commits_is_known_at_the_next_look(other: sqlite3.Connection) -> None:
    versions = Versions()
    found = [version(versions)]
    for number in (1, 2):
        other.execute(RENEWED, (number, "2026"))
        found.append(version(versions))
    assert (len(set(found)), found[-1]) == (3, version(versions))


@pytest.mark.django_db
def test_what_is_not_committed_is_not_known(other: sqlite3.Connection) -> None:
    versions = Versions()
    before = version(versions)
    other.execute("BEGIN")
    other.execute(RENEWED, (1, "2026"))
    assert version(versions) == before
    other.execute("ROLLBACK")
    assert version(versions) == before
    other.execute(RENEWED, (1, "2026"))
    assert version(versions) != before


@pytest.mark.django_db
def test_a_mark_that_stood_still_would_be_noticed(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: versions are read again because of the mark, and of nothing else."""
    monkeypatch.setitem(store.MARKS, "sqlite", "SELECT 1")
    versions = Versions()
    before = version(versions)
    other.execute(RENEWED, (1, "2026"))
    assert version(versions) == before


@pytest.mark.django_db
def test_every_thread_asks_for_itself(other: sqlite3.Connection) -> None:
    versions, found = Versions(), []
    found.append(version(versions))
    other.execute(RENEWED, (1, "2026"))
    thread = Thread(target=lambda: found.append(version(versions)))
    thread.start()
    thread.join()
    assert found[1] == version(versions) != found[0]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_complained_of_once(
    other: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    versions = Versions()
    before = version(versions)
    other.execute("ALTER TABLE publication_contentversion RENAME TO elsewhere")
    assert [versions.current(), versions.current()] == [None, None]
    assert len(caplog.records) == 1
    other.execute("ALTER TABLE elsewhere RENAME TO publication_contentversion")
    assert version(versions) == before
    other.execute("DROP TABLE publication_contentversion")
    assert (versions.current(), len(caplog.records)) == (None, 2)


@pytest.mark.django_db
def test_a_connection_does_not_last(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    make = connections.create_connection

    def create(alias: str) -> Any:  # noqa: ANN401 -- a wrapper of either database
        opened.append(alias)
        return make(alias)

    monkeypatch.setattr(connections, "create_connection", create)
    monkeypatch.setattr(store, "OPEN_FOR", -1)
    versions = Versions()
    assert version(versions) == version(versions)
    assert opened == [DEFAULT_DB_ALIAS] * 2


@pytest.mark.server
@pytest.mark.parametrize("is_pooled", [False, True], ids=["alone", "pooled"])
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_renewal_is_known_at_the_next_look(
    settings: Settings, *, is_pooled: bool
) -> None:
    settings.POOLED = is_pooled
    versions = Versions()
    found = [version(versions)]
    for _time in range(2):
        renew("a", at=AT)
        found.append(version(versions))
    assert (len(set(found)), found[-1]) == (3, version(versions))
    versions._of_thread.reader.close()  # or the database of the tests could not be taken away


@pytest.mark.server
@pytest.mark.parametrize("is_pooled", [False, True], ids=["alone", "pooled"])
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_line_that_is_cut_is_complained_of_and_opened_anew(
    settings: Settings, caplog: pytest.LogCaptureFixture, *, is_pooled: bool
) -> None:
    settings.POOLED = is_pooled
    versions = Versions()
    before = version(versions)
    line = versions._of_thread.reader._raw
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [line.info.backend_pid])
    assert versions.current() is None
    assert len(caplog.records) == 1
    assert version(versions) == before
    versions._of_thread.reader.close()


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ([("a", 1, "1")], [("a", 1, "1"), ("b", 1, "1")], True),
        ([("a", 1, "1")], [("a", 2, "2")], False),
        ([("a", 1, "1")], [("a", 1, "2")], False),  # the same number after a backup was restored
        ([], [("a", 1, "1")], False),
        ([("a", 1, "1")], [("ab", 1, "1"), ("a", 1, "1"), ("a:b", 1, "1")], True),
    ],
)
def test_a_version_is_that_of_the_scopes_alone(
    before: list[tuple[str, int, str]], after: list[tuple[str, int, str]], *, is_same: bool
) -> None:
    assert (Known(before).of(SCOPES) == Known(after).of(SCOPES)) is is_same


def test_versions_of_scopes_are_told_apart() -> None:
    known = Known([("a", 1, "1"), ("b:1", 1, "1")])
    asked = [frozenset(s) for s in ({"a"}, {"b:1"}, {"a", "b:"}, {"c"})]
    assert len({known.of(scopes) for scopes in asked}) == 4
    assert known.of(frozenset({""})) == known.of(frozenset({"a", "b:"}))


@pytest.mark.django_db
def test_the_table_is_the_one_of_the_model() -> None:
    """The statements name it themselves."""
    columns = [field.column for field in ContentVersion._meta.concrete_fields]
    assert (ContentVersion._meta.db_table, columns) == (
        "publication_contentversion",
        ["scope", "number", "renewed_at"],
    )
