"""The law of delivery. Pure: no database, no clock, no request."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date, datetime

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LOCAL_HOUR = 9  # reminders leave at nine in the strategy's own zone; lessons, Learn 4
OURS_TO_MEND = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None when it is time to give up.

    Source: RFC 5321, 4.5.4.1 asks for patience that grows; five waits span a working day.
    """
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


def mailing_day(at: datetime, zone: str) -> date | None:
    """Return the day whose reminders may leave at an instant; None before nine in the morning.

    Source: lessons, Learn 4 (at the strategy's local hour).
    """
    local = at.astimezone(ZoneInfo(zone))
    return local.date() if local.hour >= LOCAL_HOUR else None


def message_id(unique_key: str, sender: str) -> str:
    """Return the same Message-ID for the same mail, always.

    A mail that is sent twice, because the first answer was lost, is one mail to the receiver.

    Source: RFC 5322, 3.6.4.
    """
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{digest(unique_key)}@{domain}>"


def notice_key(*, kind: str, about: str, recipient: str, period: str) -> str:
    """Return the unique key of a notice: one mail for each kind, thing, recipient and period.

    Source: house rule; a retry, a second worker or a restart posts nothing twice.
    """
    return f"{kind} {digest(kind, about, recipient.strip().casefold(), period)}"


def is_for_good(code: int) -> bool:
    """Whether a mail server's answer about a recipient or a text will be the same tomorrow.

    Answers that speak of the sender's set-up (syntax, order of commands, signing in) do not.

    Source: RFC 5321, 4.2.1 and 4.2.3; RFC 4954, 6.
    """
    return 500 <= code < 600 and code not in OURS_TO_MEND


def digest(*parts: str) -> str:
    """Return a short name for a mail, from what makes it itself.

    Source: house rule, collisions do not matter below some 10^18 mails (128 bits).
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and how to speak to it."""

    host: str
    port: int
    username: str
    password: str
    starts_tls: bool
    is_tls: bool


def server_of(address: str) -> Server:
    """Read smtp://, smtp+tls:// (STARTTLS) or smtps:// with user, secret and port.

    :raises ValueError: with a sentence, for any other address.

    Source: settings, HEADWAY_SMTP; ports from RFC 5321 and RFC 8314.
    """
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        message = (
            "HEADWAY_SMTP cannot be read. "
            "Write it like smtp+tls://user:secret@mail.example.org:587."
        )
        raise ValueError(message)
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
    )
