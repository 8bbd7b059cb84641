"""People who set statuses through the web form, and remember what the server promised them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

if TYPE_CHECKING:
    from threading import Event

    from tests.journeys.product import Product

HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]*)"')
LONGEST = 10  # seconds for one answer
DONE = 302
"""A form that was kept leads on to another page; that answer is the promise."""


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Writer:
    """One person in one browser, at one measure. Each note is written once."""

    name: str
    key: str
    promised: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open = build_opener(_StayHere, HTTPCookieProcessor(CookieJar())).open
        self._count = 0

    def sign_in(self, product: Product) -> None:
        link = product.link("Strategy coordinator")
        assert self._send(link, {}) == DONE

    def write_until(self, end: Event, product: Product) -> None:
        """Write note after note, until told to stop or until nobody answers."""
        address = f"{product.address}/en/workspace/strategies/keds/status/{self.key}/"
        while not end.is_set():
            self._count += 1
            note = f"{self.name} {self._count}"
            try:
                answer = self._send(address, {"status": "in_progress", "note.en": note})
            except (URLError, HTTPException, OSError):
                self.unanswered.append(note)
                return
            if answer == DONE:
                self.promised.append(note)

    def _send(self, address: str, given: dict[str, str]) -> int:
        """Read a form, fill it in, send it; return the status of the answer."""
        with self._open(address, timeout=LONGEST) as page:
            hidden = dict(HIDDEN.findall(page.read().decode()))
        data = urlencode(hidden | given).encode()
        try:
            with self._open(address, data, timeout=LONGEST) as answer:
                return int(answer.status)
        except HTTPError as answer:
            return answer.code
