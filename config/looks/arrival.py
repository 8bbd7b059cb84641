"""How a question arrives that comes as readers' questions do: through the proxy, if there is one.

The site is asked at its public address, with an address of a client that was made up: a site that
believes it lets anybody choose whom the limits on attempts count for.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core import signing

from config.findings import ERROR, FINE, WARNING, Finding
from config.installation import is_loopback
from headway.front.portal.site_views import ARRIVAL

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE_UP = "192.0.2.1"  # RFC 5737: nobody has it
PATIENCE = 10.0  # seconds
MOST = 64 * 1024  # bytes that are read of an answer
TOLERANCE = timedelta(seconds=5)
UNREACHABLE = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the header Date, what the site told of the question."""

    status: int
    date: str
    told: dict[str, Any]


class _NoWayOn(HTTPRedirectHandler):
    """Takes a redirection for an answer: who asks at an address means that one."""

    def redirect_request(self, *_said: object, **_more: object) -> None:
        return None


def arrival(url: str) -> Iterator[Finding]:
    """Compare how the site sees a question with how it was asked."""
    asked = urlsplit(url)
    if asked.scheme not in {"http", "https"} or not asked.netloc:
        yield Finding("arrival", ERROR, f"{url} is no address.", "Write https:// and the name.")
        return
    try:
        answer = _ask(f"{asked.scheme}://{asked.netloc}")
    except UNREACHABLE as problem:
        yield Finding("arrival", ERROR, f"{url} does not answer ({problem}).", "Start the proxy.")
        return
    if answer.status != http.client.OK:
        yield _strange(answer.status, asked.netloc)
        return
    yield _host(answer.told, asked.netloc)
    yield _scheme(answer.told, asked.scheme)
    yield _client(str(answer.told.get("client", "")))
    yield from _clock(answer.date)


def _ask(site: str) -> Answer:
    token = quote(signing.dumps("doctor", salt=ARRIVAL))
    request = Request(  # noqa: S310 -- the scheme was looked at
        f"{site}/healthz/arrival?asked={token}", headers={"X-Forwarded-For": MADE_UP}
    )
    try:
        with build_opener(_NoWayOn).open(request, timeout=PATIENCE) as found:
            told = json.loads(found.read(MOST))
            return Answer(found.status, found.headers.get("Date", ""), told)
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.headers.get("Date", ""), {})


def _strange(status: int, host: str) -> Finding:
    remedies = {
        400: f"Add {host} to HEADWAY_HOSTS, and let the proxy pass the header Host on.",
        404: "Another installation answers there, or one with another secret key.",
        502: "Start `headway serve`; the proxy finds nobody behind it.",
    }
    remedy = remedies.get(status, "Let the proxy pass /healthz/ on as it is.")
    return Finding("arrival", ERROR, f"the answer is {status}.", remedy)


def _host(told: dict[str, Any], asked: str) -> Finding:
    found = str(told.get("host"))
    remedy = "" if found == asked else "Let the proxy pass the header Host on."
    return Finding("arrival, Host", ERROR if remedy else FINE, f"{found}.", remedy)


def _scheme(told: dict[str, Any], asked: str) -> Finding:
    found = "https" if told.get("is_secure") else "http"
    if found != asked:
        remedy = "Let the proxy set X-Forwarded-Proto itself, and say HEADWAY_PROXIED=yes."
        return Finding("arrival, encryption", ERROR, f"{asked} arrives as {found}.", remedy)
    if asked == "http":
        remedy = "Let the proxy offer https, and ask there."
        return Finding("arrival, encryption", WARNING, "there is none.", remedy)
    return Finding("arrival, encryption", FINE, f"{found}.")


def _client(found: str) -> Finding:
    about = "arrival, address of the reader"
    if found == MADE_UP:
        sentence = "whatever a reader says is believed."
        remedy = "Let the proxy set X-Forwarded-For itself instead of passing it on."
        return Finding(about, ERROR, sentence, remedy)
    if found and is_loopback(found):
        sentence = f"{found}: all readers seem to come from this machine."
        remedy = "Fine if you ask from it. Else limits on attempts count for all readers together."
        return Finding(about, WARNING, sentence, remedy)
    return Finding(about, FINE, f"{found}.")


def _clock(date: str) -> Iterator[Finding]:
    """Compare the clock of whoever answered with that of this machine."""
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return
    apart = abs(datetime.now(UTC) - there)
    if apart > TOLERANCE:
        sentence = f"{apart.total_seconds():.0f} seconds from that of {settings.SITE_NAME} here."
        remedy = "Let both machines ask a time server."
        yield Finding("arrival, clock", ERROR, sentence, remedy)
    else:
        yield Finding("arrival, clock", FINE, "the same here and there.")
