"""What a database holds after a crash, held against what was promised before it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.crashes.writers import Writer

RECORDS = """
SELECT json_extract(note, '$.en.words') FROM strategy_liferecord
JOIN strategy_node ON strategy_node.id = node_id WHERE key = ? ORDER BY strategy_liferecord.id
"""
LIFE = """
SELECT json_extract(note, '$.en.words'), version FROM strategy_life
JOIN strategy_node ON strategy_node.id = node_id WHERE key = ?
"""
AUDITED = "SELECT count(*) FROM audit_entry WHERE verb = 'life_set' AND thing_key = ?"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds of one measure: its notes in order, the one shown, its version."""

    notes: tuple[str, ...]
    shown: str
    version: int
    audited: int


def kept(database: sqlite3.Connection, key: str) -> Kept:
    notes = tuple(str(note or "") for (note,) in database.execute(RECORDS, [key]))
    shown, version = database.execute(LIFE, [key]).fetchone()
    return Kept(notes, str(shown or ""), version, *database.execute(AUDITED, [key]).fetchone())


def broken_promises(writer: Writer, before: Kept, now: Kept) -> list[str]:
    """Say what is lost, doubled, unasked, or missing in the audit trail since `before`."""
    new = Counter(now.notes[len(before.notes) :])
    found = [f"lost: {note}" for note in writer.promised if not new[note]]
    found += [f"kept {count} times: {note}" for note, count in new.items() if count > 1]
    asked = {*writer.promised, *writer.unanswered}
    found += [f"nobody wrote: {note}" for note in new if note not in asked]
    changes = new.total()
    if now.audited - before.audited != changes:
        found.append(f"{changes} changes, {now.audited - before.audited} in the audit trail")
    if now.version - before.version != changes:
        found.append(f"{changes} changes, version {before.version} became {now.version}")
    if now.notes and now.shown != now.notes[-1]:
        found.append(f"shown is {now.shown}, recorded last is {now.notes[-1]}")
    return found


def examined(path: Path, keys: Iterable[str]) -> tuple[str, dict[str, Kept]]:
    """Return what SQLite says of the whole file, and what it holds of some measures."""
    with closing(sqlite3.connect(path)) as database:
        verdict = str(database.execute("PRAGMA integrity_check").fetchone()[0])
        return verdict, {key: kept(database, key) for key in keys}
