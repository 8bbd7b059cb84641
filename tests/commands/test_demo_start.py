"""The first start of a demonstration: what it makes ready, and that it serves from one process."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from config.installation import LOADED, PREPARED
from tests.commands.conftest import run
from tests.commands.test_demo_worker import becomes, processes_of
from tests.journeys import product as demonstration

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
ANOTHER_CODE = "another code"


@pytest.fixture
def data(installation: Path) -> Path:
    """Return a demonstration that another code prepared; its content is not needed here."""
    (installation / "demo").write_text(LOADED)
    (installation / PREPARED).write_text(ANOTHER_CODE)
    return installation


def test_what_made_it_ready_serves_it_and_nothing_is_left_when_it_ends(data: Path) -> None:
    process, product = demonstration.start(data, "")
    try:
        assert (data / PREPARED).read_text() != ANOTHER_CODE
        page = urlopen(f"{product.address}/en/", timeout=30).read().decode()  # noqa: S310 -- our own address
        style = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        assert urlopen(f"{product.address}{style}", timeout=30).status == 200  # noqa: S310 -- likewise
        assert process.pid in processes_of(process)  # no other program took its place
        process.terminate()
        process.wait(30)
        assert becomes(lambda: not processes_of(process))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_database_that_cannot_be_made_ready_ends_it(tmp_path: Path) -> None:
    nowhere = "postgresql://127.0.0.1:1/headway"
    done = run(tmp_path / "data", "demo", HEADWAY_DATABASE=nowhere)
    assert done.returncode == 1
    assert "connection failed" in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "headway: the database could not be made ready; what went wrong stands above."
    )
    assert not (tmp_path / "data" / PREPARED).exists()
