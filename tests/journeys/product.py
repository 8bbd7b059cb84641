"""The product as it runs: the production server on a copy of the demonstration."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from config.bench.serving import wait_for
from config.server import free_port

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
TEMPLATE = "headway_demonstration"


@dataclass(frozen=True, slots=True)
class Product:
    """A running server: where it is, the sign-in link of each role, where it keeps its data."""

    address: str
    links: Mapping[str, str]
    data: Path
    database: str

    def link(self, role: str) -> str:
        """Return the sign-in link of the first account whose name begins with the role."""
        return next(link for name, link in self.links.items() if name.startswith(role))

    def newest_mail(self, to: str) -> str:
        """Deliver what waits in the outbox, into files, and return what the newest says."""
        words = [sys.executable, "-m", "config.cli", "work", "--once"]
        surroundings = environment(self.data, self.database) | {"HEADWAY_MODE": "demo"}
        subprocess.run(words, cwd=ROOT, env=surroundings, check=True, capture_output=True)
        files = sorted((self.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
        mails = [message_from_bytes(path.read_bytes(), policy=modern) for path in files]
        return str([mail for mail in mails if mail["To"] == to][-1].get_content())

    def link_in(self, mail: str) -> str:
        """Return the address of this site that a mail asks to open."""
        found = re.search(r"https?://[^/\s]+(/\S+)", mail)
        assert found, mail
        return self.address + found[1]


def environment(data: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"HEADWAY_DATA": str(data), "HEADWAY_DATABASE": database, "HEADWAY_WORKERS": "1"}


def load(data: Path, database: str) -> None:
    """Make the demonstration from which every module of journeys takes a copy."""
    if database:
        run_on(database, SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
        database = address_of(database, TEMPLATE)
    words = [sys.executable, "-m", "config.cli", "demo", "--no-serve", "--json"]
    subprocess.run(words, cwd=ROOT, env=environment(data, database), check=True)


def copy(data: Path, database: str, *, name: str, to: Path) -> str:
    """Copy the demonstration's folder and database; return the address of the copy."""
    shutil.copytree(data, to)
    if not database:
        return ""
    statement = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(TEMPLATE))
    run_on(database, statement)
    return address_of(database, name)


def run_on(database: str, statement: SQL | psycopg.sql.Composed) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statement)


def address_of(database: str, name: str) -> str:
    return urlsplit(database)._replace(path=f"/{name}").geturl()


def start(data: Path, database: str) -> tuple[subprocess.Popen[str], Product]:
    """Start the server on a free port and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "config.cli", "demo", "--json", "--port", str(port)],
        cwd=ROOT,
        env=environment(data, database),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that it can be killed with the processes that it started
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/healthz/live", process)
    assert process.stdout
    told = json.loads(process.stdout.readline())
    links = {entry["role"]: entry["link"] for entry in told["links"]}
    return process, Product(address, links, data, database)
