"""A backup of one database is restored on the other, and back, and says the same throughout."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.commands.conftest import run
from tests.journeys import product
from tests.keeping.conftest import content, manifest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.once

LOOSE = "UPDATE reporting_report SET organisation_id = 999999 WHERE id = 1"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demonstration") / "data"
    product.load(data, "")
    return data


@pytest.mark.parametrize("world", ["kept", pytest.param("demonstration", marks=pytest.mark.audit)])
def test_there_and_back_nothing_has_changed(
    world: str,
    request: pytest.FixtureRequest,
    new_database: Callable[[str], str],
    tmp_path: Path,
) -> None:
    data: Path = request.getfixturevalue(world)
    there = new_database(f"there_{world}")
    files = [tmp_path / f"{n}.hwb" for n in range(3)]
    on_postgresql, back = tmp_path / "postgresql", tmp_path / "back"
    for done in (
        run(data, "backup", str(files[0])),
        run(on_postgresql, "restore", str(files[0]), HEADWAY_DATABASE=there),
        run(on_postgresql, "backup", str(files[1]), HEADWAY_DATABASE=there),
        run(back, "restore", str(files[1])),
        run(back, "backup", str(files[2])),
    ):
        assert done.returncode == 0, done.stderr
    first, *others = [manifest_of(file) for file in files]
    assert [first.engine, *(each.engine for each in others)] == ["sqlite", "postgresql", "sqlite"]
    for other in others:
        assert other.digest == first.digest
        assert other.audit_head == first.audit_head
        assert other.files == first.files
        assert [(t.name, t.highest) for t in other.tables] == [
            (t.name, t.highest) for t in first.tables
        ]
    assert without_order(content(back)) == without_order(content(data))
    assert_whole(there, first.rows)


def without_order(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[list[str]]]:
    """Return rows with their JSON sorted: PostgreSQL keeps no order of names."""
    return {
        name: sorted([[_sorted(value) for value in row] for row in rows])
        for name, rows in found.items()
    }


def _sorted(value: object) -> str:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return value
    return repr(value)


def assert_whole(database: str, rows: int) -> None:
    """See that PostgreSQL holds to what was taken away while rows were loaded."""
    with psycopg.connect(database, autocommit=True) as connection:
        assert rows > 100
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute("DELETE FROM audit_entry")
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connection.execute(LOOSE)
        tables = connection.execute("SELECT tablename FROM pg_tables").fetchall()
        assert ("headway_restoring",) not in tables


def test_a_database_that_holds_something_is_refused(
    backup: Path, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    there = new_database("taken")
    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute("CREATE TABLE somebodys (work text)")
    done = run(tmp_path / "data", "restore", str(backup), HEADWAY_DATABASE=there)
    assert done.returncode == 1
    assert re.fullmatch(
        r"headway: the database is not empty; name an empty one with HEADWAY_DATABASE\.\n",
        done.stderr,
    )
    with psycopg.connect(there) as connection:
        assert connection.execute("SELECT tablename FROM pg_tables "
            "WHERE schemaname = 'public'").fetchall() == [("somebodys",)]  # fmt: skip
