"""A browser without a window: it follows no redirect, keeps cookies, sends the forms of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import Cookie, CookieJar
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LONGEST = 10  # seconds for one answer
HOST = "127.0.0.1"
DONE, WENT_ON = 302, 409
"""A form that was kept leads on to another page; one that no longer fits is told so."""
NOBODY_ANSWERS = (URLError, HTTPException, OSError)


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    to: str
    """Where it leads on to; empty for a page."""
    page: str

    def form(self, mark: str) -> dict[str, str]:
        """Return the hidden fields of the form in which something stands."""
        found = [each for each in FORM.findall(self.page) if mark in each]
        assert len(found) == 1, f"{len(found)} forms with {mark}:\n{self.page}"
        return dict(HIDDEN.findall(found[0]))


class Browser:
    """One person's. Each request raises one of NOBODY_ANSWERS when the server is gone."""

    def __init__(self) -> None:
        self._cookies = CookieJar()
        self._open = build_opener(_StayHere, HTTPCookieProcessor(self._cookies)).open

    def carry(self, name: str, value: str) -> None:
        """Come with a cookie."""
        where: Any = {"domain": HOST, "domain_specified": False, "domain_initial_dot": False}
        where |= {"path": "/", "path_specified": True, "port": None, "port_specified": False}
        more: Any = {"secure": False, "expires": None, "discard": True, "rest": {}}
        self._cookies.set_cookie(
            Cookie(0, name, value, **where, **more, comment=None, comment_url=None)
        )

    def ask(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """Read a page, or send a form."""
        asked = Request(address)  # noqa: S310 -- our own address
        if form is not None:
            where = urlsplit(address)
            asked.data = urlencode(form).encode()
            asked.add_header("Origin", f"{where.scheme}://{where.netloc}")
        try:
            with self._open(asked, timeout=LONGEST) as answer:
                return Answer(int(answer.status), "", answer.read().decode())
        except HTTPError as answer:
            with answer:
                to = answer.headers.get("Location", "")
                return Answer(answer.code, to, answer.read().decode())
