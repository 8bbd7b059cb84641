"""Measures what the chain of the audit trail costs: many who write at once, and its verification.

`python -m config.bench.chaining --writers 8 --seconds 10 --entries 100000` makes an installation in
the data folder, on the database that the settings name, and prints one line of JSON. Each writer is
a process; each of its transactions changes a row of its own and records it. Rounds with and without
the chain follow each other, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import django
from django.core.management import call_command
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 3
TABLES = ("link", "erasure", "payload", "entry")
IN_ONE_GO = 1_000
CENTILES = 20


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--writers", type=int, default=8)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--entries", type=int, default=100_000)
    wanted = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    django.setup()
    call_command("migrate", verbosity=0)
    rounds: dict[str, list[dict[str, float]]] = {"with": [], "without": []}
    for _round in range(ROUNDS):
        with _without_chain():
            rounds["without"].append(_round_of(wanted.writers, wanted.seconds, is_linked=False))
        rounds["with"].append(_round_of(wanted.writers, wanted.seconds, is_linked=True))
    result = {"database": connection.vendor, "writers": wanted.writers}
    result |= {name: _middle(found) for name, found in rounds.items()}
    print(json.dumps(result | {"verify": _verified(wanted.entries)}))
    return 0


@contextmanager
def _without_chain() -> Iterator[None]:
    """Let entries stand alone for a while; what was recorded then is taken out again."""
    if connection.vendor == "postgresql":
        _run("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    yield
    if connection.vendor == "postgresql":
        for table in TABLES:
            _run(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")
        _run("TRUNCATE audit_payload, audit_entry, audit_link, audit_erasure")
        for table in TABLES:
            _run(f"ALTER TABLE audit_{table} ENABLE TRIGGER USER")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    for name, _statement in triggers:
        _run(f"DROP TRIGGER {name}")
    for table in TABLES:
        _run(f"DELETE FROM audit_{table}")  # noqa: S608 -- our own names
    for _name, statement in triggers:
        _run(statement)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _round_of(writers: int, seconds: float, *, is_linked: bool) -> dict[str, float]:
    """Let so many write for so long; return how many transactions a second, how long one took."""
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(writers):
            if not os.fork():
                took = _write_for(seconds, f"bench {number}", is_linked=is_linked)
                Path(folder, str(number)).write_text(json.dumps(took), encoding="ascii")
                os._exit(0)
        for _writer in range(writers):
            os.wait()
        took = [
            ms
            for path in Path(folder).iterdir()
            for ms in json.loads(path.read_text(encoding="ascii"))
        ]
    return {
        "per_second": round(len(took) / seconds, 1),
        "p50_ms": round(median(took), 1),
        "p95_ms": round(quantiles(took, n=CENTILES)[-1], 1),
    }


def _write_for(seconds: float, name: str, *, is_linked: bool) -> list[float]:
    """Change a row and record it, again and again; return the milliseconds of each."""
    services: Any = importlib.import_module("headway.foundation.audit.services")
    if not is_linked:
        services._link = lambda _entries: []
    write = _writing(services, name)
    took, until = [], time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        with transaction.atomic():
            write()
        took.append(round(1000 * (time.perf_counter() - began), 1))
    return took


def _writing(services: Any, name: str) -> Callable[[], None]:  # noqa: ANN401 -- a module
    renew = importlib.import_module("headway.foundation.publication.services").renew
    versions = importlib.import_module("headway.foundation.publication.models").ContentVersion
    verb = importlib.import_module("headway.foundation.accounts.verbs").SIGNED_IN
    by = importlib.import_module("headway.foundation.core.actors").SystemActor(name)
    now = importlib.import_module("django.utils.timezone").now
    thing = versions(scope=name, renewed_at=now())

    def write() -> None:
        renew(name, at=now())
        services.record(verb, thing, by=by, at=now(), payload={"method": "password"})

    return write


def _middle(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(each[name] for each in rounds) for name in rounds[0]}


def _verified(entries: int) -> dict[str, float]:
    """Record so many more entries and verify the whole chain; return how many in a second."""
    services: Any = importlib.import_module("headway.foundation.audit.services")
    verifying: Any = importlib.import_module("headway.foundation.audit.verifying")
    verb = importlib.import_module("headway.foundation.accounts.verbs").SIGNED_IN
    by = importlib.import_module("headway.foundation.core.actors").SystemActor("bench")
    now = importlib.import_module("django.utils.timezone").now
    versions = importlib.import_module("headway.foundation.publication.models").ContentVersion
    thing = versions(scope="bench", renewed_at=now())
    for start in range(0, entries, IN_ONE_GO):
        deeds = [services.Deed(thing, payload={"n": start + n}) for n in range(IN_ONE_GO)]
        services.record_many(verb, deeds, by=by, at=now())
    began, busy = time.perf_counter(), time.process_time()
    found = verifying.verify()
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    if found.broken:
        sys.exit(found.broken)
    return {
        "entries": found.entries,
        "seconds": round(seconds, 1),
        "per_second": round(found.entries / seconds),
        "cpu_s": round(cpu, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
