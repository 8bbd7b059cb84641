"""What a comment may be, how long it can be taken back, and how it is quoted."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from headway.foundation.core.prose import plain

LONGEST_COMMENT = 5_000
"""Signs: two pages. Whoever has more to say hands in a file."""
TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""Long enough to see a slip, too short for others to have built on it."""
CUT = "…"


def tidy(text: str) -> str:
    """Return a text as it is kept: one kind of line end, nothing that no database keeps.

    Source: architecture, section 11.7.
    """
    kept = text.replace("\x00", "").encode(errors="ignore").decode()
    return kept.replace("\r\n", "\n").replace("\r", "\n").strip()


def comment_problem(text: str) -> str:
    """Say what is wrong with the text of a comment, or nothing.

    Source: house rules of conversations (README).
    """
    if not any(sign.isprintable() and not sign.isspace() for sign in text):
        return _("The comment is empty. Write what you want to say.")
    if len(text) > LONGEST_COMMENT:
        sentence = _("The comment has %(length)s signs; %(most)s fit. Shorten it.")
        return sentence % {"length": len(text), "most": LONGEST_COMMENT}
    return ""


def may_be_taken_back(written_at: datetime, at: datetime) -> bool:
    """Tell whether a comment is so new that its author may still take it back.

    Source: house rules of conversations (README): ten minutes, the last moment included.
    """
    return written_at <= at <= written_at + TAKEN_BACK_WITHIN


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a text on one line, in no more signs than `length`.

    What is left out is told by “…” behind a whole word; a word that alone is too long is cut.

    Source: look.md, rule 9 (short words); house rules of conversations (README).
    """
    said = plain(text)
    if len(said) <= length:
        return said
    room = said[:length]
    kept = room.rpartition(" ")[0].rstrip(" ,;:–-")
    return (kept or room[: length - len(CUT)]) + CUT


def request_digest(request_key: str, text: str) -> str:
    """Return what makes a request the same one: its key and its words.

    A form sent again with other words (the way back, a correction) is another comment: it would
    be lost if the key alone counted.

    Source: house style, “loses nothing”.
    """
    return hashlib.sha256(f"{request_key}\x1f{text}".encode()).hexdigest()
