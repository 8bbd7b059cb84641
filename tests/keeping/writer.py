"""Writes into an installation as fast as it can, until it is ended: `… writer DATA NUMBER`.

Each transaction adds an entry and its payload to the audit trail and counts two scopes up together;
once it is kept, its number is appended to the file `kept-NUMBER`.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from config.installation import DATABASE
from headway.foundation.audit.rules import commitment

ENTRY = """
INSERT INTO audit_entry
    (at, actor_id, actor_name, verb, thing_type, thing_key, thing_name, commitment)
VALUES ('2026-11-23 12:00:00', '', 'writer', 'written', 'x', 'x', 'x', ?)
"""
PAYLOAD = "INSERT INTO audit_payload (entry_id, content, salt) VALUES (?, ?, 'salt')"
SCOPES = ("one", "other")
BEGIN = "INSERT OR IGNORE INTO publication_contentversion VALUES (?, 0, '2026-11-23 12:00:00')"
COUNT = "UPDATE publication_contentversion SET number = number + 1 WHERE scope = ?"
WORDS = '{"words":"' + "a long sentence of somebody who writes " * 20 + '"}'


def main(data: Path, number: str) -> None:
    database = sqlite3.connect(data / DATABASE, timeout=60, isolation_level=None)
    database.execute("PRAGMA synchronous = FULL")
    with (data / f"kept-{number}").open("w", buffering=1) as kept:
        while True:
            database.execute("BEGIN IMMEDIATE")
            entry = database.execute(ENTRY, [commitment(salt="salt", payload=WORDS)]).lastrowid
            database.execute(PAYLOAD, [entry, WORDS])
            for scope in SCOPES:
                database.execute(BEGIN, [scope])
                database.execute(COUNT, [scope])
            database.execute("COMMIT")
            kept.write(f"{entry}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
