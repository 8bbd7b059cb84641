"""An outside crawler: asks a running site for every address that its pages name, as one person."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, deque
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 60  # seconds for one answer of a loaded machine
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
IN_A_FEED = re.compile(r'(?:href="|<id>|<loc>)(https?://[^"<\s]+)')
LEFT_OUT = (
    *("/static/", "/en/sign-out/", "/lt/sign-out/", "/en/demo/", "/lt/demo/"),
    *("/en/task/", "/lt/task/", "/en/invitations/", "/lt/invitations/"),
)
"""Files of the site itself, what ends the session, and the links that let in whoever has them: the
outbox of a demonstration shows mails as they went out."""
SIGN_IN = ("/en/sign-in/", "/lt/sign-in/")
VARIANTS = 2
"""Addresses that differ in their query alone; the rest are other orders and pages of the same."""
OF_A_KIND = 2


class _Page(HTMLParser):
    """Whatever a page leads to: links, forms that ask, and where the others send to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._asking = ""
        self._fields: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in ("href", "src", "formaction") if given.get(name)]
        if tag == "form":
            self._asking, self._fields = given.get("action", ""), []
            self.found.append(self._asking or "")
            self._asks = given.get("method", "get").lower() == "get"
        elif tag == "input" and given.get("name") and given.get("type") not in {"file", "checkbox"}:
            self._fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._asks:
            self.found.append(f"{self._asking}?{urlencode(self._fields)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site said to one request, with what is packed in a workbook unpacked."""

    status: int
    location: str
    said: str

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status == 302 and urlsplit(self.location).path in SIGN_IN


@dataclass
class Crawler:
    """One person in one browser."""

    name: str
    address: str
    languages: tuple[str, ...] = ("en",)
    seen: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def enter(self, path: str) -> None:
        """Press the button of the page at an address, as links in mails want it."""
        token = HIDDEN.search(self._send("GET", path).said)
        assert token, f"{path} shows no button"
        answer = self._send("POST", path, urlencode({"csrfmiddlewaretoken": token[1]}))
        assert answer.status == 302, answer.status

    def carry(self, name: str, value: str) -> None:
        """Come with a cookie."""
        self.cookies[name] = value

    def ask(self, path: str) -> Answer:
        if path not in self.seen:
            self.seen[path] = self._send("GET", path)
        return self.seen[path]

    def crawl(
        self, begin: Iterable[str], *, most: int, kind: Callable[[str], object] | None = None
    ) -> None:
        """Follow whatever pages name, the nearest first, until so many were asked.

        Of the addresses of a kind few are asked; all, where nobody says of which kind they are.
        """
        waiting = deque(dict.fromkeys(begin))
        known = set(waiting)
        asked: Counter[object] = Counter()
        while waiting and len(self.seen) < most:
            path = waiting.popleft()
            asked[urlsplit(path).path] += 1
            if kind is not None:
                asked[kind(path)] += 1
                if asked[kind(path)] > OF_A_KIND:
                    continue
            for found in self.leads(path, self.ask(path)):
                if found not in known and asked[urlsplit(found).path] < VARIANTS:
                    known.add(found)
                    waiting.append(found)

    def leads(self, path: str, answer: Answer) -> Iterable[str]:
        """Yield the addresses of this site that an answer names."""
        named = [answer.location] if answer.location else _Page(answer.said).found
        named += [] if answer.location else IN_A_FEED.findall(answer.said)
        for each in named:
            there = urlsplit(urljoin(self.address + path, each))
            if there.hostname != urlsplit(self.address).hostname or there.scheme != "http":
                continue
            found = (there.path or "/") + (f"?{there.query}" if there.query else "")
            if not found.startswith(LEFT_OUT) and self._is_read(found):
                yield found

    def _is_read(self, path: str) -> bool:
        language = path.split("/")[1]
        return language in self.languages or language not in {"en", "lt"}

    def _send(self, method: str, path: str, sent: str = "") -> Answer:
        heads = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html,*/*",
            "Connection": "close",
        }
        if method == "POST":
            heads |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": self.address + path,
                "Origin": self.address,
            }
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=LONGEST)) as connection:
            connection.request(method, path, sent or None, heads)
            got = connection.getresponse()
            body = got.read()
        for cookie in got.headers.get_all("Set-Cookie") or ():
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(got.status, got.headers.get("Location", ""), unpacked(body))


def unpacked(body: bytes) -> str:
    """Return the words of a body; of a workbook or a document, those of all its parts."""
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if not body.startswith(b"PK\x03\x04"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
