"""Public pages are stored by a running installation, for all its processes, as its settings say."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from config import server
from config.bench.serving import wait_for
from config.pages import made_by
from tests.commands.conftest import ROOT, run
from tests.crashes.site import environment

if TYPE_CHECKING:
    from collections.abc import Generator
    from http.client import HTTPMessage
    from pathlib import Path

pytestmark = pytest.mark.once
PAGE = "/en/organisations/"
ADD = """
import django
django.setup()
from django.utils import timezone
from headway.foundation.core.actors import SystemActor
from headway.foundation.core.texts import TranslatedText
from headway.foundation.organisations.services import add_organisation
name = TranslatedText.of({"en": "Shipyard of the North"})
add_organisation(name=name, by=SystemActor("Tester"), at=timezone.now())
"""
PROCESSES = 2
OFTEN = 12
"""Requests after which both processes have answered, as good as certainly."""


@contextmanager
def served(data: Path, **settings: str) -> Generator[str]:
    """Serve an installation by two processes; yield its address."""
    port = server.free_port()
    process = subprocess.Popen(
        server.words(host="127.0.0.1", port=port, workers=PROCESSES),
        cwd=ROOT,
        env=environment(data, **settings),
        start_new_session=True,
        text=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz/live", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def read(address: str, **said: str) -> tuple[HTTPMessage, str]:
    """Ask over a connection of its own, so that either process may answer."""
    asked = Request(address, headers={"Accept-Encoding": "identity"} | said)  # noqa: S310 -- our own
    with urlopen(asked, timeout=60) as answer:  # noqa: S310 -- our own address
        return answer.headers, answer.read().decode()


def stored(data: Path) -> list[Path]:
    return [path for path in (data / "pages").rglob("*") if path.is_file()]


def test_two_processes_share_a_page_and_know_of_every_change(installation: Path) -> None:
    with served(installation) as address:
        tags = {read(address + PAGE)[0]["ETag"] for _time in range(OFTEN)}
        assert (len(tags), len(stored(installation))) == (1, 1)
        done = subprocess.run(
            [sys.executable, "-c", ADD], cwd=ROOT, env=environment(installation), check=True
        )
        assert done.returncode == 0
        assert all("Shipyard of the North" in read(address + PAGE)[1] for _time in range(OFTEN))
        [file] = stored(installation)
        cleared = run(installation, "clear-pages", "--json")
        assert (cleared.stdout.strip(), stored(installation)) == ('{"files": 1}', [])
        assert "Shipyard of the North" in read(address + PAGE)[1]
        [anew] = stored(installation)
        assert anew == file  # although the process held the page itself
    assert file.stat().st_mode & 0o077 == 0


def test_no_page_is_stored_where_none_may_be(installation: Path) -> None:
    before = stored(installation)
    with served(installation, HEADWAY_PAGES="0") as address:
        headers, body = read(address + PAGE)
    assert (headers["ETag"], "<h1" in body, stored(installation)) == (None, True, before)


def test_another_setting_or_file_makes_other_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = made_by()
    assert made_by() == before
    monkeypatch.setenv("HEADWAY_CONTACT", "somebody@example.org")
    changed = made_by()
    monkeypatch.undo()
    monkeypatch.setattr("config.pages.CODE", tmp_path)
    assert len({before, changed, made_by()}) == 3
