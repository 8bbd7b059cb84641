"""Commands that keep the audit trail and what is known of people."""

from __future__ import annotations

import argparse
from datetime import date

from config.command import JSON, Argument, Command

BYTES = 32  # of a digest


def _head(text: str) -> tuple[date, str]:
    """Read a head as it is published: a day and the digest of that day."""
    day, _colon, digest = text.partition(":")
    try:
        if len(bytes.fromhex(digest)) == BYTES:
            return date.fromisoformat(day), digest.lower()
    except ValueError:
        pass
    message = f"“{text}” is no head; write a day and its digest, such as 2026-11-22:4bf5…"
    raise argparse.ArgumentTypeError(message)


KEEPING = (
    Command(
        "audit",
        "compute the chain of the audit trail anew, and say whether anything was altered",
        "Names the first entry that was altered, removed, put in or moved. What was erased of a "
        "person breaks nothing, if the erasure is recorded. A chain that was cut at its end or "
        "made anew as a whole fits in itself: give `--head` a head that was published before, as "
        "the page /integrity/ shows it. Changes nothing.",
        "headway audit verify --head 2026-11-22:"
        "9a78969c9dc2219f71c7f1ad3e7edaa9f185edcfb5c3b986238ec6cd58fe5eab",
        (
            Argument("deed", "verify", {"metavar": "verify", "choices": ("verify",)}),
            Argument(
                "--head",
                "a head published elsewhere, which must be in the chain; may be repeated",
                {"metavar": "DAY:DIGEST", "action": "append", "default": [], "type": _head},
            ),
            JSON,
        ),
    ),
    Command(
        "prune",
        "take out what is past its time: ended sessions, texts of old mails, visitors of events",
        "How long each kind is kept: docs/retention.md. `work` does it by itself once a day, so "
        "this is for a timer in place of `work`. Running it twice takes out nothing more.",
        "headway prune --json",
        (JSON,),
    ),
    Command(
        "erase-person",
        "erase what is kept of a person who has an account, and prove it",
        "Takes out the account, ways to sign in, sessions, tokens and mails; puts “a person whose "
        "data were erased” in place of the name and a dead address in place of the address, in "
        "every table and in the audit trail, and no bytes of them are left in the database. What "
        "was done stays. The receipt says what was erased from which table, that nothing is left, "
        "and that the chain of the audit trail is whole before and after; it holds no personal "
        "data, so keep it: after restoring a backup from before, erase the number that it names "
        "once more. The content of files is not searched.",
        "headway erase-person ona@example.org --dry-run",
        (
            Argument("person", "address of the account, or its number", {"metavar": "PERSON"}),
            Argument("--dry-run", "say what would go, keep all", {"action": "store_true"}),
            JSON,
        ),
    ),
)
