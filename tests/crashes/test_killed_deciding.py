"""Server and worker are killed while amendments are adopted and meetings held: no halves."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import cycle
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from config.installation import DATABASE
from tests.commands.conftest import run
from tests.crashes.browser import NOBODY_ANSWERS
from tests.crashes.chain import verified
from tests.crashes.keepers import AMENDMENTS, MEETINGS, MEMBERS, Keeper
from tests.crashes.remembered import Remembered, broken, remembered
from tests.crashes.site import SENDER, SERVER, WORKER, convene, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.crashes.site import Site

pytestmark = pytest.mark.once
COUNT = 40
"""Of amendments, and of meetings."""
IN_TURN = ((SERVER,), (WORKER,), (SERVER, WORKER))
LATEST = 0.4  # seconds, at most, from what was promised first to the kill
LONGEST = 60.0  # seconds in which something must be promised
END_LEASES = "UPDATE notices_mail SET leased_until = NULL"


@pytest.fixture(scope="module")
def convened(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = shutil.copytree(empty_installation, tmp_path_factory.mktemp("deciding") / "data")
    convene(data, count=COUNT)
    return data


@pytest.fixture
def data(convened: Path, tmp_path: Path) -> Path:
    return shutil.copytree(convened, tmp_path / "data")


def asked(data: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database, database:
        return database.execute(statement).fetchall()


def deliver_the_rest(data: Path) -> None:
    """Let the leases of those who were killed run out, and deliver what is left."""
    asked(data, END_LEASES)
    settings = {"HEADWAY_ADDRESS": "https://strategy.example.org", "HEADWAY_SENDER": SENDER}
    done = run(data, "work", "--once", **settings)
    assert done.returncode == 0, done.stderr


def kill_and_begin(site: Site, what: tuple[str, ...], keepers: tuple[Keeper, ...]) -> None:
    """Kill at a moment that nobody chose, while both work; look at everything; begin again."""
    before, until = sum(one.done for one in keepers), time.monotonic() + LONGEST
    while sum(one.done for one in keepers) == before and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random.uniform(0, LATEST))  # noqa: S311 -- no secret
    site.kill(*what)
    promised = tuple(taken(one) for one in keepers)
    now = remembered(site.data)
    found = [each for one in promised for each in broken(one, now)]
    for each in what:
        site.begin(each)
    assert found == []


def taken(keeper: Keeper) -> Keeper:
    """Return what a keeper was promised by now."""
    return replace(
        keeper,
        adopted=[*keeper.adopted],
        invited=[*keeper.invited],
        written=[*keeper.written],
        handed_in=[*keeper.handed_in],
    )


@pytest.mark.parametrize("kills", [6, pytest.param(40, marks=pytest.mark.audit)])
def test_what_was_decided_and_told_is_there_once_and_whole(data: Path, kills: int) -> None:
    end, done = Event(), 0
    with running(data) as site, ThreadPoolExecutor(2) as pool:
        amending, meeting = (Keeper(data, lambda: site.address) for _ in range(2))
        for each in (SERVER, WORKER):
            site.begin(each)
        work = [pool.submit(amending.adopt_all, end), pool.submit(meeting.hold_all, end)]
        try:
            for what in cycle(IN_TURN):
                if done >= kills or all(each.done() for each in work):
                    break
                kill_and_begin(site, what, (amending, meeting))
                done += 1
        finally:
            end.set()
            for one in work:
                one.result()
        site.kill()
    deliver_the_rest(data)
    now = remembered(data)
    assert broken(amending, now, is_over=True) + broken(meeting, now, is_over=True) == []
    assert verified(data)["broken"] == ""
    cut_off = amending.repeated + meeting.repeated
    print(f"{done} kills, {amending.done + meeting.done} promises, {cut_off} forms cut off")  # noqa: T201 -- pytest -s
    assert done >= min(kills, 6)
    assert amending.adopted
    assert meeting.handed_in


def adopt_one(keeper: Keeper) -> None:
    keeper.adopt(asked(keeper.data, AMENDMENTS)[0][0])


def invite_one(keeper: Keeper) -> None:
    keeper.invite(asked(keeper.data, MEETINGS)[0][0])


@pytest.mark.parametrize(
    ("do", "dying", "loose"),
    [
        (adopt_one, "adopting", "loosely_adopting"),
        (invite_one, "writing_letters", "loosely_inviting"),
    ],
    ids=["adopting", "inviting"],
)
@pytest.mark.parametrize("is_control", [False, True], ids=["as it is", "control"])
def test_what_the_server_dies_in_the_middle_of_was_never_begun(
    data: Path, do: Callable[[Keeper], None], dying: str, loose: str, is_control: bool
) -> None:
    """Without the transaction of the service, half of it stays: so this test can fail."""
    with running(data) as site:
        keeper = Keeper(data, lambda: site.address, patience=0)
        site.serve(dying, *([loose] if is_control else []))
        with pytest.raises(NOBODY_ANSWERS):
            do(keeper)
        found = broken(keeper, remembered(data))
        assert bool(found) is is_control, found
        site.kill()
        if not is_control:
            site.serve()
            do(keeper)
            assert broken(keeper, remembered(data)) == []
            assert keeper.done == 1


NOW = Remembered(
    adopted={"a": "New 1"},
    editions=((1, "in_force"), (2, "in_force")),
    standing=("New 1", "Old 2"),
    audited=Counter(
        [("amendment_adopted", "a"), ("meeting_invited", "m"), ("minutes_handed_in", "m")]
    ),
    meetings={"m": "to_confirm", "n": "planned"},
    minutes={"m": "Minutes of m"},
    mails=tuple(
        (kind, "m", f"{n}@example.org")
        for kind in ("meetings_invitation", "meetings_to_confirm")
        for n in range(MEMBERS)
    ),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOW, []),
        (replace(NOW, adopted={}), [
            "lost: a", "0 amendments made editions [1, 2]",
            "adopted is [], the text says ['New 1']",
            "1 entries of amendment_adopted: a",
        ]),
        (replace(NOW, standing=("Old 1", "Old 2")), ["adopted is ['New 1'], the text says []"]),
        (replace(NOW, editions=(*NOW.editions, (3, "draft"))), ["edition 3 is draft"]),
        (replace(NOW, audited=NOW.audited + Counter([("meeting_invited", "m")])),
         ["2 entries of meeting_invited: m"]),
        (replace(NOW, minutes={}), ["minutes lost: m"]),
        (replace(NOW, mails=NOW.mails[1:]),
         [f"{MEMBERS - 1} mails of meetings_invitation: m"]),
        (replace(NOW, mails=(*NOW.mails, NOW.mails[0])),
         [f"{MEMBERS + 1} mails of meetings_invitation: m"]),
        (replace(NOW, mails=(*NOW.mails, ("meetings_invitation", "n", "0@example.org"))),
         ["1 mails of meetings_invitation: n"]),
        (replace(NOW, unsent=1), ["1 mails were not sent"]),
    ],
)  # fmt: skip
def test_a_broken_promise_is_noticed(now: Remembered, expected: list[str], tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, str, adopted=["a"], invited=["m"], written=["m"], handed_in=["m"])
    assert broken(keeper, now, is_over=True) == expected
