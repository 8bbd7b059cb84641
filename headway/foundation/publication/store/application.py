"""The application that stands before Django’s: it answers with stored pages, and takes new ones.

It knows nothing of what pages say. What may be stored a view says (`pages.stored`), as what was
rendered for somebody of whom nothing was known: no session, no language, no messages. Whatever is
not asked for plainly goes to Django as if there were no store.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings

from headway.foundation.publication.pages import RENDERING, Rendering
from headway.foundation.publication.store.entries import made
from headway.foundation.publication.store.negotiation import coding_for, is_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from headway.foundation.publication.store.entries import Entry, Headers
    from headway.foundation.publication.store.folder import Folder
    from headway.foundation.publication.store.memory import Memory
    from headway.foundation.publication.store.versions import Known

    Environ = dict[str, Any]
    Application = Callable[[Environ, Any], Iterable[bytes]]

SAFE = frozenset({"GET", "HEAD"})
PERSONAL = (
    settings.SESSION_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    "messages",
)
"""Cookies whose owner is shown something of their own."""
ASKING = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
"""Headers that ask for something else than the page as it is."""
VARIES = frozenset({"accept-encoding", "cookie"})
"""Headers by which a page may differ: the store answers the one and takes no page for the other."""
LONGEST = 2000
"""Characters of an address that is stored."""
LARGEST = 4 * 1024 * 1024
"""Bytes of a page that is stored."""
OK = "200 OK"
UNCHANGED = "304 Not Modified"


class PageStore:
    """Answers with what is stored, as long as it is what would be rendered now."""

    def __init__(
        self,
        application: Application,
        *,
        versions: Callable[[], Known | None],
        memory: Memory,
        folder: Folder | None = None,
    ) -> None:
        """Stand before an application. `versions` tells which content versions are current."""
        self._application = application
        self._versions = versions
        self._memory = memory
        self._folder = folder

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 -- WSGI
        """Answer as WSGI asks (PEP 3333)."""
        address = address_of(environ)
        if address is None:
            return self._application(environ, start_response)
        entry = self._current(address)
        if entry is not None:
            return _answer(entry, environ, start_response)
        if environ["REQUEST_METHOD"] != "GET" or settings.CSRF_COOKIE_NAME in _cookies(environ):
            return self._application(environ, start_response)
        return self._rendered(address, environ, start_response)

    def _current(self, address: str) -> Entry | None:
        """Return the entry of an address, if nothing has changed since that it shows."""
        known = self._versions()
        if known is None:
            return None
        now = time.time()
        entry = self._memory.get(address)
        if entry is not None and entry.is_current(known, now=now):
            return entry
        entry = self._folder.get(address) if self._folder else None
        if entry is None or not entry.is_current(known, now=now):
            return None
        self._memory.put(address, entry)
        return entry

    def _rendered(
        self,
        address: str,
        environ: Environ,
        start_response: Any,  # noqa: ANN401 -- WSGI
    ) -> Iterable[bytes]:
        """Let Django render a page, and take it if its view says so."""
        asked = dict(environ)
        rendering = environ[RENDERING] = Rendering(self._versions)
        said = _Said()
        answer = self._application(environ, said)
        if rendering.begun is None or not _may_be_stored(said):
            start_response(said.status, said.headers)
            return answer
        entry = self._taken(address, rendering, said.headers, _whole(answer))
        return _answer(entry, asked, start_response)

    def _taken(self, address: str, rendering: Rendering, headers: Headers, body: bytes) -> Entry:
        """Make the entry of a page, and keep it if nothing has changed while it was rendered.

        The versions are those of before: what changes afterwards makes the entry old at once.
        """
        scopes, before, after = frozenset(rendering.scopes), rendering.known, self._versions()
        version = before.of(scopes) if before else ""
        entry = made(
            body,
            headers,
            address=address,
            scopes=scopes,
            version=version,
            until=rendering.until.timestamp(),
        )
        is_certain = before is not None and after is not None and after.of(scopes) == version
        if is_certain and len(body) <= LARGEST:
            self._memory.put(address, entry)
            if self._folder:
                self._folder.put(address, entry)
        return entry


class _Said:
    """Holds back what Django says before its answer."""

    status = ""

    def __init__(self) -> None:
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, _problem: object = None) -> None:
        self.status, self.headers = status, headers


def address_of(environ: Environ) -> str | None:
    """Return what a page is stored under; None for what is no plain request of a stranger.

    The host is part of it, so a host that Django refuses has no stored page; and so is whether
    the request is encrypted, which some headers tell.
    """
    if environ["REQUEST_METHOD"] not in SAFE:
        return None
    for name in ASKING:
        if name in environ:
            return None
    host, cookies = environ.get("HTTP_HOST"), _cookies(environ)
    if not host or (cookies and any(name in cookies for name in PERSONAL)):
        return None
    address = "\n".join(
        (
            _scheme(environ),
            host,
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )
    )
    return address if len(address) <= LONGEST else None


def _scheme(environ: Environ) -> str:
    """Return what a request says of its encryption, as Django would ask for it."""
    told = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    by_proxy = environ.get(told[0], "") if told else ""
    return f"{environ['wsgi.url_scheme']} {by_proxy}"


def _cookies(environ: Environ) -> str:
    return str(environ.get("HTTP_COOKIE", ""))


def _may_be_stored(said: _Said) -> bool:
    """Tell whether an answer is a whole page that is the same for every stranger."""
    if said.status != OK:
        return False
    for name, value in said.headers:
        match name.lower():
            case "set-cookie" | "content-encoding":
                return False
            case "vary":
                if not {each.strip().lower() for each in value.split(",")} <= VARIES:
                    return False
    return True


def _whole(answer: Iterable[bytes]) -> bytes:
    """Return the body of an answer, and tell Django that it has been sent."""
    try:
        return b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()


def _answer(entry: Entry, environ: Environ, start_response: Any) -> list[bytes]:  # noqa: ANN401 -- WSGI
    coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and is_known(asked, entry.facts.tags[coding]):
        start_response(UNCHANGED, entry.short[coding])
        return []
    start_response(OK, entry.said[coding])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [entry.body(coding)]
