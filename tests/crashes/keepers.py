"""A coordinator who adopts amendments and holds meetings through the web, whatever is cut off."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.installation import DATABASE
from tests.crashes.browser import DONE, NOBODY_ANSWERS, WENT_ON, Browser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from threading import Event

    from tests.crashes.browser import Answer

SESSION = "sessionofthecoordinator2222222222"
STRATEGY = "killed"
MEMBERS = 4
AMENDMENTS = "SELECT key, number FROM amendments_amendment ORDER BY number"
MEETINGS = """
SELECT meetings_meeting.key, meetings_agendapoint.id FROM meetings_meeting
JOIN meetings_agendapoint ON meeting_id = meetings_meeting.id ORDER BY meetings_meeting.number
"""
ATTENDED = re.compile(r'name="(member-\d+)"')
PAUSE = 0.02  # seconds until somebody tries again
PATIENCE = 120.0  # seconds in which nobody answers, until somebody gives up


@dataclass
class Keeper:
    """The coordinator in one browser. Whatever is cut off is sent again as it was."""

    data: Path
    where: Callable[[], str]
    """Where the server is now."""
    adopted: list[str] = field(default_factory=list)
    """Amendments of which it was said that they are adopted."""
    invited: list[str] = field(default_factory=list)
    """Meetings of which it was said that the invitations are on their way."""
    written: list[str] = field(default_factory=list)
    """Meetings of which it was said that their minutes are kept."""
    handed_in: list[str] = field(default_factory=list)
    patience: float = PATIENCE
    repeated: int = 0
    """Forms that were sent more than once."""

    def __post_init__(self) -> None:
        self._browser = Browser()
        self._browser.carry("sessionid", SESSION)

    @property
    def done(self) -> int:
        return sum(map(len, (self.adopted, self.invited, self.written, self.handed_in)))

    def adopt_all(self, end: Event) -> None:
        """Adopt one amendment after the other, until told to stop."""
        for key, _number in self._asked_of(AMENDMENTS):
            if end.is_set():
                return
            self.adopt(key)

    def hold_all(self, end: Event) -> None:
        """Hold one meeting after the other, until told to stop."""
        for key, point in self._asked_of(MEETINGS):
            if end.is_set():
                return
            self.invite(key)
            self.write(key, point)

    def adopt(self, key: str) -> None:
        page = f"/en/workspace/strategies/{STRATEGY}/amendments/{key}/decide/"
        form = self._ask(page)
        said = dict(re.findall(r'name="(operation-\w+)" value="(adopted)"', form.page))
        assert said, form
        act = {"in_force_on": "2026", "body.en": "Council", "body.lt": "Taryba", "verb": "adopt"}
        self._send(page, form.form('name="verb"') | said | act)
        self.adopted.append(key)

    def invite(self, key: str) -> None:
        page = f"/en/meetings/{key}/invite/"
        self._send(page, self._ask(page).form("csrfmiddlewaretoken"))
        self.invited.append(key)

    def write(self, key: str, point: int) -> None:
        """Begin a meeting, note who attends, write its minutes, and hand them in."""
        meeting = f"/en/meetings/{key}/"
        self._step(meeting, "begin")
        page = f"{meeting}attendance/"
        form = self._ask(page)
        seats = dict.fromkeys(ATTENDED.findall(form.page), "present")
        assert len(seats) == MEMBERS, form.page
        self._send(page, form.form('name="member-') | seats)
        page = f"{meeting}points/{point}/"
        said = {"minutes.en": f"Minutes of {key}", "minutes.lt": f"{key} protokolas"}
        self._send(page, self._ask(page).form('id="part-form"') | said)
        self.written.append(key)
        self._step(meeting, "finish")
        self.handed_in.append(key)

    def _step(self, meeting: str, name: str) -> None:
        address = f"{meeting}steps/{name}/"
        self._send(address, self._ask(meeting).form(address))

    def _send(self, path: str, form: Mapping[str, str]) -> None:
        before = self.repeated
        answer = self._ask(path, form)
        was_kept = answer.status == WENT_ON and self.repeated > before
        assert answer.status == DONE or was_kept, (path, answer)

    def _asked_of(self, statement: str) -> list[tuple[str, int]]:
        with closing(sqlite3.connect(self.data / DATABASE, timeout=20)) as database:
            return database.execute(statement).fetchall()

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """Ask until somebody answers."""
        until, begun = time.monotonic() + self.patience, 0
        while True:
            begun += 1
            try:
                return self._browser.ask(f"{self.where()}{path}", form)
            except NOBODY_ANSWERS:
                self.repeated += form is not None and begun == 1
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
