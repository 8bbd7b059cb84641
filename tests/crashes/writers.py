"""People who set statuses through the web form, and remember what the server promised them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.crashes.browser import DONE, NOBODY_ANSWERS, Browser

if TYPE_CHECKING:
    from threading import Event

    from tests.journeys.product import Product


@dataclass
class Writer:
    """One person in one browser, at one measure. Each note is written once."""

    name: str
    key: str
    promised: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._browser = Browser()
        self._count = 0

    def sign_in(self, product: Product) -> None:
        link = product.link("Strategy coordinator")
        assert self._send(link, "csrfmiddlewaretoken", {}) == DONE

    def write_until(self, end: Event, product: Product) -> None:
        """Write note after note, until told to stop or until nobody answers."""
        address = f"{product.address}/en/workspace/strategies/keds/status/{self.key}/"
        while not end.is_set():
            self._count += 1
            note = f"{self.name} {self._count}"
            try:
                answer = self._send(
                    address, 'name="version"', {"status": "in_progress", "note.en": note}
                )
            except NOBODY_ANSWERS:
                self.unanswered.append(note)
                return
            if answer == DONE:
                self.promised.append(note)

    def _send(self, address: str, mark: str, given: dict[str, str]) -> int:
        """Read a form, fill it in, send it; return the status of the answer."""
        hidden = self._browser.ask(address).form(mark)
        return self._browser.ask(address, hidden | given).status
