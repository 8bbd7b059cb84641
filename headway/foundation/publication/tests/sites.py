"""Reads public pages through a page store and past it, in one process and one transaction."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import time_machine
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation

from headway.foundation.publication.models import ContentVersion
from headway.foundation.publication.store import Known, Memory, PageStore
from headway.foundation.publication.store.application import address_of
from headway.foundation.publication.tests.pages_to_store import COUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from datetime import datetime

    from headway.foundation.publication.store import Folder
    from headway.foundation.publication.store.entries import Entry

LINK = re.compile(rb"(?<=href=\")/[^\"?#]*|/[a-z]+/embed/[^&\"]*")
"""Whatever a page leads to, the card of a measure in the pages of others too."""
NOT_KEPT = {"etag", "content-length", "content-encoding", "x-request-id"}
"""Headers of which Django says nothing that the store would keep."""
MEGABYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the code, the headers by their names in small letters, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def shown(self) -> tuple[int, dict[str, str], bytes]:
        """Everything but what belongs to the bytes as they travel, or to one request."""
        kept = {name: value for name, value in self.headers.items() if name not in NOT_KEPT}
        return self.status, kept, self.body


def versions() -> Known:
    """Return the content versions as this transaction knows them."""
    rows = ContentVersion.objects.values_list("scope", "number", "renewed_at")
    return Known([(scope, number, at.isoformat()) for scope, number, at in rows])


class Site:
    """The whole site, with a store before it, at one moment."""

    def __init__(
        self,
        at: datetime,
        *,
        versions: Callable[[], Known | None] = versions,
        folder: Folder | None = None,
        application: Any = None,  # noqa: ANN401 -- WSGI
    ) -> None:
        self.at = at
        self.plain = application or WSGIHandler()
        self.memory = Memory(MEGABYTES)
        self.store = PageStore(self.plain, versions=versions, memory=self.memory, folder=folder)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask through the store."""
        return self._asked(self.store, path, headers)

    def fresh(self, path: str, **headers: str) -> Answer:
        """Ask past the store."""
        return self._asked(self.plain, path, headers)

    def entry(self, path: str, **headers: str) -> Entry | None:
        """Return what is stored of a page, if it is current."""
        found = self.memory.get(address_of(environ(path, headers)) or "")
        now = self.at.timestamp()
        return found if found and found.is_current(versions(), now=now) else None

    def crawl(self, language: str, *, most: int) -> list[str]:
        """Read the pages to which links lead, so many of a kind; return those that are stored."""
        here = f"/{language}/"
        waiting, found, seen = [here], [], {here}
        kinds: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if not kind or kinds[kind] >= most:
                continue
            links = self.links(path)
            if links is None:
                continue
            kinds[kind] += 1
            found.append(path)
            linked = {each for each in links if each.startswith(here)}
            waiting += sorted(linked - seen)
            seen |= linked
        return found

    def links(self, path: str) -> frozenset[str] | None:
        """Return where a page leads; nothing, if it is not stored."""
        body = self.get(path).body
        return frozenset(map(bytes.decode, LINK.findall(body))) if self.entry(path) else None

    def _asked(self, application: Any, path: str, headers: Mapping[str, str]) -> Answer:  # noqa: ANN401 -- WSGI
        moment = time_machine.travel(self.at, tick=False)
        with translation.override(settings.LANGUAGE_CODE), moment:
            return answered(application, path, headers)


def kind_of(path: str) -> str:
    """Return the route of an address; nothing, if its page says nothing of itself."""
    with translation.override(path.split("/")[1]):
        try:
            found = resolve(path)
        except Resolver404:
            return ""
    return found.view_name if getattr(found.func, "may_be_stored", False) else ""


def environ(path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a request as a server hands it on. Headers are named as WSGI names them."""
    given = {"HTTP_HOST": "testserver", **headers}
    found: dict[str, Any] = dict(RequestFactory().get(path).environ)
    return found | given


@contextmanager
def connection_kept() -> Generator[None]:
    """Let no request close the connection in whose transaction a test runs."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


def answered(application: Any, path: str, headers: Mapping[str, str]) -> Answer:  # noqa: ANN401 -- WSGI
    said: list[Any] = []
    with connection_kept():
        answer = application(environ(path, headers), lambda *words: said.append(words))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    status, given, *_ = said[0]
    return Answer(int(status.split()[0]), {name.lower(): value for name, value in given}, body)


def rendered(ask: Callable[[], object]) -> int:
    """Return how many pages are rendered for what is asked."""
    before = COUNT["rendered"]
    ask()
    return COUNT["rendered"] - before


def twice(site: Site, path: str, **headers: str) -> int:
    return rendered(lambda: [site.get(path, **headers) for _time in range(2)])
