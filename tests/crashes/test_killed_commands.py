"""Imports and `init` are killed half-way: whole or nothing, and the next time it is as if never."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing, suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from config.installation import DATABASE, PREPARED
from config.pages import MANIFEST
from tests.commands.conftest import run
from tests.crashes.chain import verified
from tests.crashes.shares import KILLS, LONG, SHARES, kills
from tests.crashes.site import running, seed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crashes.site import Site

pytestmark = pytest.mark.once
ROWS = 40
LONGEST = 120.0  # seconds for one command
FEW = {"import": 2, "init": 1}
WHOLE = """
SELECT count(DISTINCT strategy_strategy.id), count(strategy_node.id) FROM strategy_strategy
LEFT JOIN strategy_node ON strategy_node.strategy_id = strategy_strategy.id WHERE slug = ?
"""
CHAINED = "SELECT (SELECT count(*) FROM audit_entry) - (SELECT count(*) FROM audit_link)"
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"


def asked(data: Path, statement: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / DATABASE, timeout=20)) as database:
        return database.execute(statement, values).fetchall()


def is_running(process: int) -> bool:
    try:
        os.killpg(process, 0)
    except ProcessLookupError:
        return False
    return True


def ended(process: int, *, within: float) -> bool:
    """Wait for a command; tell whether it ended by itself, and kill it if not."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not is_running(process):
            return True
        time.sleep(0.002)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    while is_running(process):
        time.sleep(0.002)
    return False


def to_the_end(site: Site, out: Path, *words: str) -> tuple[float, str]:
    """Run a command undisturbed; return how long it took and what it said."""
    begun = time.monotonic()
    assert ended(site.command(out, *words), within=LONGEST)
    return time.monotonic() - begun, out.read_text()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    rows = [f"{1 + number // 10}.{1 + number % 10};Measure {number}" for number in range(ROWS)]
    tops = [f"{number};Objective {number}" for number in range(1, 2 + (ROWS - 1) // 10)]
    path.write_text("\n".join(["code;title.en", *sorted([*rows, *tops])]) + "\n")
    return path


@pytest.mark.parametrize("often", [FEW["import"], pytest.param(LONG, marks=pytest.mark.audit)])
def test_an_import_that_is_killed_is_whole_or_nothing(
    data: Path, tmp_path: Path, plan: Path, often: int | str, request: pytest.FixtureRequest
) -> None:
    times, out = kills(request, "import", often), tmp_path / "said"
    seed(data, partners=1)
    [[owner]] = asked(data, "SELECT slug FROM organisations_organisation LIMIT 1")
    words = ("import-strategy", str(plan), "--create-in", owner, "--languages", "en", "--strategy")
    nodes, cut = ROWS + (ROWS + 9) // 10, 0
    with running(data) as site:
        within, said = to_the_end(site, out, *words, "first")
        assert f"{nodes} new" in said
        for number in count():
            slug = f"plan-{number}"
            pause, begun = random.uniform(0, within), time.monotonic()  # noqa: S311 -- no secret
            if ended(site.command(out, *words, slug), within=pause):
                within = time.monotonic() - begun  # the first one took longer
            else:
                cut += 1
            [found] = asked(data, WHOLE, slug)
            assert found in {(0, 0), (1, nodes)}
            assert found == (1, nodes) or not out.exists() or f"{nodes} new" not in out.read_text()
            assert asked(data, CHAINED) == [(0,)]
            if cut == times:
                break
        _seconds, said = to_the_end(site, out, *words, slug)
        if found == (0, 0):
            assert f"{nodes} new" in said
        assert asked(data, WHOLE, slug) == [(1, nodes)]
        _seconds, said = to_the_end(site, out, *words[:2], "--strategy", slug)
        assert said.startswith("0 changes")
        assert asked(data, WHOLE, slug) == [(1, nodes)]
    assert verified(data)["broken"] == ""
    print(f"{cut} kills of {number + 1} imports")  # noqa: T201 -- pytest -s


def state(data: Path) -> dict[str, Any]:
    """Return all that `init` makes, but for moments."""
    static = data / "static"
    files = sorted(path for path in static.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {
        "schema": asked(data, SCHEMA),
        "applied": asked(data, APPLIED),
        "prepared": (data / PREPARED).read_text(),
        "static": {
            str(path.relative_to(static)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        },
    }


def empty(data: Path) -> None:
    """Take away what `init` makes; the key stays, as the processes know it."""
    for path in data.glob(f"{DATABASE}*"):
        path.unlink()
    (data / PREPARED).unlink(missing_ok=True)
    shutil.rmtree(data / "static", ignore_errors=True)


@pytest.mark.parametrize("often", [FEW["init"], pytest.param(LONG, marks=pytest.mark.audit)])
def test_init_that_is_killed_can_be_run_again(
    data: Path,
    tmp_path: Path,
    empty_installation: Path,
    often: int | str,
    request: pytest.FixtureRequest,
) -> None:
    times, out, wanted = kills(request, "init", often), tmp_path / "said", state(empty_installation)
    cut, whole = 0, 0
    with running(data) as site:
        empty(data)
        within, _said = to_the_end(site, out, "init")
        assert state(data) == wanted
        empty(data)
        while cut < times:
            pause = random.uniform(0, within)  # noqa: S311 -- no secret
            cut += not ended(site.command(out, "init"), within=pause)
            if (data / PREPARED).exists() and (data / PREPARED).read_text():
                assert state(data) == wanted
                whole += 1
                empty(data)
        to_the_end(site, out, "init")
        assert state(data) == wanted
    assert verified(data)["entries"] == 0
    print(f"{cut} kills of init of {within:.2f} s, whole {whole} times")  # noqa: T201 -- pytest -s


def test_nothing_is_served_before_init_has_ended(data: Path) -> None:
    """The tables may all be there, and the files that pages need not."""
    (data / PREPARED).unlink()
    done = run(data, "serve")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`headway init` was cut off" in done.stderr


def test_init_gets_over_half_a_list_of_files(data: Path) -> None:
    """Killed while it wrote it, it had left a list that its next run could not read."""
    (data / PREPARED).unlink()
    manifest = data / "static" / MANIFEST
    whole = manifest.read_text()
    manifest.write_text(whole[:40])
    assert run(data, "init").returncode == 0
    assert manifest.read_text() == whole


def test_the_shares_make_a_thousand() -> None:
    assert sum(SHARES.values()) == KILLS
