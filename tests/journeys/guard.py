"""Watches a page: nothing is fetched from elsewhere, nothing goes wrong in the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Page, Request

INLINE = ("data:", "blob:", "about:")


@dataclass  # without slots: Playwright hangs its handlers on the instance
class Guard:
    """What was noticed on a page. `forgiven` are parts of messages that a test expects."""

    origin: str
    offences: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", self._error)

    def forgive(self, words: str) -> None:
        """Expect messages with these words, such as “404” where a page is meant to be missing."""
        self.forgiven.append(words)

    def begin_again(self) -> None:
        """Forget what was noticed and forgiven, for the next who comes to the same page."""
        self.offences.clear()
        self.forgiven.clear()

    def verdict(self) -> list[str]:
        """Return what was noticed and not expected."""
        return [o for o in self.offences if not any(words in o for words in self.forgiven)]

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", *INLINE)):
            self.offences.append(f"fetched from elsewhere: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # What the content security policy refuses is told here, as an error.
        if message.type in {"error", "warning"}:
            self.offences.append(f"{message.type}: {message.text} {_place(message.location)}")

    def _error(self, error: Error) -> None:
        self.offences.append(f"script: {error}")


def _place(location: Any) -> str:  # noqa: ANN401 -- Playwright's own dictionary
    return f"({location.get('url', '')}:{location.get('lineNumber', '')})"
