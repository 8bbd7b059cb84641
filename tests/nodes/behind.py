"""People who report through nginx, and what the database holds of what they were promised."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING

import psycopg

from tests.crashes.browser import NOBODY_ANSWERS, Browser
from tests.crashes.reporters import PATIENCE, PAUSE, Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from tests.crashes.browser import Answer
    from tests.nodes.cluster import Cluster
    from tests.nodes.programs import Postgres

BROKEN = 500
"""From here on nobody was told whether it was done."""
LINK = re.compile(r"https?://[^/\s]+(/\S+/task/\S+)")
SUBMITTED = "SELECT request_key, receipt FROM reporting_submission"
AUDITED = "SELECT count(*) FROM audit_entry WHERE verb = 'report_submitted'"
MAILS = "SELECT count(*) FROM notices_mail WHERE kind = 'reporting_receipt'"


@dataclass
class Behind(Reporter):
    """A reporter behind nginx, who asks again where nginx says that nobody answers."""

    was_kept: Callable[[str], bool] = lambda _key: False
    """Whether a form is in the database, by its request."""
    cut: list[bool] = field(default_factory=list)
    """Of each submission that was not acknowledged, whether it was kept all the same."""
    told_at: list[float] = field(default_factory=list)
    """When each receipt was seen."""

    def _hand_in(self, report: str) -> None:
        super()._hand_in(report)
        self.told_at.append(time.monotonic())

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        until = time.monotonic() + PATIENCE
        is_first = True
        while True:
            answer = self._answer(path, form)
            if answer:
                return answer
            assert time.monotonic() < until, path
            self.repeated += form is not None and is_first
            is_first = False
            if form and "request_key" in form:
                self.cut.append(self.was_kept(form["request_key"]))
            time.sleep(PAUSE)

    def _answer(self, path: str, form: Mapping[str, str] | None) -> Answer | None:
        try:
            answer = self._browser.ask(f"{self.where()}{path}", form)
        except NOBODY_ANSWERS:
            return None
        return answer if answer.status < BROKEN else None


class Forgiving(Behind):
    """Begins anew where the site has forgotten what it said, as after the loss of a primary."""

    def report_until(self, end: Event) -> None:
        while not end.is_set():
            self._browser = Browser()
            try:
                report = self._enter()
                self._bring_back(report)
                self._write(report)
                self._hand_in(report)
            except AssertionError:
                time.sleep(PAUSE)

    def _bring_back(self, report: str) -> None:
        if f"{report}withdraw/" in self._ask(report).page:
            self._take_back(report)


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds: receipts by request, and how many entries and mails tell of them."""

    submitted: Sequence[tuple[str, str]]
    audited: int
    mails: int


def held(server: Postgres) -> Held:
    # A form's own name stands behind that of its report.
    submitted = [
        (str(key).partition("-")[2], str(receipt)) for key, receipt in server.ask(SUBMITTED)
    ]
    counts = [int(str(server.ask(count)[0][0])) for count in (AUDITED, MAILS)]
    return Held(submitted, *counts)


def lost(promised: Mapping[str, str], found: Held) -> list[str]:
    """Return the receipts that somebody was shown and that are not there."""
    rows = set(found.submitted)
    return [receipt for key, receipt in promised.items() if (key, receipt) not in rows]


def broken(promised: Mapping[str, str], found: Held) -> list[str]:
    """Say what is lost, doubled, or without its entry in the audit trail or its mail."""
    problems = [f"lost: {receipt}" for receipt in lost(promised, found)]
    keys = [key for key, _receipt in found.submitted]
    problems += [f"doubled: {key}" for key in sorted(set(keys)) if keys.count(key) > 1]
    if not len(keys) == found.audited == found.mails:
        problems.append(f"{len(keys)} rows, {found.audited} audited, {found.mails} mails")
    return problems


def doors(mails: Path) -> list[str]:
    """Return the path of the task link in each letter."""
    found = []
    for path in sorted(mails.iterdir()):
        body = message_from_bytes(path.read_bytes(), policy=modern).get_body(("plain",))
        link = LINK.search(body.get_content()) if body else None
        assert link
        found.append(link[1])
    return found


def people(cluster: Cluster, count: int, kind: type[Behind]) -> list[Behind]:
    """Seed a round in a cluster, and return a reporter for each partner."""
    cluster.run("node-1", "tests.crashes.forked", "seed", str(count))

    def was_kept(key: str) -> bool:
        question = f"SELECT 1 FROM reporting_submission WHERE request_key LIKE '%-{key}'"  # noqa: S608 -- a key of ours
        try:
            return bool(cluster.primary.ask(question))
        except psycopg.OperationalError:  # the primary is what was lost
            return False

    found = doors(cluster.folder / "node-1" / "mail")
    return [
        kind(number, door, lambda: cluster.address, was_kept=was_kept)
        for number, door in enumerate(found)
    ]
