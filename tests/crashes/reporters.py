"""People who report through the web, and hold the server to what it promised them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.crashes.browser import DONE, NOBODY_ANSWERS, WENT_ON, Browser

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Event

    from tests.crashes.browser import Answer

PART = re.compile(r"/parts/\d+/")
RECEIPT = re.compile(r"Your receipt is ([^ ]+)\.<")
PAUSE = 0.02  # seconds until somebody tries again
PATIENCE = 120.0  # seconds in which nobody answers, until the person gives up


@dataclass
class Reporter:
    """One person with the task link of one report, who hands it in and takes it back, over again.

    Whatever is cut off is sent again as it was, until it is answered: what a browser offers.
    """

    number: int
    door: str
    """The path of the task link."""
    where: Callable[[], str]
    """Where the server is now."""
    asked: int = 0
    """The words that were sent last, by their number."""
    saved: int = 0
    """The words that were promised last."""
    receipts: dict[str, str] = field(default_factory=dict)
    """Receipts that were shown, by the request on the page that asked for them."""
    repeated: int = 0
    """Forms that were sent more than once."""

    def words(self, number: int) -> str:
        return f"Words {self.number}-{number}"

    def report_until(self, end: Event) -> None:
        """Report again and again; told to stop, bring to its end what is begun."""
        while not end.is_set():
            self._browser = Browser()
            report = self._enter()
            self._write(report)
            self._hand_in(report)
            self._take_back(report)

    def _enter(self) -> str:
        """Open the task link, press its button; return the path of the report."""
        page = self._ask(self.door)
        assert page.status == 200, page
        answer = self._ask(self.door, page.form("csrfmiddlewaretoken"))
        assert answer.status == DONE, answer
        return answer.to

    def _write(self, report: str) -> None:
        found = PART.search(self._ask(report).page)
        assert found
        part = report + found[0].removeprefix("/")
        self.asked += 1
        words = self.words(self.asked)
        said = {"status": "going", "done.en": words, "done.lt": words}
        answer = self._ask(part, self._ask(part).form('name="version"') | said)
        if answer.status == WENT_ON:  # it was kept, and the answer cut off
            assert self.repeated
            assert words in self._ask(part).page
        else:
            assert answer.status == DONE, answer
        self.saved = self.asked

    def _hand_in(self, report: str) -> None:
        """Submit until the receipt is seen; one who is told that it was submitted takes it back."""
        form = self._ask(f"{report}check/").form('name="request_key"')
        while (answer := self._ask(f"{report}check/", form)).status == WENT_ON:
            self._take_back(report)
        assert answer.status == DONE, answer
        found = RECEIPT.search(self._ask(answer.to).page)
        assert found
        self.receipts[form["request_key"]] = found[1]

    def _take_back(self, report: str) -> None:
        address = f"{report}withdraw/"
        answer = self._ask(address, self._ask(report).form(address))
        assert answer.status in {DONE, WENT_ON}, answer

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """Ask until somebody answers."""
        until = time.monotonic() + PATIENCE
        begun = 0
        while True:
            begun += 1
            try:
                return self._browser.ask(f"{self.where()}{path}", form)
            except NOBODY_ANSWERS:
                self.repeated += form is not None and begun == 1
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
