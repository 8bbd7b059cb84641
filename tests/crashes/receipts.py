"""What reporters were promised, held against what the database and the sent mails hold."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING

from config.installation import DATABASE
from headway.foundation.notices.rules import digest, message_id
from tests.crashes.site import SENDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

HANDED_IN = """
SELECT request_key, receipt, json_extract(content, '$.answers[0].done.en.words')
FROM reporting_submission ORDER BY id
"""
MAILS = "SELECT unique_key, text, state FROM notices_mail WHERE kind = 'reporting_receipt'"
AUDITED = """
SELECT content FROM audit_payload JOIN audit_entry ON number = entry_id
WHERE verb = 'report_submitted'
"""
WORDS = "SELECT json_extract(done, '$.en.words') FROM reporting_answer WHERE saved_at IS NOT NULL"
NUMBER = re.compile(r"Number of the receipt: (\S+)")
SAID = re.compile(r"Words (\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Promised:
    """What one reporter was promised: receipts by request, and the words saved last."""

    number: int
    receipts: Mapping[str, str]
    saved: int
    """By their number; 0 before the first."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is kept of all reports. Each list names receipts by their number."""

    handed_in: tuple[tuple[str, str], ...]
    """Requests, each with its receipt."""
    mails: tuple[str, ...]
    audited: tuple[str, ...]
    words: Mapping[int, int]
    """By reporter, the number of the words that stand."""
    unsent: tuple[str, ...] = ()
    """Receipts whose mail has not left."""
    files: tuple[str, ...] = ()
    """Receipts in the mails that were delivered into files."""


def ledger(data: Path) -> Ledger:
    """Read one moment of the database, then the files. :raises AssertionError: if it is broken."""
    with closing(sqlite3.connect(data / DATABASE, timeout=20, isolation_level=None)) as database:
        database.execute("BEGIN")
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        handed_in = database.execute(HANDED_IN).fetchall()
        mails = database.execute(MAILS).fetchall()
        audited = [json.loads(content) for (content,) in database.execute(AUDITED)]
        words = [SAID.fullmatch(said) for (said,) in database.execute(WORDS)]
    return Ledger(
        tuple((asked.partition("-")[2], receipt) for asked, receipt, _words in handed_in),
        tuple(NUMBER.findall(text)[0] for _key, text, _state in mails),
        tuple(each["receipt"] for each in audited),
        {int(said[1]): int(said[2]) for said in words if said},
        tuple(NUMBER.findall(text)[0] for _key, text, state in mails if state != "sent"),
        tuple(_in_files(data, mails)),
    )


def _in_files(data: Path, mails: Iterable[tuple[str, str, str]]) -> Iterable[str]:
    """Return the receipts that sent mails tell of, each under the one Message-ID of its mail."""
    for key, _text, state in mails:
        if state == "sent":
            ident = message_id(key, SENDER)
            content = (data / "mail" / f"{digest(ident)}.eml").read_bytes()
            mail = message_from_bytes(content, policy=modern)
            assert mail["Message-ID"] == ident
            body = mail.get_body(("plain",))
            assert body
            yield NUMBER.findall(body.get_content())[0]


def broken(all_promised: Iterable[Promised], kept: Ledger, *, is_over: bool = False) -> list[str]:
    """Say what is lost, doubled, or was never asked for.

    While people still report, more may be kept than they were told of; when all is over, not.
    """
    found = []
    promised = tuple(all_promised)
    receipts = {asked: each for person in promised for asked, each in person.receipts.items()}
    held = dict(kept.handed_in)
    found += [f"lost: {each}" for asked, each in receipts.items() if held.get(asked) != each]
    numbers = [receipt for _asked, receipt in kept.handed_in]
    found += _not_once("submissions", set(numbers), numbers)
    found += _not_once("mails", set(numbers), kept.mails)
    found += _not_once("entries in the audit trail", set(numbers), kept.audited)
    for person in promised:
        stands = kept.words.get(person.number, 0)
        if stands < person.saved or (is_over and stands != person.saved):
            found.append(f"{person.number}: saved was {person.saved}, kept is {stands}")
    if is_over:
        found += [
            f"nobody was told: {each}" for asked, each in held.items() if asked not in receipts
        ]
        found += [f"not sent: {each}" for each in kept.unsent]
        found += _not_once("delivered mails", set(numbers), kept.files)
    return found


def _not_once(what: str, wanted: set[str], names: Iterable[str]) -> list[str]:
    counted = Counter(names)
    return [
        f"{counted[each]} {what}: {each}"
        for each in sorted(wanted | set(counted))
        if counted[each] != 1 or each not in wanted
    ]
