"""Server and worker are killed while people report: each receipt exists once, with its mail."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from email import message_from_bytes
from email.policy import default as modern
from itertools import cycle
from threading import Event
from typing import TYPE_CHECKING

import pytest

from config.installation import DATABASE
from tests.commands.conftest import run
from tests.crashes.chain import verified
from tests.crashes.receipts import Ledger, Promised, broken, ledger
from tests.crashes.reporters import Reporter
from tests.crashes.shares import LONG, kills
from tests.crashes.site import SENDER, SERVER, WORKER, running, seed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from tests.crashes.site import Site

pytestmark = pytest.mark.once
PARTNERS = 6
IN_TURN = ((SERVER,), (WORKER,), (SERVER, WORKER))
LATEST = 0.6  # seconds, at most, from the first receipt of a server to the kill
LONGEST = 60.0  # seconds in which somebody must get a receipt
LINK = re.compile(r"https?://[^/\s]+(/\S+/task/\S+)")
END_LEASES = "UPDATE notices_mail SET leased_until = NULL"
COUNT_MAILS = "SELECT count(*) FROM notices_mail"


@pytest.fixture(scope="module")
def seeded(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = shutil.copytree(empty_installation, tmp_path_factory.mktemp("reporting") / "data")
    seed(data, partners=PARTNERS)
    return data


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(seeded, tmp_path / "data")


def reporters(site: Site) -> list[Reporter]:
    """Return one person for each partner, with the link in their letter."""
    found: list[Reporter] = []
    for path in sorted((site.data / "mail").iterdir()):
        body = message_from_bytes(path.read_bytes(), policy=modern).get_body(("plain",))
        link = LINK.search(body.get_content()) if body else None
        assert link
        found.append(Reporter(len(found), link[1], lambda: site.address))
    return found


def promised(people: Sequence[Reporter]) -> list[Promised]:
    return [Promised(one.number, dict(one.receipts), one.saved) for one in people]


def count(people: Sequence[Reporter]) -> int:
    return sum(len(one.receipts) for one in people)


def kill_and_begin(site: Site, what: tuple[str, ...], people: Sequence[Reporter]) -> None:
    """Kill at a moment that nobody chose, while people report; begin again; look at everything."""
    before, until = count(people), time.monotonic() + LONGEST
    while count(people) == before and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random.uniform(0, LATEST))  # noqa: S311 -- no secret
    site.kill(*what)
    told = promised(people)
    found = broken(told, ledger(site.data))
    for each in what:
        site.begin(each)
    assert found == []


def deliver_the_rest(data: Path) -> None:
    """Let the leases of those who were killed run out, and deliver what is left."""
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database, database:
        database.execute(END_LEASES)
    settings = {"HEADWAY_ADDRESS": "https://strategy.example.org", "HEADWAY_SENDER": SENDER}
    done = run(data, "work", "--once", **settings)
    assert done.returncode == 0, done.stderr


def number_of_mails(data: Path) -> int:
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database:
        return int(database.execute(COUNT_MAILS).fetchone()[0])


@pytest.mark.parametrize("often", [12, pytest.param(LONG, marks=pytest.mark.audit)])
def test_every_receipt_exists_once_with_its_mail(
    data: Path, often: int | str, request: pytest.FixtureRequest
) -> None:
    """Kill so often, while everybody reports."""
    end, done, times = Event(), 0, kills(request, "web and worker", often)
    with running(data) as site, ThreadPoolExecutor(PARTNERS) as pool:
        people = reporters(site)
        for each in (SERVER, WORKER):
            site.begin(each)
        work = [pool.submit(one.report_until, end) for one in people]
        try:
            for what in cycle(IN_TURN):
                kill_and_begin(site, what, people)
                done += 1
                if done >= times:
                    break
        finally:
            end.set()
            finished(work)
        site.kill()
    deliver_the_rest(data)
    assert broken(promised(people), ledger(data), is_over=True) == []
    assert verified(data)["broken"] == ""
    assert len(list((data / "mail").iterdir())) == number_of_mails(data)
    cut_off = sum(one.repeated for one in people)
    print(f"{done} kills, {count(people)} receipts, {cut_off} forms cut off")  # noqa: T201 -- pytest -s
    assert len(people) == PARTNERS
    assert count(people) > done
    assert cut_off  # the kills came while forms were on their way


def finished(work: Sequence[Future[None]]) -> None:
    wait(work)
    for each in work:
        each.result()


@pytest.mark.parametrize("broken_on_purpose", [(), ("keyless",)], ids=["with key", "control"])
def test_a_form_that_is_sent_again_hands_in_nothing_twice(
    data: Path, broken_on_purpose: tuple[str, ...]
) -> None:
    """The server dies at the worst moment; without keys of forms, what it kept is kept twice."""
    with running(data) as site:
        person = reporters(site)[0]
        site.serve("dying", *broken_on_purpose)
        end = Event()
        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(person.report_until, end)
            while not person.repeated:
                time.sleep(0.005)
            end.set()
            site.kill()
            site.serve(*broken_on_purpose)
            work.result()
    deliver_the_rest(data)
    found = broken(promised([person]), ledger(data), is_over=True)
    assert len(person.receipts) == 1
    assert bool(found) is bool(broken_on_purpose), found
    assert any("nobody was told" in each for each in found) is bool(broken_on_purpose)


ALL = ("S-1", "S-2")
BEFORE = Ledger((("a", "S-1"), ("b", "S-2")), ALL, ALL, {0: 2}, (), ALL)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, []),
        (replace(BEFORE, handed_in=(("a", "S-1"),), mails=("S-1",), audited=("S-1",),
                 files=("S-1",)), ["lost: S-2"]),
        (replace(BEFORE, handed_in=(*BEFORE.handed_in, ("c", "S-3")), mails=(*ALL, "S-3"),
                 audited=(*ALL, "S-3"), files=(*ALL, "S-3")), ["nobody was told: S-3"]),
        (replace(BEFORE, handed_in=(("a", "S-1"), ("b", "S-1")), mails=("S-1",),
                 audited=("S-1",), files=("S-1",)), ["lost: S-2", "2 submissions: S-1"]),
        (replace(BEFORE, mails=("S-1",)), ["0 mails: S-2"]),
        (replace(BEFORE, mails=(*ALL, "S-2")), ["2 mails: S-2"]),
        (replace(BEFORE, audited=("S-1",)), ["0 entries in the audit trail: S-2"]),
        (replace(BEFORE, audited=(*ALL, "S-3")), ["1 entries in the audit trail: S-3"]),
        (replace(BEFORE, unsent=("S-2",), files=("S-1",)),
         ["not sent: S-2", "0 delivered mails: S-2"]),
        (replace(BEFORE, files=(*ALL, "S-1")), ["2 delivered mails: S-1"]),
        (replace(BEFORE, words={0: 1}), ["0: saved was 2, kept is 1"]),
    ],
)  # fmt: skip
def test_a_broken_promise_is_noticed(now: Ledger, expected: list[str]) -> None:
    assert broken([Promised(0, {"a": "S-1", "b": "S-2"}, 2)], now, is_over=True) == expected


def test_while_people_report_more_may_be_kept_than_they_were_told_of() -> None:
    assert broken([Promised(0, {"a": "S-1"}, 1)], BEFORE) == []
    assert broken([Promised(0, {"a": "S-1"}, 3)], BEFORE) == ["0: saved was 3, kept is 2"]
