"""What a database holds of amendments and meetings, held against what was promised of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.installation import DATABASE
from tests.crashes.keepers import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.crashes.keepers import Keeper

ADOPTED = """
SELECT amendments_amendment.key, json_extract(said, '$.title.en.words')
FROM amendments_amendment JOIN amendments_operation ON amendment_id = amendments_amendment.id
WHERE state = 'adopted'
"""
EDITIONS = "SELECT number, state FROM strategy_edition ORDER BY number"
STANDING = """
SELECT json_extract(title, '$.en.words') FROM strategy_nodetext
WHERE until_number = 2147483647 AND depth = 2
"""
AUDITED = "SELECT verb, thing_key FROM audit_entry"
MEETINGS = "SELECT key, state FROM meetings_meeting"
MINUTES = """
SELECT meetings_meeting.key, json_extract(minutes, '$.en.words') FROM meetings_agendapoint
JOIN meetings_meeting ON meetings_meeting.id = meeting_id WHERE minutes_at IS NOT NULL
"""
MAILS = "SELECT kind, about_key, recipient, state FROM notices_mail WHERE kind LIKE 'meetings_%'"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept. Pairs are of a verb or kind, and the key of what it is about."""

    adopted: dict[str, str]
    """By amendment, the title that it gives a measure."""
    editions: tuple[tuple[int, str], ...]
    """Their numbers and states."""
    standing: tuple[str, ...]
    """The titles of measures as they stand."""
    audited: Counter[tuple[str, str]]
    meetings: dict[str, str]
    """By meeting, its state."""
    minutes: dict[str, str]
    mails: tuple[tuple[str, str, str], ...]
    """Each with its kind, what it is about, and to whom."""
    unsent: int = 0


def remembered(data: Path) -> Remembered:
    """Read one moment of the database. :raises AssertionError: if the file is broken."""
    with closing(sqlite3.connect(data / DATABASE, timeout=20, isolation_level=None)) as database:
        database.execute("BEGIN")
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

        def rows(statement: str) -> list[tuple[str, ...]]:
            return database.execute(statement).fetchall()

        mails = rows(MAILS)
        return Remembered(
            dict(rows(ADOPTED)),  # type: ignore[arg-type]  # two columns
            tuple((int(number), state) for number, state in rows(EDITIONS)),
            tuple(title for (title,) in rows(STANDING)),
            Counter((verb, key) for verb, key in rows(AUDITED)),
            dict(rows(MEETINGS)),  # type: ignore[arg-type]  # two columns
            dict(rows(MINUTES)),  # type: ignore[arg-type]  # two columns
            tuple((kind, key, recipient) for kind, key, recipient, _state in mails),
            sum(state != "sent" for _kind, _key, _recipient, state in mails),
        )


def broken(keeper: Keeper, now: Remembered, *, is_over: bool = False) -> list[str]:
    """Say what is lost, made by half, doubled, or was told to nobody or twice."""
    found = [f"lost: {key}" for key in keeper.adopted if key not in now.adopted]
    found += _of_editions(now)
    found += _told_once("amendment_adopted", now.adopted, now)
    invited = [key for key, state in now.meetings.items() if state != "planned"]
    written = [key for key, state in now.meetings.items() if state in {"to_confirm", "confirmed"}]
    found += [f"not invited: {key}" for key in keeper.invited if key not in invited]
    found += [
        f"minutes lost: {key}" for key in keeper.written if now.minutes.get(key) != words_of(key)
    ]
    found += [f"not handed in: {key}" for key in keeper.handed_in if key not in written]
    found += _told_once("meeting_invited", invited, now)
    found += _told_once("minutes_handed_in", written, now)
    found += _mailed("meetings_invitation", invited, now)
    found += _mailed("meetings_to_confirm", written, now)
    if is_over and now.unsent:
        found.append(f"{now.unsent} mails were not sent")
    return found


def words_of(key: str) -> str:
    return f"Minutes of {key}"


def _of_editions(now: Remembered) -> list[str]:
    """Each adopted amendment made one whole edition, and nothing else made any."""
    found = [
        f"edition {number} is {state}" for number, state in now.editions if state != "in_force"
    ]
    in_force = [number for number, state in now.editions if state == "in_force"]
    if in_force != list(range(1, len(now.adopted) + 2)):
        found.append(f"{len(now.adopted)} amendments made editions {in_force}")
    new = sorted(title for title in now.standing if title.startswith("New"))
    if new != sorted(now.adopted.values()):
        found.append(f"adopted is {sorted(now.adopted.values())}, the text says {new}")
    return found


def _told_once(verb: str, wanted: Iterable[str], now: Remembered) -> list[str]:
    told = {key: count for (each, key), count in now.audited.items() if each == verb}
    return [
        f"{told.get(key, 0)} entries of {verb}: {key}"
        for key in sorted({*told, *wanted})
        if told.get(key, 0) != (key in set(wanted))
    ]


def _mailed(kind: str, wanted: Iterable[str], now: Remembered) -> list[str]:
    """Each member got one mail of a kind about each thing that is wanted, and of no other."""
    sent: dict[str, list[str]] = {key: [] for key in wanted}
    for each, key, recipient in now.mails:
        if each == kind:
            sent.setdefault(key, []).append(recipient)
    return [
        f"{len(people)} mails of {kind}: {key}"
        for key, people in sorted(sent.items())
        if key not in set(wanted) or len(people) != MEMBERS or len(set(people)) != MEMBERS
    ]
