"""How often somebody may ask for what costs much: searching, and files that are made on request.

It is counted in a small file of its own beside the database, which all processes of a machine
share: whoever only reads never waits for somebody who writes.
"""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from headway.foundation.core.errors import TooMany
from headway.foundation.core.requests import address_of, is_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpRequest

V = TypeVar("V", bound="Callable[..., Any]")

SEARCHING, MAKING = "searches", "files"
WINDOW = 60.0  # seconds
PATIENCE = 1.0  # seconds, for whoever counts at the same instant
TABLE = "CREATE TABLE IF NOT EXISTS used (who TEXT PRIMARY KEY, until REAL) WITHOUT ROWID"
TIDY = "DELETE FROM used WHERE until < :now OR until > :now + 2 * :window"
"""What is over goes, and what only a clock that ran ahead can have written."""
TAKE = """
INSERT INTO used VALUES (:who, :now + :each)
ON CONFLICT (who) DO UPDATE SET until =
  CASE WHEN until > :now + :window + :each THEN :now ELSE max(until, :now) END + :each
WHERE until + :each <= :now + :window OR until > :now + :window + :each
RETURNING until
"""
"""Each question takes its share of the window; a moment that no clock can have led to is set back.

Source: the generic cell rate algorithm (ITU-T I.371, annex A).
"""


class Ledger:
    """Counts questions, in one statement each: two who count at once cannot both be the last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def take(self, who: str, *, most: int, now: float) -> float:
        """Take one of so many a minute. Return for how many seconds there is none left."""
        each = WINDOW / most
        said = {"who": who, "now": now, "each": each, "window": WINDOW}
        file = self._file(now)
        if file.execute(TAKE, said).fetchone():
            return 0.0
        [until] = file.execute("SELECT until FROM used WHERE who = :who", said).fetchone()
        return float(until + each - now - WINDOW)

    def _file(self, now: float) -> sqlite3.Connection:
        """Return this thread's own connection to the file."""
        file: sqlite3.Connection | None = getattr(self._local, "file", None)
        if file is None:
            file = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = OFF")  # a count that is lost hurts nobody
            file.execute(TABLE)
            self._local.file, self._local.tidied = file, -math.inf
        if abs(now - self._local.tidied) >= WINDOW:
            file.execute(TIDY, {"now": now, "window": WINDOW})
            self._local.tidied = now
        return file


ledger_in = cache(Ledger)
"""The ledger of a file; one for each process."""


def limited(what: str) -> Callable[[V], V]:
    """Let one person, or one address without a person, ask a view so many times a minute.

    The view raises `TooMany` instead. Stored pages are answered before any view, so nobody counts
    them.
    """

    def decorate(view: V) -> V:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- a view
            count(request, what)
            return view(request, *args, **kwargs)

        answer.is_limited = what  # type: ignore[attr-defined]  # read from the routes, as Django does
        return cast("V", answer)

    return decorate


def count(request: HttpRequest, what: str) -> None:
    """Count a question. :raises TooMany: if it is one too many; it takes nothing then.

    Questions from this very machine are not counted: behind a proxy that says nothing of its
    readers all would seem to come from there.
    """
    most, address = settings.LIMITS[what], address_of(request)
    if not most or not address or is_of_this_machine(address):
        return
    person = request.user.pk if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    who = f"{what} {f'person {person}' if person else f'address {truncate_ip(address)}'}"
    digest = salted_hmac("headway.limits", who, algorithm="sha256").hexdigest()
    try:
        wait = ledger_in(settings.LIMITS_FILE).take(digest, most=most, now=time.time())
    except sqlite3.Error:
        logging.getLogger(__name__).warning("A question cannot be counted.", exc_info=True)
        return
    if wait > 0:
        raise TooMany(_sentence(what, most), wait=math.ceil(wait))


def _sentence(what: str, most: int) -> str:
    said = {"number": most}
    if what == SEARCHING:
        wording = _("That was too often: the limit is %(number)d searches a minute. Wait a little.")
    else:
        wording = _("That was too often: the limit is %(number)d files a minute. Wait a little.")
    return wording % said
